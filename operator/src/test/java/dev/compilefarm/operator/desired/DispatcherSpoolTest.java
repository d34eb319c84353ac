package dev.compilefarm.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.DispatcherSpec;
import dev.compilefarm.operator.plan.DispatcherPlan;
import dev.compilefarm.operator.plan.PodCreationRetry;
import dev.compilefarm.operator.plan.QueuePlan;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
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

  @Test
  void keepsWhatTheFarmSays() {
    DispatcherPlan dispatcher =
        dispatcher("{spool: {size: 1.5Gi}}", OptionalLong.empty(), OptionalLong.empty());

    assertEquals(3L << 29, DispatcherSpool.diskBytes(dispatcher));
    assertEquals("3Gi", limit(dispatcher));
  }

  private static String limit(OptionalLong source, OptionalLong object) {
    return limit(dispatcher("{}", source, object));
  }

  private static String limit(DispatcherPlan dispatcher) {
    return DispatcherSpool.volume(dispatcher).getEmptyDir().getSizeLimit().toString();
  }

  private static DispatcherPlan dispatcher(String spec, OptionalLong source, OptionalLong object) {
    return new DispatcherPlan(
        "dispatcher:1",
        new QueuePlan(1_000, 1_000, 1_800, 240, source, object, List.of()),
        600,
        Optional.empty(),
        32,
        new KubernetesSerialization().unmarshal("---\n" + spec, DispatcherSpec.class),
        Optional.empty(),
        new PodCreationRetry(Optional.empty(), Optional.empty()));
  }
}
