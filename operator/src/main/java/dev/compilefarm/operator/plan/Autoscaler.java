package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Sizes a farm by its queue.
 *
 * <p>Slots needed = running + queued × mean service time / target wait: so many that what waits now
 * starts within the target. A waiting job never counts as more than one slot, and as a whole one
 * while no job has been done yet; one that its own tenant's limit keeps waiting does not count.
 * That many slots make so many volunteers, within minimum and maximum, and at least {@code
 * wakeVolunteers} while anything waits. A farm grows at once and to the full number; it shrinks to
 * the highest need of the last {@code scaleDownDelaySeconds}. While the dispatcher says nothing the
 * size stays as it is.
 */
final class Autoscaler {
  private final ScalingSpec scaling;
  private final int slots;

  /**
   * @param slots of one volunteer
   */
  Autoscaler(ScalingSpec scaling, int slots) {
    this.scaling = scaling;
    this.slots = slots;
  }

  /**
   * @param load empty: the dispatcher says nothing
   * @param volunteers as they are now
   */
  Sizing size(Optional<Load> load, Workload volunteers, SizeHistory history, Instant now) {
    var current = volunteers.replicas().orElse(0);
    return load.map(known -> byNeed(known, history, now))
        .orElseGet(() -> {
          var kept = Math.clamp(current, scaling.minVolunteers(), scaling.maxVolunteers());
          return new Sizing(
              kept,
              "no load known: kept at %d".formatted(kept),
              history.held(now),
              Optional.empty());
        });
  }

  private Sizing byNeed(Load load, SizeHistory history, Instant now) {
    var window = Duration.ofSeconds(scaling.scaleDownDelaySeconds());
    var need = need(load);
    var remembered = history.with(need.volunteers(), now, window);
    // the history may hold needs from before the farm's maximum was lowered
    var volunteers = Math.min(remembered.highest(), scaling.maxVolunteers());
    var kept =
        volunteers > need.volunteers()
            ? "; %d kept, needed within the last %d s"
                .formatted(volunteers, scaling.scaleDownDelaySeconds())
            : "";
    return new Sizing(
        volunteers, need.reason() + kept, remembered, remembered.untilLower(now, window));
  }

  private record Need(int volunteers, String reason) {}

  private Need need(Load load) {
    var slotsNeeded = slotsNeeded(load);
    var unbounded = Math.ceilDiv(slotsNeeded, slots);
    var reason = "%s = %d slots, %d volunteers".formatted(sum(load), slotsNeeded, unbounded);
    var awake = load.queuedForSlot() > 0 ? scaling.wakeVolunteers() : 0;
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

  private int slotsNeeded(Load load) {
    return (int)
        Math.min(
            Math.ceil(load.running() + load.queuedForSlot() * slotsPerQueuedJob(load)),
            Integer.MAX_VALUE);
  }

  private double slotsPerQueuedJob(Load load) {
    return Math.min(1, load.meanServiceSeconds().orElse(1e9) / scaling.targetWaitSeconds());
  }

  private String sum(Load load) {
    var jobs =
        load.queuedOverLimit() > 0
            ? "%d of %d queued".formatted(load.queuedForSlot(), load.queued())
            : "%d queued".formatted(load.queued());
    var queued =
        slotsPerQueuedJob(load) < 1
            ? String.format(
                Locale.ROOT,
                "%s x %.1f s / %d s",
                jobs,
                load.meanServiceSeconds().orElseThrow(),
                scaling.targetWaitSeconds())
            : jobs;
    return "%s + %d running".formatted(queued, load.running());
  }
}
