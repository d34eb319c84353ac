package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import java.time.Instant;
import java.util.Optional;

/** From a farm and what was observed of it to what it shall be. */
public final class Planner {
  /**
   * A client keeps so many jobs under way even at a small farm: they wait in the queue, where the
   * farm sees them.
   */
  private static final int CLIENT_LIMIT_MIN = 16;

  /** More connections than this per client bring nothing: no build runs so many compilers. */
  private static final int CLIENT_LIMIT_MAX = 256;

  private final Settings settings;

  public Planner(Settings settings) {
    this.settings = settings;
  }

  public Plan plan(CompileFarm farm, Observed observed, SizeHistory history, Instant now) {
    var spec = farm.getSpec();
    var slots = Slots.of(spec.volunteers());
    var sizing = sizing(spec, slots, observed, history, now);
    return new Plan(
        FarmNames.of(farm),
        new Owner(
            farm.getApiVersion(),
            farm.getKind(),
            farm.getMetadata().getName(),
            farm.getMetadata().getUid()),
        spec.paused(),
        settings.imagePullPolicy(),
        new DispatcherPlan(
            settings.dispatcherImage(),
            QueuePlan.of(spec.queue()),
            spec.volunteers().jobLifetimeSeconds()),
        new VolunteersPlan(
            sizing.volunteers(),
            Optional.ofNullable(spec.volunteers().image()).orElse(settings.volunteerImage()),
            slots,
            spec.volunteers().jobLifetimeSeconds(),
            spec.volunteers().resources(),
            spec.volunteers().template()),
        Math.clamp(
            (long) spec.scaling().maxVolunteers() * slots, CLIENT_LIMIT_MIN, CLIENT_LIMIT_MAX),
        sizing);
  }

  private static Sizing sizing(
      CompileFarmSpec spec, int slots, Observed observed, SizeHistory history, Instant now) {
    var current = observed.volunteers().replicas().orElse(0);
    if (spec.paused()) {
      return new Sizing(current, "spec.paused", history.held(now), Optional.empty());
    }
    if (spec.replicas() != null) {
      return new Sizing(
          spec.replicas(),
          "spec.replicas",
          SizeHistory.startingWith(spec.replicas(), now),
          Optional.empty());
    }
    return new Autoscaler(spec.scaling(), slots)
        .size(heard(observed), observed.volunteers(), history, now);
  }

  private static Optional<Load> heard(Observed observed) {
    return observed
        .load()
        .flatMap(report ->
            switch (report) {
              case LoadReport.Heard(var load) -> Optional.of(load);
              case LoadReport.Silent silent -> Optional.empty();
            });
  }
}
