package dev.compilefarm.operator;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.FarmGenerator;
import dev.compilefarm.api.v1alpha1.FarmSchema;
import dev.compilefarm.operator.desired.DesiredObjects;
import dev.compilefarm.operator.desired.RestrictedPods;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import dev.compilefarm.operator.status.FarmStatus;
import dev.compilefarm.operator.status.StatusInputs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever the published schema takes, the operator reads and decides on, with and without a load
 * that is as large as a dispatcher can tell; all that is to be written can be, and no pod of it is
 * one that a namespace of Pod Security's level restricted refuses.
 */
class GeneratedFarmsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final FarmSchema SCHEMA = FarmSchema.published();
  private static final long SEED = Long.getLong("compilefarm.seed", 2);
  private static final int FARMS = 1000;

  private static final Planner PLANNER =
      new Planner(new Settings("example.org/dispatcher:1", "example.org/volunteer:1", "Always"));

  private static final List<Optional<LoadReport>> REPORTS =
      List.of(
          Optional.empty(),
          Optional.of(new LoadReport.Silent("connection refused")),
          Optional.of(new LoadReport.Heard(load(0, OptionalDouble.empty()))),
          Optional.of(new LoadReport.Heard(load(Integer.MAX_VALUE / 2, OptionalDouble.of(1e9)))));

  @Test
  void whatTheSchemaTakesIsReconciled() {
    FarmGenerator generator = new FarmGenerator(SCHEMA, SEED);
    Stream.generate(generator::next)
        .limit(FARMS)
        .map(farm -> SCHEMA.filledIn(farm).toString())
        .forEach(farm -> assertDoesNotThrow(() -> reconcile(farm), farm));
  }

  private static void reconcile(String json) {
    CompileFarm farm = JSON.unmarshal(json, CompileFarm.class);
    farm.getMetadata().setNamespace("ci");
    REPORTS.forEach(report -> decide(farm, report));
    DesiredObjects.of(decide(farm, Optional.empty())).forEach(GeneratedFarmsTest::write);
  }

  private static Plan decide(CompileFarm farm, Optional<LoadReport> report) {
    Observed observed = Observed.of(FarmNames.of(farm), List.of(), List.of(), report);
    Plan plan = PLANNER.plan(farm, observed, SizeHistory.startingWith(0, NOW), NOW);
    CompileFarmStatus status =
        FarmStatus.of(
            farm, new StatusInputs(farm.specOrDefaults(), observed, plan, Optional.empty()), NOW);

    int slots = plan.volunteers().slots();
    assertTrue(slots >= 1 && slots <= 200, () -> slots + " slots");
    assertFalse(status.conditions().isEmpty());
    return plan;
  }

  private static void write(HasMetadata object) {
    JSON.asJson(object);
    if (object instanceof Deployment deployment) {
      assertEquals(List.of(), RestrictedPods.objections(deployment.getSpec().getTemplate()));
      assertTrue(
          deployment.getSpec().getTemplate().getSpec().getImagePullSecrets().stream()
              .noneMatch(secret -> secret.getName().isEmpty()),
          "a reference without a name is not found again in what is stored");
    }
  }

  private static Load load(int jobs, OptionalDouble meanServiceSeconds) {
    return new Load(jobs, 0, jobs, jobs, meanServiceSeconds, jobs, jobs, new TreeMap<>());
  }
}
