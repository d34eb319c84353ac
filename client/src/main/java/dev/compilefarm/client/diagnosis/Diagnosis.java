package dev.compilefarm.client.diagnosis;

import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.client.load.Load;
import dev.compilefarm.client.text.Some;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why builds on a farm take as long as they do: one cause, and beside it what else is not as it
 * should be. A cause that explains another one comes before it, as in {@link Cause}: a farm that
 * may not grow has jobs that wait, and so has one that is starting.
 */
public final class Diagnosis {
  private static final String KEEP_SOME =
      "spec.scaling.minVolunteers keeps some ready; nodes that have the image start faster.";

  private Diagnosis() {}

  /** The one cause. */
  public static Finding of(FarmState state) {
    return Stream.<Optional<Finding>>of(
            notReady(state),
            failing(state),
            condition(
                state, ConditionType.CAPACITY_LIMITED, Cause.LIMITED, "The farm may not grow"),
            sharedAddress(state),
            tenantLimited(state),
            coldStart(state),
            bound(state, Cause.FARM_BOUND),
            bound(state, Cause.CLIENT_BOUND))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> atEase(state));
  }

  /**
   * A line for each further condition that is true, with what to do; the cause's own is left out.
   */
  public static List<String> besides(FarmState state) {
    return Stream.of(
            ConditionType.JOBS_REFUSED,
            ConditionType.PUMP_FALLS_BACK,
            ConditionType.TOOLCHAIN_MIXED,
            ConditionType.CLIENT_NAMESPACES_REFUSED)
        .flatMap(type -> state.trueCondition(type).stream())
        .map(condition ->
            joined(sentence(condition.getMessage()), NextStep.of(condition.getReason())))
        .toList();
  }

  private static Optional<Finding> notReady(FarmState state) {
    // A dispatcher that answers takes jobs.
    if (state.isReady() || state.isToldByDispatcherAlone()) {
      return Optional.empty();
    }
    return Optional.of(
        state
            .condition(ConditionType.READY)
            .map(ready -> finding(Cause.NOT_READY, "The farm takes no job", ready))
            .orElseGet(() ->
                new Finding(
                    Cause.NOT_READY,
                    "The operator has not seen this farm yet.",
                    "Is one running? Try: kubectl get deployments -A -l"
                        + " app.kubernetes.io/name=compilefarm")));
  }

  private static Optional<Finding> failing(FarmState state) {
    Optional<Finding> told =
        condition(
            state, ConditionType.VOLUNTEERS_FAILING, Cause.VOLUNTEERS_FAILING, "Volunteers fail");
    return told.or(() -> state.load().flatMap(Diagnosis::setAside));
  }

  /** What the dispatcher sees before the operator tells it. */
  private static Optional<Finding> setAside(Load load) {
    List<Load.Volunteer> aside =
        load.volunteers().stream().filter(Load.Volunteer::isSetAside).toList();
    if (aside.isEmpty()) {
      return Optional.empty();
    }
    Load.Volunteer first = aside.getFirst();
    boolean full = "TMPDIR_FULL".equals(first.trouble());
    return Optional.of(
        new Finding(
            Cause.VOLUNTEERS_FAILING,
            "Volunteers fail: the dispatcher gives %d of %d no job. %s %s."
                .formatted(
                    aside.size(),
                    load.volunteers().size(),
                    first.name(),
                    full ? "has a full TMPDIR" : "takes jobs and compiles none"),
            full
                ? NextStep.of("VolunteersDiskFull")
                : "Read 'kubectl logs %s'.".formatted(first.name())));
  }

  private static Optional<Finding> sharedAddress(FarmState state) {
    Optional<Finding> told =
        condition(
            state,
            ConditionType.CLIENTS_SHARE_ADDRESS,
            Cause.SHARED_ADDRESS,
            "Several clients count as one");
    return told.or(() ->
        state.isToldByDispatcherAlone()
            ? state.load().flatMap(Diagnosis::sharedAddress)
            : Optional.empty());
  }

  private static Optional<Finding> sharedAddress(Load load) {
    return load.sharedAddresses().stream()
        .findFirst()
        .map(shared ->
            new Finding(
                Cause.SHARED_ADDRESS,
                "Several clients count as one: all behind %s share one turn."
                    .formatted(shared.address()),
                "Let them come with their own addresses, or give each a port in spec.queue.tenants."));
  }

  private static Optional<Finding> tenantLimited(FarmState state) {
    List<Load.Tenant> tenants =
        state.load().map(Load::tenants).orElse(List.of()).stream()
            .filter(tenant -> tenant.queued() > 0)
            .toList();
    boolean isSo =
        !tenants.isEmpty()
            && tenants.stream().allMatch(tenant -> tenant.queued() == tenant.queuedOverLimit());
    return isSo
        ? Optional.of(
            new Finding(
                Cause.TENANT_LIMITED,
                "%d jobs of %s wait for a limit of their tenant, and not for slots."
                    .formatted(state.queued(), named(tenants)),
                "Raise maxRunningJobs of the tenant in spec.queue.tenants."))
        : Optional.empty();
  }

  private static Optional<Finding> coldStart(FarmState state) {
    if (!isWaiting(state)) {
      return Optional.empty();
    }
    if (state.isToldByDispatcherAlone()) {
      return state.load().flatMap(Diagnosis::coldStart);
    }
    int starting = state.desired() - state.ready();
    if (starting <= 0) {
      return Optional.empty();
    }
    String last =
        state.lastStart().isEmpty() ? "" : " The last start: " + sentence(state.lastStart());
    return Optional.of(
        new Finding(
            Cause.COLD_START,
            "%d jobs wait while %d of %d volunteers start.%s"
                .formatted(state.queued(), starting, state.desired(), last),
            KEEP_SOME));
  }

  /** Whether a job waits, and one of these tenants where there are any. */
  private static boolean isWaiting(FarmState state) {
    List<Load.Tenant> tenants = state.load().map(Load::tenants).orElse(List.of());
    return tenants.isEmpty()
        ? state.queued() > 0
        : tenants.stream().anyMatch(tenant -> tenant.queued() > 0);
  }

  /** What the dispatcher sees of it: it knows those that have a pod. */
  private static Optional<Finding> coldStart(Load load) {
    long starting =
        load.volunteers().stream()
            .filter(volunteer -> "NOT_READY".equals(volunteer.state()))
            .count();
    if (starting == 0 && load.slots().total() > 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Cause.COLD_START,
            starting == 0
                ? "%d jobs wait, and no volunteer takes jobs yet.".formatted(load.queued())
                : "%d jobs wait while %d of %d volunteers are not ready."
                    .formatted(load.queued(), starting, load.volunteers().size()),
            KEEP_SOME));
  }

  private static Optional<Finding> bound(FarmState state, Cause cause) {
    String bound = cause == Cause.FARM_BOUND ? "FARM" : "CLIENT";
    List<Load.Tenant> tenants =
        state.load().map(Load::tenants).orElse(List.of()).stream()
            .filter(tenant -> bound.equals(tenant.bound()))
            .toList();
    if (tenants.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        cause == Cause.FARM_BOUND
            ? new Finding(
                cause,
                "Jobs of %s %s for slots: %d jobs wait%s, and %d of %d slots are busy."
                    .formatted(
                        named(tenants),
                        state.queued() == 0 ? "waited" : "wait",
                        state.queued(),
                        state.queued() == 0 ? " now" : "",
                        state.busy(),
                        state.slots()),
                state.isToldByDispatcherAlone()
                    ? "While the next build runs, this says whether the farm grows, and what keeps it:"
                        + " kubectl compilefarm status "
                        + state.name()
                    : "For more speed set spec.scaling.preference to Fast, or raise"
                        + " spec.scaling.minVolunteers.")
            : new Finding(
                cause,
                "The builds of %s do not fill the farm: %d of %d slots are free, and none of their jobs waits."
                    .formatted(named(tenants), state.slots() - state.busy(), state.slots()),
                "A higher -j, more cores for the build, or pump mode makes them faster."));
  }

  private static Finding atEase(FarmState state) {
    boolean isIdle = state.queued() == 0 && state.busy() == 0;
    if (!isIdle && state.load().isEmpty()) {
      return new Finding(
          Cause.BALANCED,
          "Builds run: %d of %d slots are busy, %d jobs wait."
              .formatted(state.busy(), state.slots(), state.queued()),
          "The dispatcher was not asked, so what they wait for is not known. It takes the right to"
              + " create pods/portforward.");
    }
    return isIdle
        ? new Finding(
            Cause.IDLE,
            "Nobody compiles on the farm.",
            "If a build runs, its pod sends nothing, or is slow to preprocess: run"
                + " kubectl-compilefarm doctor %s there.".formatted(state.name()))
        : new Finding(
            Cause.BALANCED,
            "Builds run, and nothing stands out: %d of %d slots are busy, %d jobs wait."
                .formatted(state.busy(), state.slots(), state.queued()),
            "");
  }

  private static Optional<Finding> condition(
      FarmState state, ConditionType type, Cause cause, String words) {
    return state.trueCondition(type).map(condition -> finding(cause, words, condition));
  }

  private static Finding finding(Cause cause, String words, Condition condition) {
    return new Finding(
        cause,
        "%s: %s".formatted(words, sentence(condition.getMessage())),
        NextStep.of(condition.getReason()));
  }

  private static String named(List<Load.Tenant> tenants) {
    return Some.names(tenants.stream().map(Load.Tenant::tenant).toList());
  }

  private static String joined(String sentence, String nextStep) {
    return nextStep.isEmpty() ? sentence : sentence + " " + nextStep;
  }

  private static String sentence(String message) {
    String text = message == null ? "" : message.strip();
    return text.isEmpty() || text.endsWith(".") ? text : text + ".";
  }
}
