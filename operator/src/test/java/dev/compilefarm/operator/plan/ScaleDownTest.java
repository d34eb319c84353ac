package dev.compilefarm.operator.plan;

import static dev.compilefarm.operator.observe.Facts.marked;
import static dev.compilefarm.operator.observe.Facts.notReady;
import static dev.compilefarm.operator.observe.Facts.ofRevision;
import static dev.compilefarm.operator.observe.Facts.ready;
import static dev.compilefarm.operator.observe.Facts.terminating;
import static dev.compilefarm.operator.observe.Facts.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.PodFact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScaleDownTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LONG_AGO = NOW.minusSeconds(3600);
  private static final Optional<Load> IDLE = load(Map.of());

  private final ScaleDown scaleDown = new ScaleDown(Duration.ofSeconds(30));

  @Test
  void leavesAFarmThatDoesNotShrinkAlone() {
    List<PodFact> pods = List.of(ready("a", LONG_AGO), ready("b", LONG_AGO));

    assertEquals(stays(2), scaleDown.choose(2, workload(2, pods), IDLE, NOW));
    assertEquals(stays(5), scaleDown.choose(5, workload(2, pods), IDLE, NOW));
  }

  @Test
  void marksTheIdlest() {
    List<PodFact> pods = List.of(ready("a", LONG_AGO), ready("b", LONG_AGO), ready("c", LONG_AGO));

    assertEquals(
        goes(1, "b", "c"),
        scaleDown.choose(1, workload(3, pods), load(Map.of("a", 3, "b", 1, "c", 2)), NOW));
  }

  @Test
  void ofEquallyIdleOnesTakesWhoCameLast() {
    List<PodFact> pods = List.of(ready("a", LONG_AGO), ready("b", LONG_AGO.plusSeconds(9)));

    assertEquals(goes(1, "b"), scaleDown.choose(1, workload(2, pods), IDLE, NOW));
  }

  @Test
  void takesWhoDoesNotWorkAnyhowFirst() {
    List<PodFact> pods = List.of(ready("a", LONG_AGO), notReady("b", NOW), ready("c", LONG_AGO));

    assertEquals(goes(2, "b"), scaleDown.choose(2, workload(3, pods), load(Map.of("c", 1)), NOW));
  }

  @Test
  void takesWhomAPersonDrainsBeforeOneThatIsIdler() {
    PodFact drained = drainedByAPerson(ready("a", LONG_AGO));

    assertEquals(
        goes(1, "a"),
        scaleDown.choose(
            1, workload(2, List.of(drained, ready("b", LONG_AGO))), load(Map.of("a", 1)), NOW));
  }

  @Test
  void staysWithItsChoiceUntilThePodsAreOnTheirWayOut() {
    List<PodFact> pods = List.of(ready("a", LONG_AGO), marked(ready("b", LONG_AGO)));

    // The Deployment is as small as it shall be, its ReplicaSet has not acted yet.
    assertEquals(goes(1, "b"), scaleDown.choose(1, workload(1, pods), load(Map.of("b", 1)), NOW));
  }

  @Test
  void forgetsItsChoiceOnceThePodsAreOnTheirWayOut() {
    List<PodFact> pods =
        List.of(ready("a", LONG_AGO), terminating(marked(ready("b", LONG_AGO)), 630));

    assertEquals(stays(1), scaleDown.choose(1, workload(1, pods), IDLE, NOW));
  }

  @Test
  void takesTheMarkBackWhenTheFarmNeedsThePodAfterAll() {
    List<PodFact> pods = List.of(ready("a", LONG_AGO), marked(ready("b", LONG_AGO)));

    assertEquals(stays(2), scaleDown.choose(2, workload(2, pods), IDLE, NOW));
  }

  @Test
  void sparesWhoHasJustComeAndSaysWhenToLookAgain() {
    List<PodFact> pods =
        List.of(
            ready("a", LONG_AGO),
            ready("b", NOW.minusSeconds(10)),
            ready("c", NOW.minusSeconds(3)));

    assertEquals(
        new ScaleDown.Choice(2, new TreeSet<>(List.of("a")), in(20)),
        scaleDown.choose(0, workload(3, pods), load(Map.of("a", 1)), NOW));
    assertEquals(
        goes(0, "a", "b", "c"),
        scaleDown.choose(0, workload(3, pods), load(Map.of("a", 1)), NOW.plusSeconds(27)));
  }

  @Test
  void neverAsksForMoreThanThereAre() {
    // Two that were let go before are not on their way out yet.
    List<PodFact> pods =
        List.of(ready("a", NOW), ready("b", NOW), ready("c", NOW), ready("d", NOW));

    assertEquals(
        new ScaleDown.Choice(2, new TreeSet<>(), in(30)),
        scaleDown.choose(1, workload(2, pods), IDLE, NOW));
  }

  @Test
  void leavesTheChoiceToTheDeploymentWhileItReplacesItsPods() {
    List<PodFact> pods = List.of(ready("a", LONG_AGO), ofRevision("2", ready("b", LONG_AGO)));

    assertEquals(stays(1), scaleDown.choose(1, workload(2, pods), IDLE, NOW));
  }

  private static ScaleDown.Choice stays(int replicas) {
    return goes(replicas);
  }

  private static ScaleDown.Choice goes(int replicas, String... marked) {
    return new ScaleDown.Choice(replicas, new TreeSet<>(List.of(marked)), Optional.empty());
  }

  private static Optional<Duration> in(int seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }

  private static PodFact drainedByAPerson(PodFact pod) {
    return new PodFact(
        pod.name(),
        pod.revision(),
        pod.ready(),
        pod.readinessSince(),
        pod.termination(),
        false,
        new TreeMap<>(Map.of("compilefarm.dev/no-new-jobs", "true")),
        pod.address(),
        pod.trouble());
  }

  private static Optional<Load> load(Map<String, Integer> busy) {
    return Optional.of(new Load(0, 0, 0, 0, OptionalDouble.empty(), 0, 0, new TreeMap<>(busy)));
  }
}
