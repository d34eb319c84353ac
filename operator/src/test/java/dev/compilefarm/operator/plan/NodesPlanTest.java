package dev.compilefarm.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.plan.NodesPlan.Images;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodesPlanTest {

  @Test
  void nothingIsKeptReadyWhereNothingIsSaid() {
    assertEquals(NodesPlan.NOTHING, plan("{}", 0));
    assertEquals(NodesPlan.NOTHING, plan("{nodes: {}}", 0));
  }

  /** Where no further volunteer may come, room for one would cost and be of no use. */
  @ParameterizedTest
  @CsvSource({"0, 3", "7, 3", "8, 2", "10, 0", "12, 0"})
  void roomIsKeptForVolunteersThatMayStillCome(int volunteers, int placeholders) {
    assertEquals(
        new NodesPlan(Images.LEFT_ALONE, OptionalInt.of(placeholders)),
        plan("{nodes: {placeholders: 3}, scaling: {maxVolunteers: 10}}", volunteers));
  }

  @Test
  void numberThatIsFixedMayBeFixedAnew() {
    assertEquals(
        new NodesPlan(Images.PULLED, OptionalInt.of(3)),
        plan("{replicas: 10, nodes: {placeholders: 3, prePullImages: true}}", 10));
  }

  private static NodesPlan plan(String spec, int volunteers) {
    return NodesPlan.of(
        new KubernetesSerialization()
            .unmarshal("spec: " + spec, CompileFarm.class)
            .specOrDefaults(),
        volunteers,
        true);
  }
}
