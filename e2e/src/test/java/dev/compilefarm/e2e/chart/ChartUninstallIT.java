package dev.compilefarm.e2e.chart;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.testbed.DisturbsOthers;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildLoop;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.observe.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code helm uninstall} before the farms are deleted leaves them at work, and nobody waits for an
 * operator that is not there any more. It takes the operator away, so the suite disturbs others.
 */
@DisturbsOthers
class ChartUninstallIT {
  @RegisterExtension static final Stage stage = new Stage("chart-uninstall");

  private static final Duration SOON = Duration.ofSeconds(90);

  @AfterAll
  static void installAgain() {
    new Chart(stage.cluster()).install(stage.client());
  }

  @Test
  void farmsOutliveTheOperatorAndGoWithoutIt() {
    // Given: a build on a farm
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec: {replicas: 1, volunteers: {slots: 2}}
            """);
    BuildLoop build = stage.developer("ann").buildAgainAndAgainOn("main", 4, 100_000);
    eventually("a first round", SOON, () -> build.rounds().size(), rounds -> rounds > 0);

    // When
    Instant start = Instant.now();
    new Chart(stage.cluster()).uninstall();
    System.out.printf("helm uninstall took %s%n", Duration.between(start, Instant.now()));

    // Then: there is no operator, and the build does not notice
    eventually("no operator", SOON, () -> Chart.operatorPods(stage.client()), List::isEmpty);
    CompileFarm farm = stage.user().farm("main");
    assertEquals(List.of(), farm.getMetadata().getFinalizers());
    assertNull(farm.getMetadata().getDeletionTimestamp());
    int before = build.rounds().size();
    eventually(
        "a round without an operator",
        SOON,
        () -> build.rounds().size(),
        rounds -> rounds > before + 1);
    build.stopAndExpectFlawless();

    // And the dispatcher still has its rights: it finds a volunteer that comes now
    stage
        .client()
        .apps()
        .deployments()
        .inNamespace(stage.namespace())
        .withName("main-volunteers")
        .scale(2);
    eventually(
        "jobs for two volunteers",
        SOON,
        () -> stage.dispatcherOf("main").load().slots().total(),
        slots -> slots == 4);

    // And when the farm is deleted, it goes at once, and what it consists of ends
    stage.user().deleteFarm("main");
    assertNull(stage.user().farm("main"), "nobody holds the farm");
    eventually(
        "nothing of the farm",
        SOON,
        () ->
            new Inventory(stage.client(), stage.namespace())
                .labelled("compilefarm.dev/farm", "main"),
        Map::isEmpty);
  }
}
