package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.operator.observe.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The volunteers that a load needs, within the farm's bounds, and the steps to that number.
 *
 * <p>In the target time a slot does target / mean service time jobs. So what is here, queued and
 * running, starts within the target on (queued + running) x mean / target slots: no job counts as
 * more than one, and never are fewer counted than are running. Where that proves wrong, because
 * what runs goes on and on, each running job counts as a slot that does not come back. A job that
 * its own tenant's limit keeps waiting does not count. docs/internals/adr/0008 tells what was tried
 * before.
 */
record NeededVolunteers(int volunteers, List<SizeStep> steps) {
  /**
   * What a job takes while none has been done: a small C++ file. Once some have run for longer than
   * that without an end, they take at least as long.
   */
  private static final double FIRST_GUESS_SECONDS = 1;

  /** Binary fractions must not round a whole number of slots up. */
  private static final double ROUNDING = 1e-9;

  NeededVolunteers {
    steps = List.copyOf(steps);
  }

  /**
   * @param runningWithoutEnd how long the first jobs have run by now
   * @param stalled what runs gives no slot back
   * @param target seconds within which jobs are to start; empty where each is to have a slot
   * @param slots of one volunteer
   */
  static NeededVolunteers of(
      Load load,
      Optional<Duration> runningWithoutEnd,
      boolean stalled,
      OptionalInt target,
      ScalingSpec scaling,
      int slots) {
    double service = load.meanServiceSeconds().orElseGet(() -> guess(runningWithoutEnd));
    boolean isWaiting = load.queuedForSlot() > 0;
    double share = target.isEmpty() ? 1 : Math.min(1, service / target.getAsInt());
    int sum =
        isWaiting
            ? (int)
                Math.ceil(
                    load.queuedForSlot() * share
                        + load.running() * (stalled ? 1 : share)
                        - ROUNDING)
            : load.running();
    int needed = Math.max(sum, load.running());
    List<SizeStep> steps = new ArrayList<>();
    steps.add(step(load, service, stalled, target, sum));
    if (needed > sum) {
      steps.add(new SizeStep.Busy(needed));
    }
    return within(scaling, isWaiting, Math.ceilDiv(needed, slots), steps);
  }

  private static double guess(Optional<Duration> runningWithoutEnd) {
    return Math.max(
        FIRST_GUESS_SECONDS, runningWithoutEnd.orElse(Duration.ZERO).toMillis() / 1000.0);
  }

  private static NeededVolunteers within(
      ScalingSpec scaling, boolean waiting, int unbounded, List<SizeStep> steps) {
    steps.add(new SizeStep.Volunteers(unbounded));
    int awake = waiting ? scaling.wakeVolunteers() : 0;
    if (unbounded < awake) {
      steps.add(new SizeStep.Bounded(SizeStep.Bound.WAKE_VOLUNTEERS, awake));
    }
    int wanted = Math.max(unbounded, awake);
    if (wanted < scaling.minVolunteers()) {
      steps.add(new SizeStep.Bounded(SizeStep.Bound.MIN_VOLUNTEERS, scaling.minVolunteers()));
    }
    if (wanted > scaling.maxVolunteers()) {
      steps.add(new SizeStep.Bounded(SizeStep.Bound.MAX_VOLUNTEERS, scaling.maxVolunteers()));
    }
    return new NeededVolunteers(
        Math.clamp(wanted, scaling.minVolunteers(), scaling.maxVolunteers()), steps);
  }

  private static SizeStep step(
      Load load, double service, boolean stalled, OptionalInt target, int slots) {
    boolean isShared =
        target.isPresent() && service < target.getAsInt() && load.queuedForSlot() > 0;
    return new SizeStep.Need(
        load.queued(),
        load.queuedForSlot(),
        load.running(),
        isShared
            ? Optional.of(
                new SizeStep.Service(
                    service, load.meanServiceSeconds().isEmpty(), target.getAsInt()))
            : Optional.empty(),
        isShared && stalled ? OptionalInt.of(load.oldestWaitSeconds()) : OptionalInt.empty(),
        slots);
  }
}
