package dev.compilefarm.operator.observe;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The load of a farm, summed over its dispatcher's pods.
 *
 * @param queuedOverLimit of the queued jobs, those that their own tenants' limits keep waiting: no
 *     slot would help them
 * @param oldestWaitSeconds in whole seconds, so that the passing of time is not news at every event
 * @param meanServiceSeconds empty before the first job was done
 * @param slotsTotal of volunteers that take jobs
 * @param busyByVolunteer running jobs by the name of the pod that runs them; idle ones may be left
 *     out
 * @param toolchains what the volunteers told that they compile with
 * @param notices what the dispatchers noticed beside numbers
 */
public record Load(
    int queued,
    int queuedOverLimit,
    int running,
    int oldestWaitSeconds,
    OptionalDouble meanServiceSeconds,
    int slotsTotal,
    int slotsBusy,
    SortedMap<String, Integer> busyByVolunteer,
    Toolchains toolchains,
    Notices notices) {

  /** Of a dispatcher that was told of no toolchain, and noticed nothing. */
  public Load(
      int queued,
      int queuedOverLimit,
      int running,
      int oldestWaitSeconds,
      OptionalDouble meanServiceSeconds,
      int slotsTotal,
      int slotsBusy,
      SortedMap<String, Integer> busyByVolunteer) {
    this(
        queued,
        queuedOverLimit,
        running,
        oldestWaitSeconds,
        meanServiceSeconds,
        slotsTotal,
        slotsBusy,
        busyByVolunteer,
        Toolchains.NONE,
        Notices.NONE);
  }

  public Load {
    busyByVolunteer = Collections.unmodifiableSortedMap(new TreeMap<>(busyByVolunteer));
  }

  /** Jobs that this volunteer runs; 0 also for one that the dispatcher does not know. */
  public int busy(String volunteer) {
    return busyByVolunteer.getOrDefault(volunteer, 0);
  }

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
        // Every dispatcher counts the same volunteers.
        Math.max(slotsTotal, other.slotsTotal),
        slotsBusy + other.slotsBusy,
        sum(busyByVolunteer, other.busyByVolunteer),
        toolchains.plus(other.toolchains),
        notices.plus(other.notices));
  }

  private static SortedMap<String, Integer> sum(
      Map<String, Integer> one, Map<String, Integer> other) {
    TreeMap<String, Integer> sum = new TreeMap<>(one);
    other.forEach((volunteer, jobs) -> sum.merge(volunteer, jobs, Integer::sum));
    return sum;
  }

  private static OptionalDouble larger(OptionalDouble one, OptionalDouble other) {
    if (one.isEmpty()) {
      return other;
    }
    return other.isEmpty() || one.getAsDouble() >= other.getAsDouble() ? one : other;
  }
}
