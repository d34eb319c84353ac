package dev.compilefarm.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.plan.QueuePlan;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How large the dispatcher's disk is. */
class DispatcherSpoolTest {
  private static final long GIBIBYTE = 1L << 30;

  @Test
  void hasRoomForWhatIsKeptAndForOneRequestAndOneReplyMore() {
    assertEquals("5Gi", limit(OptionalLong.empty(), OptionalLong.empty()));
    assertEquals("4Gi", limit(OptionalLong.of(1 << 20), OptionalLong.of(1 << 20)));
  }

  @Test
  void growsWithTheLimitsOfSize() {
    assertEquals("9Gi", limit(OptionalLong.of(2 * GIBIBYTE), OptionalLong.of(2 * GIBIBYTE)));
    assertEquals("7Gi", limit(OptionalLong.empty(), OptionalLong.of(2 * GIBIBYTE)));
  }

  private static String limit(OptionalLong source, OptionalLong object) {
    return DispatcherSpool.volume(
            new QueuePlan(1_000, 1_000, 1_800, 240, source, object, List.of()))
        .getEmptyDir()
        .getSizeLimit()
        .toString();
  }
}
