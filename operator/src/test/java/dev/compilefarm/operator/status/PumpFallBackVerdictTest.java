package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Notices;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.Toolchains;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a farm says of builds that lost their pump. */
class PumpFallBackVerdictTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void buildThatFellBackIsNamed() {
    assertEquals(
        new Verdict(
            ConditionType.PUMP_FALLS_BACK,
            Verdict.Status.TRUE,
            Reason.BUILD_FELL_BACK,
            "Jobs of tenant 10.1.0.9 came by pump, and now come preprocessed. The build's log says why:"
                + " look for 'include server' and 'demoted'"),
        verdict("10.1.0.9"));
  }

  @Test
  void oneOfSeveralIsNamedAndTheOthersAreCounted() {
    assertEquals(
        "Jobs of tenant a and 2 more came by pump, and now come preprocessed. The build's log says why:"
            + " look for 'include server' and 'demoted'",
        verdict("c", "a", "b").message());
  }

  @Test
  void withoutSuchABuildThereIsNothingToSay() {
    assertEquals(Verdict.Status.FALSE, verdict().status());
    assertEquals(Reason.PUMP_STAYS, verdict().reason());
  }

  @Test
  void silentDispatcherTellsNothing() {
    assertEquals(
        Verdict.Status.UNKNOWN,
        PumpFallBackVerdict.of(inputs(new LoadReport.Silent("no reply"))).status());
  }

  private static Verdict verdict(String... tenants) {
    return PumpFallBackVerdict.of(
        inputs(
            new LoadReport.Heard(
                new Load(
                    0,
                    0,
                    0,
                    0,
                    OptionalDouble.empty(),
                    4,
                    0,
                    new TreeMap<>(),
                    Toolchains.NONE,
                    new Notices(
                        List.of(), List.of(), new TreeMap<>(), new TreeSet<>(List.of(tenants)))))));
  }

  private static StatusInputs inputs(LoadReport load) {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(new ObjectMetaBuilder().withName("main").withNamespace("ci").build());
    Observed observed = Observed.of(FarmNames.of(farm), List.of(), List.of(), Optional.of(load));
    Plan plan =
        new Planner(new Settings("d", "v", "Always"))
            .plan(farm, observed, SizeHistory.startingWith(0, NOW), NOW);
    return new StatusInputs(farm.specOrDefaults(), observed, plan, Optional.empty());
  }
}
