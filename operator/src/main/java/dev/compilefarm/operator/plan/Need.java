package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.operator.observe.Load;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The volunteers that a load needs, within the farm's bounds, and how the number comes about.
 *
 * <p>In the target time a slot does target / mean service time jobs. So what is here, queued and
 * running, starts within the target on (queued + running) x mean / target slots: no job counts as
 * more than one, and never are fewer counted than are running. Where that proves wrong, because
 * what runs goes on and on, each running job counts as a slot that does not come back. A job that
 * its own tenant's limit keeps waiting does not count. docs/internals/adr/0008 tells what was tried
 * before.
 */
record Need(int volunteers, String reason) {
  /**
   * What a job takes while none has been done: a small C++ file. Once some have run for longer than
   * that without an end, they take at least as long.
   */
  private static final double FIRST_GUESS_SECONDS = 1;

  /** Binary fractions must not round a whole number of slots up. */
  private static final double ROUNDING = 1e-9;

  /**
   * @param runningWithoutEnd how long the first jobs have run by now
   * @param stalled what runs gives no slot back
   * @param slots of one volunteer
   */
  static Need of(
      Load load,
      Optional<Duration> runningWithoutEnd,
      boolean stalled,
      ScalingSpec scaling,
      int slots) {
    var service = load.meanServiceSeconds().orElseGet(() -> guess(runningWithoutEnd));
    var isWaiting = load.queuedForSlot() > 0;
    var share = Math.min(1, service / scaling.targetWaitSeconds());
    var sum =
        isWaiting
            ? (int)
                Math.ceil(
                    load.queuedForSlot() * share
                        + load.running() * (stalled ? 1 : share)
                        - ROUNDING)
            : load.running();
    var needed = Math.max(sum, load.running());
    return within(
        scaling,
        isWaiting,
        Math.ceilDiv(needed, slots),
        "%s = %d slots".formatted(sum(load, service, stalled, scaling.targetWaitSeconds()), sum)
            + (needed > sum ? ", %d are running".formatted(needed) : ""));
  }

  private static double guess(Optional<Duration> runningWithoutEnd) {
    return Math.max(
        FIRST_GUESS_SECONDS, runningWithoutEnd.orElse(Duration.ZERO).toMillis() / 1000.0);
  }

  private static Need within(ScalingSpec scaling, boolean waiting, int unbounded, String slots) {
    var reason = "%s, %d volunteers".formatted(slots, unbounded);
    var awake = waiting ? scaling.wakeVolunteers() : 0;
    if (unbounded < awake) {
      reason += ", %d by scaling.wakeVolunteers".formatted(awake);
    }
    var wanted = Math.max(unbounded, awake);
    if (wanted < scaling.minVolunteers()) {
      reason += ", %d by scaling.minVolunteers".formatted(scaling.minVolunteers());
    }
    if (wanted > scaling.maxVolunteers()) {
      reason += ", %d by scaling.maxVolunteers".formatted(scaling.maxVolunteers());
    }
    return new Need(Math.clamp(wanted, scaling.minVolunteers(), scaling.maxVolunteers()), reason);
  }

  private static String sum(Load load, double service, boolean stalled, int target) {
    var queued =
        load.queuedOverLimit() > 0
            ? "%d of %d queued".formatted(load.queuedForSlot(), load.queued())
            : "%d queued".formatted(load.queued());
    if (service >= target || load.queuedForSlot() == 0) {
      return "%s + %d running".formatted(queued, load.running());
    }
    var times =
        String.format(
            Locale.ROOT,
            "x %.1f s%s / %d s",
            service,
            load.meanServiceSeconds().isEmpty() ? " (a guess)" : "",
            target);
    return stalled
        ? "%s for up to %d s %s + %d running on"
            .formatted(queued, load.oldestWaitSeconds(), times, load.running())
        : "(%s + %d running) %s".formatted(queued, load.running(), times);
  }
}
