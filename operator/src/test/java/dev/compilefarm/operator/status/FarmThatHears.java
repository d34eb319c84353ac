package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.CompileFarm;
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

/** A farm of which nothing is known but what its dispatcher says. */
final class FarmThatHears {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private FarmThatHears() {}

  /** A dispatcher without jobs noticed this. */
  static StatusInputs of(Notices notices) {
    return of(
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
                notices)));
  }

  static StatusInputs of(LoadReport load) {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(new ObjectMetaBuilder().withName("main").withNamespace("ci").build());
    Observed observed = Observed.of(FarmNames.of(farm), List.of(), List.of(), Optional.of(load));
    Plan plan =
        new Planner(new Settings("d", "v", "Always"))
            .plan(farm, observed, SizeHistory.startingWith(0, NOW), NOW);
    return new StatusInputs(farm.specOrDefaults(), observed, plan, Optional.empty());
  }
}
