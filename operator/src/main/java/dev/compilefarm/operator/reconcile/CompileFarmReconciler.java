package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.operator.apply.Applier;
import dev.compilefarm.operator.apply.ClientCopies;
import dev.compilefarm.operator.apply.StatusPatch;
import dev.compilefarm.operator.apply.VolunteerMarks;
import dev.compilefarm.operator.desired.DesiredObjects;
import dev.compilefarm.operator.load.LoadFollowing;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.FieldManager;
import dev.compilefarm.operator.observe.InvalidSpec;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.plan.ClientsPlan;
import dev.compilefarm.operator.plan.Deletion;
import dev.compilefarm.operator.plan.NodesPlan;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.status.ConditionChanges;
import dev.compilefarm.operator.status.FarmEvent;
import dev.compilefarm.operator.status.SetAsideStatus;
import dev.compilefarm.operator.status.StatusInputs;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
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
    fieldManager = FieldManager.OPERATOR,
    informer = @Informer(informerListLimit = FarmSources.PAGE),
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
// Rounds of one farm: five at once, then as many in each quarter of a second, whatever wakes it.
@RateLimited(maxReconciliations = 5, within = 250, unit = TimeUnit.MILLISECONDS)
// What fails outside of a round, such as a finalizer that cannot be written.
// -1: for ever. An API server that was away for an hour must not need a change of the farm to be
// noticed again.
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 30_000)
public class CompileFarmReconciler implements Reconciler<CompileFarm>, Cleaner<CompileFarm> {
  private static final Logger LOG = Logger.getLogger(CompileFarmReconciler.class);

  /** Zero is no delay to the framework. */
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final PlannerSource planner;
  private final RolloutLimit rolloutLimit;
  private final Settings.Switches switches;
  private final LoadFollowing loads;
  private final FarmEvents events;
  private final StartMetrics starts;
  private final FarmMetrics metrics;
  private final FarmMemories memories = new FarmMemories();
  private final Guard guard;
  // Set once by prepareEventSources, before the first round.
  private FarmSources sources;
  private Applier applier;
  private VolunteerRollouts rollouts;
  private ClientCopies copies;
  private GoingNamespaces namespaces;

  CompileFarmReconciler(
      PlannerSource planner,
      RolloutLimit rolloutLimit,
      Settings.Switches switches,
      LoadFollowing loads,
      FarmEvents events,
      StartMetrics starts,
      FarmMetrics metrics,
      InstantSource clock) {
    this.planner = planner;
    this.rolloutLimit = rolloutLimit;
    this.switches = switches;
    this.loads = loads;
    this.events = events;
    this.starts = starts;
    this.metrics = metrics;
    this.guard = new Guard(memories, clock, this::failed);
  }

  @Override
  public List<EventSource<?, CompileFarm>> prepareEventSources(
      EventSourceContext<CompileFarm> context) {
    sources = new FarmSources(context, loads, switches, this::forget);
    applier = new Applier(sources.objects());
    rollouts =
        new VolunteerRollouts(rolloutLimit, sources::farmsThatReplaceVolunteers, sources::wake);
    copies = new ClientCopies(sources.configMaps());
    namespaces = new GoingNamespaces(context.getClient(), switches.namespaceStatus());
    return sources.all();
  }

  @Override
  public UpdateControl<CompileFarm> reconcile(CompileFarm farm, Context<CompileFarm> context) {
    UpdateControl<CompileFarm> control =
        guard.round(
            farm,
            context,
            now -> {
              UpdateControl<CompileFarm> answer = UpdateControl.noUpdate();
              Observed observed = observe(farm, now);
              Optional<String> invalid = InvalidSpec.of(farm);
              if (invalid.isPresent()) {
                rollouts.leave(farm);
                setAside(farm, invalid.get(), context, now);
                observed
                    .namespaceDeletedAt()
                    .ifPresent(at -> answer.rescheduleAfter(GoingNamespaces.LOOK_AGAIN));
              } else {
                goOn(farm, observed, context, now).ifPresent(answer::rescheduleAfter);
              }
              return answer;
            },
            wait -> UpdateControl.<CompileFarm>noUpdate().rescheduleAfter(wait));
    forgetIfGone(farm, context);
    return control;
  }

  /** Goes on with a deleted farm until its jobs are done; then lets it go. */
  @Override
  public DeleteControl cleanup(CompileFarm farm, Context<CompileFarm> context) {
    DeleteControl control = goOnUntilDone(farm, context);
    // Somebody may have removed the finalizer meanwhile.
    forgetIfGone(farm, context);
    return control;
  }

  private DeleteControl goOnUntilDone(CompileFarm farm, Context<CompileFarm> context) {
    return guard.round(
        farm,
        context,
        now -> {
          Observed observed = observe(farm, now);
          if (Deletion.of(farm, observed)
              .filter(deletion -> !deletion.isOver(observed, now))
              .isEmpty()) {
            letGo(farm, context);
            return DeleteControl.defaultDelete();
          }
          applier.delete(Deployment.class, FarmNames.of(farm).dispatcher(), farm, context);
          DeleteControl control = DeleteControl.noFinalizerRemoval();
          goOn(farm, observed, context, now)
              .ifPresent(wait -> control.rescheduleAfter(wait.toMillis()));
          return control;
        },
        wait -> DeleteControl.noFinalizerRemoval().rescheduleAfter(wait.toMillis()));
  }

  /**
   * All that is known now. Where no dispatcher stays, the namespace may be going; if it is, that is
   * said on it, whatever the farm's own spec says.
   */
  private Observed observe(CompileFarm farm, Instant now) {
    Observed observed = sources.followAndObserve(farm);
    if (!observed.dispatcher().staying().isEmpty()) {
      return observed;
    }
    String namespace = farm.getMetadata().getNamespace();
    Optional<Instant> deletedAt = namespaces.deletedAt(namespace, now);
    if (deletedAt.isPresent()) {
      namespaces.tell(namespace, sources.farmsWithPods(namespace), now);
    }
    return observed.inNamespaceDeletedAt(deletedAt);
  }

  /** No owner reference removes what lies in other namespaces. */
  private void letGo(CompileFarm farm, Context<CompileFarm> context) {
    copies
        .removeAll(farm, context)
        .forEach((namespace, why) ->
            LOG.warnf(
                "Farm %s/%s goes, and its clients' ConfigMaps stay in namespace %s: %s",
                farm.getMetadata().getNamespace(), farm.getMetadata().getName(), namespace, why));
  }

  /**
   * Makes a round, but of a farm that cannot be used: what is there works on.
   *
   * @return when to come back although nothing happens
   */
  private Optional<Duration> goOn(
      CompileFarm farm, Observed observed, Context<CompileFarm> context, Instant now) {
    if (InvalidSpec.of(farm).isPresent()) {
      return Deletion.of(farm, observed)
          .map(deletion -> Duration.between(now, deletion.waitsUntil()));
    }
    RoundResult round;
    try {
      round = round(farm, observed, context, now);
    } catch (RuntimeException | Error e) {
      // It is tried again, later and later, and keeps no other farm waiting meanwhile.
      rollouts.leave(farm);
      throw e;
    }
    boolean isOld =
        round.status().filter(status -> StatusPatch.write(farm, status, context)).isPresent();
    return isOld ? Optional.of(AT_ONCE) : round.revisitAfter();
  }

  /** Says why, and touches nothing of the farm's. */
  private void setAside(CompileFarm farm, String why, Context<CompileFarm> context, Instant now) {
    FarmMemory memory = memories.of(uid(farm));
    if (!memory.invalid().equals(Optional.of(why))) {
      LOG.warnf(
          "Farm %s/%s is left as it is: %s",
          farm.getMetadata().getNamespace(), farm.getMetadata().getName(), why);
    }
    memories.put(uid(farm), memory.withInvalid(Optional.of(why)));
    CompileFarmStatus status = SetAsideStatus.ofInvalidSpec(farm, why, now);
    tell(farm, status, now);
    if (!status.equals(farm.getStatus())) {
      StatusPatch.writeSetAside(farm, status, context);
    }
  }

  /** Plans, writes the objects, and keeps what comes of it. The status is the caller's to write. */
  private RoundResult round(
      CompileFarm farm, Observed observed, Context<CompileFarm> context, Instant now) {
    FarmMemory known = memories.of(uid(farm));
    Plan plan = planner.planner().plan(farm, observed, known.historyOf(observed, now), now);
    Applied applied = apply(plan, observed, farm, context);
    FarmMemory before = known.withCopies(serveNamespaces(plan, known.copies(), farm, context, now));
    StatusInputs inputs =
        new StatusInputs(
            farm.specOrDefaults(), observed, plan, applied.rejected(), before.copies().messages());
    RoundResult result =
        RoundResult.of(farm, inputs, before, sources.volunteersAskedFor(plan.names()), now)
            .notLaterThan(applied.revisitAfter());
    report(farm, before, result, now);
    memories.put(uid(farm), result.memory());
    tell(farm, result.latest(), now);
    return result;
  }

  /**
   * Writes what differs, unless the farm is paused or its namespace takes nothing any more. Marks
   * first: a volunteer that is marked gets no new job, and the cluster takes it when the Deployment
   * shrinks.
   */
  private Applied apply(
      Plan plan, Observed observed, CompileFarm farm, Context<CompileFarm> context) {
    boolean goesWithNamespace = plan.deletion().filter(Deletion::withNamespace).isPresent();
    if (plan.paused() || goesWithNamespace) {
      rollouts.leave(farm);
      return new Applied(
          Optional.empty(),
          goesWithNamespace ? Optional.of(GoingNamespaces.LOOK_AGAIN) : Optional.empty());
    }
    VolunteerRollouts.Admission admission = rollouts.admit(farm, plan, observed);
    new VolunteerMarks(context.getClient(), plan.names().namespace())
        .apply(observed.volunteers().pods(), plan.volunteers().marked());
    deleteUnwanted(plan, farm, context);
    List<RejectedObject> rejected = applier.apply(admission.objects(), farm, context);
    rollouts.done(farm, rejected);
    return new Applied(
        rejected.stream().findFirst().or(() -> DesiredObjects.withheld(plan)),
        admission.revisitAfter());
  }

  /** What the farm had before it, or the operator, was told something else. */
  private void deleteUnwanted(Plan plan, CompileFarm farm, Context<CompileFarm> context) {
    if (plan.access().isEmpty()) {
      applier.delete(NetworkPolicy.class, plan.names().volunteers(), farm, context);
      applier.delete(NetworkPolicy.class, plan.names().dispatcher(), farm, context);
    }
    if (switches.imagePrePull() && plan.nodes().images() != NodesPlan.Images.PULLED) {
      applier.delete(DaemonSet.class, plan.names().images(), farm, context);
    }
    if (plan.nodes().placeholders().isEmpty()) {
      applier.delete(Deployment.class, plan.names().placeholders(), farm, context);
    }
  }

  /**
   * What came of writing.
   *
   * @param rejected the first object that was rejected
   * @param revisitAfter when to write what could not be written yet
   */
  private record Applied(Optional<RejectedObject> rejected, Optional<Duration> revisitAfter) {}

  /**
   * Keeps the clients' ConfigMaps in other namespaces, unless the farm is paused or going, or
   * nothing is known of the namespaces.
   *
   * @param before what was refused until now
   * @return what is refused now
   */
  private RefusedCopies serveNamespaces(
      Plan plan,
      RefusedCopies before,
      CompileFarm farm,
      Context<CompileFarm> context,
      Instant now) {
    if (plan.paused()
        || plan.deletion().isPresent()
        || !(plan.clients() instanceof ClientsPlan.Kept kept)) {
      return before;
    }
    Set<String> concerned = new TreeSet<>(kept.namespaces());
    copies.of(farm).forEach(copy -> concerned.add(copy.getMetadata().getNamespace()));
    RefusedCopies refused = before.only(concerned);
    Set<String> due = new TreeSet<>(kept.namespaces());
    due.removeIf(namespace -> refused.waits(namespace, now));
    ClientCopies.Result result = copies.keep(DesiredObjects.clientCopies(plan, due), farm, context);
    TreeMap<String, String> failed = new TreeMap<>(result.refused());
    Set<String> gone = new TreeSet<>(concerned);
    gone.removeIf(name -> kept.namespaces().contains(name) || refused.waits(name, now));
    failed.putAll(copies.remove(gone, farm, context));
    return refused.after(failed, result.finished(), now);
  }

  /** Counts starts, writes the round's events, and logs them with what was rejected anew. */
  private void report(CompileFarm farm, FarmMemory before, RoundResult result, Instant now) {
    if (!result.memory().rejected().equals(before.rejected())) {
      result.memory().rejected().ifPresent(retry -> refused(farm, retry.object()));
    }
    result.starts().forEach(starts::count);
    write(farm, result.events(), now);
  }

  private void failed(CompileFarm farm, CompileFarmStatus status, Instant now) {
    metrics.failed();
    tell(farm, status, now);
  }

  /**
   * Tells people and their monitoring what became of the farm. What stood in the farm's status when
   * this operator began was told by another one.
   */
  private void tell(CompileFarm farm, CompileFarmStatus status, Instant now) {
    metrics.seen(farm, status);
    FarmMemory memory = memories.of(uid(farm));
    List<Condition> before =
        memory
            .told()
            .or(() -> Optional.ofNullable(farm.getStatus()).map(CompileFarmStatus::conditions))
            .orElse(List.of());
    write(farm, ConditionChanges.events(before, status.conditions()), now);
    memories.put(uid(farm), memory.withTold(status.conditions()));
  }

  private void write(CompileFarm farm, List<FarmEvent> happened, Instant now) {
    for (FarmEvent event : happened) {
      LOG.infof(
          "Farm %s/%s: %s",
          farm.getMetadata().getNamespace(), farm.getMetadata().getName(), event.note());
      events.write(farm, event, now);
    }
  }

  private void refused(CompileFarm farm, RejectedObject rejected) {
    metrics.refused(rejected.kind());
    LOG.warnf(
        "Farm %s/%s: %s %s cannot be written: %s",
        farm.getMetadata().getNamespace(),
        farm.getMetadata().getName(),
        rejected.kind(),
        rejected.name(),
        rejected.message());
  }

  /** Of a farm that is deleted during its round, the round would leave a memory behind. */
  private void forgetIfGone(CompileFarm farm, Context<CompileFarm> context) {
    if (context
        .getPrimaryCache()
        .get(ResourceID.fromResource(farm))
        .filter(live -> uid(live).equals(uid(farm)))
        .isEmpty()) {
      forget(farm);
    }
  }

  private void forget(CompileFarm farm) {
    memories.forget(uid(farm));
    metrics.forget(farm);
    rollouts.leave(farm);
    copies.forget(uid(farm));
  }

  private static String uid(CompileFarm farm) {
    return farm.getMetadata().getUid();
  }
}
