package dev.compilefarm.autoscaling;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import dev.compilefarm.api.v1alpha1.VolunteersSpec;
import dev.compilefarm.dispatcher.dispatch.LoadSnapshot;
import dev.compilefarm.dispatcher.load.LoadJson;
import dev.compilefarm.dispatcher.load.LoadView;
import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.dispatcher.simulation.EventQueue;
import dev.compilefarm.operator.load.LoadReply;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.Workload;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import dev.compilefarm.operator.status.SizeSentences;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * The operator: hears of the load by the stream, which tells at most ten times a second, decides
 * with the real {@link Planner}, and writes the number. From a look at the load to the write some
 * hundredths of a second pass.
 */
final class SimOperator {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final double NANOS = 1e9;
  private static final double STREAM_SPACING = 0.1;
  private static final double STREAM_SILENCE = 5;
  private static final double WAY_MIN = 0.01;
  private static final double WAY_MAX = 0.06;

  private final EventQueue events;
  private final Draws draws;
  private final SimDeployment volunteers;
  private final Supplier<LoadSnapshot> loads;
  private final Planner planner =
      new Planner(new Settings("dispatcher:1", "volunteer:1", "IfNotPresent"));
  private final CompileFarm farm;
  private final List<DayRecord.Change> changes = new ArrayList<>();
  private SizeHistory history = SizeHistory.startingWith(0, BEGIN);
  private Load load;
  private double lookedAt = -1;
  private boolean isLookPlanned;
  private long rounds;

  SimOperator(
      EventQueue events,
      Draws draws,
      FarmSettings settings,
      SimDeployment volunteers,
      Supplier<LoadSnapshot> loads) {
    this.events = events;
    this.draws = draws;
    this.volunteers = volunteers;
    this.loads = loads;
    this.farm = farm(settings);
    heartbeat();
  }

  static Instant instant(long nanos) {
    return BEGIN.plusNanos(nanos);
  }

  List<DayRecord.Change> changes() {
    return List.copyOf(changes);
  }

  /** The dispatcher has news. */
  void loadChanged() {
    if (!isLookPlanned) {
      isLookPlanned = true;
      events.after(Math.max(0, lookedAt + STREAM_SPACING - seconds()), this::look);
    }
  }

  /** Without news the stream says the same again. */
  private void heartbeat() {
    events.after(STREAM_SILENCE, this::heartbeat);
    loadChanged();
  }

  private void look() {
    isLookPlanned = false;
    lookedAt = seconds();
    Load told = load(loads.get());
    events.after(
        draws.seconds(WAY_MIN, WAY_MAX),
        () -> {
          load = told;
          reconcile();
        });
  }

  private void reconcile() {
    rounds++;
    long round = rounds;
    Observed observed =
        new Observed(
            new Workload("farm-dispatcher", OptionalInt.of(1), Optional.empty(), List.of()),
            volunteers.workload(),
            Optional.of(new LoadReport.Heard(load)));
    Plan plan = planner.plan(farm, observed, history, instant(events.now()));
    int wanted = plan.volunteers().count();
    history = plan.sizing().history();
    if (wanted != volunteers.replicas()) {
      changes.add(
          new DayRecord.Change(
              seconds(), volunteers.replicas(), wanted, SizeSentences.of(plan.sizing().steps())));
    }
    volunteers.apply(wanted, plan.volunteers().marked());
    plan.revisitAfter()
        .ifPresent(delay ->
            events.after(
                delay.toNanos() / NANOS,
                () -> {
                  if (round == rounds) {
                    reconcile();
                  }
                }));
  }

  /** What the real dispatcher writes, as the real operator reads it. */
  private static Load load(LoadSnapshot load) {
    try {
      return LoadReply.parse(LoadJson.of(LoadView.of(load)));
    } catch (IOException e) {
      throw new UncheckedIOException("the operator cannot read the dispatcher's load", e);
    }
  }

  private double seconds() {
    return events.now() / NANOS;
  }

  private static CompileFarm farm(FarmSettings settings) {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(
        new ObjectMetaBuilder().withName("main").withNamespace("ci").withUid("uid-1").build());
    farm.setSpec(
        new CompileFarmSpec(
            new VolunteersSpec(
                null, null, null, null, null, null, settings.slots(), null, null, null, null),
            settings.scaling(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));
    return farm;
  }
}
