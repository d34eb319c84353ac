package dev.compilefarm.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.PodSettings;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the operator was installed without the right to DaemonSets, it makes none and says so. */
class WithheldTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void imagesArePulledWhereTheOperatorMay() {
    Plan plan = plan("{nodes: {prePullImages: true}}", true);

    assertTrue(makesDaemonSet(plan));
    assertEquals(Optional.empty(), DesiredObjects.withheld(plan));
  }

  @Test
  void farmThatAsksForWhatTheOperatorMayNotIsTold() {
    Plan plan = plan("{nodes: {prePullImages: true}}", false);

    assertFalse(makesDaemonSet(plan));
    assertEquals(
        Optional.of(
            new RejectedObject(
                "DaemonSet",
                "main-images",
                "this installation pulls no images before (farm.imagePrePull of the chart)."
                    + " Remove nodes.prePullImages, or ask who installed the operator")),
        DesiredObjects.withheld(plan));
  }

  @Test
  void farmThatAsksForNothingIsToldNothing() {
    assertEquals(Optional.empty(), DesiredObjects.withheld(plan("{}", false)));
  }

  private static boolean makesDaemonSet(Plan plan) {
    return DesiredObjects.of(plan).stream().anyMatch(DaemonSet.class::isInstance);
  }

  private static Plan plan(String spec, boolean imagePrePull) {
    CompileFarm farm =
        new KubernetesSerialization()
            .unmarshal(
                "metadata: {name: main, namespace: ci, uid: uid-1}\nspec: " + spec,
                CompileFarm.class);
    Settings settings =
        new Settings(
            "dispatcher:1",
            "volunteer:1",
            "IfNotPresent",
            Optional.empty(),
            new PodSettings("tools:1", "amd64", "gcc-14", "placeholder", "role", false),
            new Settings.Switches(true, true, imagePrePull, true),
            List.of());
    return new Planner(settings)
        .plan(
            farm,
            Observed.of(FarmNames.of(farm), List.of(), List.of(), Optional.empty()),
            SizeHistory.startingWith(0, NOW),
            NOW);
  }
}
