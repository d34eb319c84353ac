package dev.compilefarm.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ResourcesSpec;
import dev.compilefarm.api.v1alpha1.VolunteersSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {

  @ParameterizedTest
  @CsvSource({
    "4, 4",
    "4500m, 4",
    "500m, 1",
    "3.9, 3",
    "1000, 200",
    "4294967298, 200",
    "1e300, 200",
    "0, 1"
  })
  void areTheCpuLimitRoundedDown(String cpu, int slots) {
    assertEquals(slots, Slots.of(volunteers(null, Map.of("cpu", new Quantity(cpu)))));
  }

  @Test
  void areTwoWithoutCpuLimit() {
    assertEquals(2, Slots.of(volunteers(null, Map.of("memory", new Quantity("1Gi")))));
  }

  @Test
  void areWhatTheSpecSaysWhateverTheLimit() {
    assertEquals(7, Slots.of(volunteers(7, Map.of("cpu", new Quantity("2")))));
  }

  private static VolunteersSpec volunteers(Integer slots, Map<String, Quantity> limits) {
    return new VolunteersSpec(
        null,
        null,
        null,
        null,
        null,
        null,
        slots,
        null,
        null,
        new ResourcesSpec(null, limits),
        null);
  }
}
