package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.observe.Facts;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Workload;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeletionSentenceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<PodFact> DISPATCHER = List.of(Facts.ready("main-dispatcher-1", NOW));
  private static final List<PodFact> VOLUNTEERS =
      List.of(Facts.ready("main-volunteers-1", NOW), Facts.ready("main-volunteers-2", NOW));

  @Test
  void aFarmSaysHowManyJobsItFinishesAndHowToLetItGo() {
    assertReady(
        "The farm is being deleted and takes no new job. It goes when Pod main-dispatcher-1 has finished"
            + " 3 running jobs and 5 that wait, at 2026-01-01T00:41:00Z at the latest. To go at once:"
            + " kubectl -n ci patch compilefarm main --type=merge -p '{\"metadata\":{\"finalizers\":null}}'",
        observed(DISPATCHER, VOLUNTEERS, Optional.of(load(3, 5))),
        Optional.of(NOW));
  }

  /** Whatever the cluster has deleted of it by then: never that its dispatcher starts. */
  @Test
  void inANamespaceThatGoesAFarmSaysSoBeforeItIsDeletedItself() {
    String before =
        "Namespace ci is being deleted, and the farm with it. It takes no new job, and jobs that wait are"
            + " sent home. It goes when ";
    String after =
        ", at 2026-01-01T00:41:00Z at the latest. To go at once: kubectl -n ci delete pods -l"
            + " compilefarm.dev/farm=main --grace-period=1";

    assertReady(
        before + "Pod main-dispatcher-1 has finished its jobs" + after,
        goes(observed(DISPATCHER, VOLUNTEERS, Optional.empty())),
        Optional.empty());
    assertReady(
        before + "Pod main-volunteers-1 (one of 2) has ended" + after,
        goes(observed(List.of(), VOLUNTEERS, Optional.empty())),
        Optional.empty());
    assertReady(
        before + "the cluster comes to it" + after,
        goes(observed(List.of(), List.of(), Optional.empty())),
        Optional.empty());
  }

  private static void assertReady(String message, Observed observed, Optional<Instant> deletedAt) {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(
        new ObjectMetaBuilder()
            .withName("main")
            .withNamespace("ci")
            .withUid("u")
            .withDeletionTimestamp(deletedAt.map(Instant::toString).orElse(null))
            .build());
    Plan plan =
        new Planner(new Settings("dispatcher", "volunteer", "IfNotPresent"))
            .plan(farm, observed, SizeHistory.startingWith(1, NOW), NOW);
    Condition ready =
        FarmStatus.of(
                farm,
                new StatusInputs(farm.specOrDefaults(), observed, plan, Optional.empty()),
                NOW)
            .conditions()
            .stream()
            .filter(condition -> condition.getType().equals("Ready"))
            .findFirst()
            .orElseThrow();
    assertEquals("Deleting", ready.getReason());
    assertEquals("False", ready.getStatus());
    assertEquals(message, ready.getMessage());
  }

  private static Observed goes(Observed observed) {
    return observed.inNamespaceDeletedAt(Optional.of(NOW));
  }

  private static Load load(int running, int queued) {
    return new Load(queued, 0, running, 0, OptionalDouble.of(1), 4, running, new TreeMap<>());
  }

  private static Observed observed(
      List<PodFact> dispatchers, List<PodFact> volunteers, Optional<Load> load) {
    return new Observed(
        new Workload("main-dispatcher", OptionalInt.of(1), Optional.empty(), dispatchers),
        new Workload("main-volunteers", OptionalInt.of(1), Optional.empty(), volunteers),
        load.map(LoadReport.Heard::new));
  }
}
