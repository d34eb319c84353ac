package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.apply.Applier;
import dev.compilefarm.operator.apply.FarmEvents;
import dev.compilefarm.operator.apply.StatusPatch;
import dev.compilefarm.operator.apply.VolunteerMarks;
import dev.compilefarm.operator.desired.DesiredObjects;
import dev.compilefarm.operator.load.LoadFollowing;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.InvalidSpec;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.plan.Deletion;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.SizeHistory;
import dev.compilefarm.operator.status.DrainCutShort;
import dev.compilefarm.operator.status.FarmStatus;
import dev.compilefarm.operator.status.SetAsideStatus;
import dev.compilefarm.operator.status.StatusInputs;
import dev.compilefarm.operator.status.StatusPacing;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * One round of one farm: observe, plan, apply, report.
 *
 * <p>Runs when the farm, one of its objects or pods, or its dispatcher's load changed, when a
 * decision is due by time, and every few minutes as a net. Rounds of one farm never overlap; those
 * of several farms do.
 */
@ControllerConfiguration(
    name = "compilefarm",
    finalizerName = Deletion.FINALIZER,
    fieldManager = CompileFarmReconciler.FIELD_MANAGER,
    informer = @Informer(informerListLimit = FarmSources.PAGE),
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
// Rounds of one farm: five at once, then as many in each quarter of a second, whatever wakes it.
@RateLimited(maxReconciliations = 5, within = 250, unit = TimeUnit.MILLISECONDS)
// What fails outside of a round, such as a finalizer that cannot be written.
// -1: for ever. An API server that was away for an hour must not need a change of the farm to be
// noticed again
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 30_000)
public class CompileFarmReconciler implements Reconciler<CompileFarm>, Cleaner<CompileFarm> {
  /** Whose fields are the operator's, for server-side apply. */
  public static final String FIELD_MANAGER = "compilefarm-operator";

  private static final Logger LOG = Logger.getLogger(CompileFarmReconciler.class);

  private final Planner planner;
  private final LoadFollowing loads;
  private final FarmEvents events;
  private final FarmMemories memories = new FarmMemories();
  private final Guard guard;
  // set once by prepareEventSources, before the first round
  private FarmSources sources;
  private Applier applier;

  CompileFarmReconciler(
      Planner planner, LoadFollowing loads, FarmEvents events, InstantSource clock) {
    this.planner = planner;
    this.loads = loads;
    this.events = events;
    this.guard = new Guard(memories, clock);
  }

  @Override
  public List<EventSource<?, CompileFarm>> prepareEventSources(
      EventSourceContext<CompileFarm> context) {
    sources = new FarmSources(context, loads);
    applier = new Applier(sources.objects());
    return sources.all();
  }

  @Override
  public UpdateControl<CompileFarm> reconcile(CompileFarm farm, Context<CompileFarm> context) {
    return guard.round(
        farm,
        context,
        now -> {
          var control = UpdateControl.<CompileFarm>noUpdate();
          var invalid = InvalidSpec.of(farm);
          if (invalid.isPresent()) {
            setAside(farm, invalid.get(), context, now);
          } else {
            goOn(farm, sources.observe(farm), context, now).ifPresent(control::rescheduleAfter);
          }
          return control;
        },
        wait -> UpdateControl.<CompileFarm>noUpdate().rescheduleAfter(wait));
  }

  /** Goes on with a deleted farm until its jobs are done; then lets it go. */
  @Override
  public DeleteControl cleanup(CompileFarm farm, Context<CompileFarm> context) {
    return guard.round(
        farm,
        context,
        now -> {
          var observed = sources.observe(farm);
          if (Deletion.of(farm).filter(deletion -> !deletion.isOver(observed, now)).isEmpty()) {
            return DeleteControl.defaultDelete();
          }
          applier.delete(Deployment.class, FarmNames.of(farm).dispatcher(), farm, context);
          var control = DeleteControl.noFinalizerRemoval();
          goOn(farm, observed, context, now)
              .ifPresent(wait -> control.rescheduleAfter(wait.toMillis()));
          return control;
        },
        wait -> DeleteControl.noFinalizerRemoval().rescheduleAfter(wait.toMillis()));
  }

  /**
   * Makes a round, but of a farm that cannot be used: what is there works on.
   *
   * @return when to come back although nothing happens
   */
  private Optional<Duration> goOn(
      CompileFarm farm, Observed observed, Context<CompileFarm> context, Instant now) {
    if (InvalidSpec.of(farm).isPresent()) {
      return Deletion.of(farm).map(deletion -> Duration.between(now, deletion.waitsUntil()));
    }
    var round = round(farm, observed, context, now);
    round.status().ifPresent(status -> StatusPatch.write(farm, status, context));
    return round.revisitAfter();
  }

  /** Says why, and touches nothing of the farm's. */
  private void setAside(CompileFarm farm, String why, Context<CompileFarm> context, Instant now) {
    var uid = farm.getMetadata().getUid();
    var memory = memory(farm, context);
    if (!memory.invalid().equals(Optional.of(why))) {
      LOG.warnf(
          "Farm %s/%s is left as it is: %s",
          farm.getMetadata().getNamespace(), farm.getMetadata().getName(), why);
      events.tell(farm, FarmEvents.Kind.INVALID_SPEC, why, now);
    }
    memories.put(uid, memory.withInvalid(Optional.of(why)));
    var status = SetAsideStatus.ofInvalidSpec(farm, why, now);
    if (!status.equals(farm.getStatus())) {
      StatusPatch.writeSetAside(farm, status, context);
    }
  }

  private RoundResult round(
      CompileFarm farm, Observed observed, Context<CompileFarm> context, Instant now) {
    var memory = memory(farm, context);
    var plan = plan(farm, observed, memory, now);
    var rejected =
        plan.paused() ? Optional.<RejectedObject>empty() : apply(plan, observed, farm, context);
    var inputs = new StatusInputs(farm.specOrDefaults(), observed, plan, rejected);
    var status = FarmStatus.of(farm, inputs, now);

    var retry = memory.rejected(rejected, now);
    if (!retry.equals(memory.rejected())) {
      rejected.ifPresent(r -> logRejected(farm, r));
    }
    tellOfSize(farm, observed, plan, now);
    var cutShort = tellOfCutShort(farm, inputs, memory.cutShort(), now);
    var pacing = StatusPacing.of(farm.getStatus(), status, memory.lastStatusWrite(), now);
    var lastWrite =
        pacing instanceof StatusPacing.Due ? Optional.of(now) : memory.lastStatusWrite();
    memories.put(
        farm.getMetadata().getUid(),
        new FarmMemory(
            Optional.of(plan.sizing().history()),
            lastWrite,
            retry,
            cutShort,
            Optional.empty(),
            memory.failure()));
    return RoundResult.of(
        status,
        pacing,
        Stream.of(
            plan.revisitAfter(),
            FarmStatus.nextChange(inputs, now).map(at -> Duration.between(now, at)),
            retry.map(r -> r.retryAfter(now))));
  }

  private FarmMemory memory(CompileFarm farm, Context<CompileFarm> context) {
    var uid = farm.getMetadata().getUid();
    if (!memories.knows(uid)) {
      memories.retain(context.getPrimaryCache().list().map(f -> f.getMetadata().getUid()).toList());
    }
    return memories.of(uid);
  }

  private Plan plan(CompileFarm farm, Observed observed, FarmMemory memory, Instant now) {
    var history =
        memory
            .history()
            .orElseGet(
                () -> SizeHistory.startingWith(observed.volunteers().replicas().orElse(0), now));
    return planner.plan(farm, observed, history, now);
  }

  /** Marks first: who is marked gets no new job, and is taken when the Deployment shrinks. */
  private Optional<RejectedObject> apply(
      Plan plan, Observed observed, CompileFarm farm, Context<CompileFarm> context) {
    new VolunteerMarks(context.getClient(), plan.names().namespace())
        .apply(observed.volunteers().pods(), plan.volunteers().marked());
    return applier.apply(DesiredObjects.of(plan), farm, context);
  }

  /** As it is now against as it was: the cluster may have refused the change. */
  private void tellOfSize(CompileFarm farm, Observed before, Plan plan, Instant now) {
    SizeChange.of(
            before.volunteers().replicas().orElse(0),
            sources.volunteersAskedFor(plan.names()),
            plan.sizing())
        .ifPresent(change -> {
          LOG.infof(
              "Farm %s/%s: %s", plan.names().namespace(), plan.names().farm(), change.sentence());
          events.tell(farm, change.kind(), change.sentence(), now);
        });
  }

  /**
   * Once for each volunteer.
   *
   * @param told names of those of whom it was told before
   * @return names of those of whom it is told by now
   */
  private Set<String> tellOfCutShort(
      CompileFarm farm, StatusInputs inputs, Set<String> told, Instant now) {
    var drains = DrainCutShort.of(inputs);
    drains.stream()
        .filter(drain -> !told.contains(drain.pod()))
        .forEach(
            drain -> events.tell(farm, FarmEvents.Kind.DRAIN_CUT_SHORT, drain.sentence(), now));
    return drains.stream().map(DrainCutShort::pod).collect(Collectors.toSet());
  }

  private static void logRejected(CompileFarm farm, RejectedObject rejected) {
    LOG.warnf(
        "Farm %s/%s: %s %s cannot be written: %s",
        farm.getMetadata().getNamespace(),
        farm.getMetadata().getName(),
        rejected.kind(),
        rejected.name(),
        rejected.message());
  }
}
