package dev.compilefarm.operator.observe;

import java.util.OptionalDouble;

/**
 * The load of a farm, summed over its dispatcher's pods.
 *
 * @param queuedOverLimit of the queued jobs, those that their own tenants' limits keep waiting: no
 *     slot would help them
 * @param oldestWaitSeconds in whole seconds, so that a waiting job is news once a second and not at
 *     every poll
 * @param meanServiceSeconds empty before the first job was done
 * @param slotsTotal of volunteers that take jobs
 */
public record Load(
    int queued,
    int queuedOverLimit,
    int running,
    int oldestWaitSeconds,
    OptionalDouble meanServiceSeconds,
    int slotsTotal,
    int slotsBusy) {

  /** The queued jobs that wait for a slot. */
  public int queuedForSlot() {
    return queued - queuedOverLimit;
  }

  /**
   * Both together: queues and slots add up, the longer wait counts, and the slower service is the
   * safer guess.
   */
  public Load plus(Load other) {
    return new Load(
        queued + other.queued,
        queuedOverLimit + other.queuedOverLimit,
        running + other.running,
        Math.max(oldestWaitSeconds, other.oldestWaitSeconds),
        larger(meanServiceSeconds, other.meanServiceSeconds),
        // every dispatcher counts the same volunteers
        Math.max(slotsTotal, other.slotsTotal),
        slotsBusy + other.slotsBusy);
  }

  private static OptionalDouble larger(OptionalDouble one, OptionalDouble other) {
    if (one.isEmpty()) {
      return other;
    }
    return other.isEmpty() || one.getAsDouble() >= other.getAsDouble() ? one : other;
  }
}
