package dev.compilefarm.bench.core;

import dev.compilefarm.bench.core.SimulatedFarm.Compile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** What is measured. */
public enum Situation {
  /** All slots are busy and four times as many jobs wait: submitted, served, answered. */
  FULL(3),

  /** Half of the slots are busy and nobody waits: submitted, served, answered. */
  HALF_IDLE(3),

  /**
   * Two thousand jobs wait that failed at the only volunteer with a free slot: one more is
   * submitted and fails there, one is served there, so that nobody sets it aside, and another one
   * is served elsewhere. Canaries are answered.
   */
  FAILED_AT_THE_FREE_ONE(4),

  /**
   * All volunteers are found deserted one after the other, what they run is broken off, and time
   * passes until all are back; then all that runs is served.
   */
  MASS_FAILURE(0),

  /** The clock's tick on a full farm. */
  TICK(0),

  /** One pod of a full farm becomes ready or unready. */
  UPDATE(0);

  private static final int QUEUED_FOR_EACH_SLOT = 4;
  private static final int FAILED = 2_000;
  private static final Duration MOMENT = Duration.ofNanos(1);

  private final int eventsPerJob;

  Situation(int eventsPerJob) {
    this.eventsPerJob = eventsPerJob;
  }

  /** Events that one job takes from its arrival to its end; 0 where no job is followed. */
  int eventsPerJob() {
    return eventsPerJob;
  }

  /** A farm in this situation. */
  Script begin(int volunteers) {
    return switch (this) {
      case FULL -> rounds(full(volunteers));
      case HALF_IDLE -> rounds(busy(volunteers, volunteers * SimulatedFarm.SLOTS / 2));
      case FAILED_AT_THE_FREE_ONE -> failedAtTheFreeOne(volunteers);
      case MASS_FAILURE -> new MassFailure(full(volunteers), volunteers);
      case TICK -> ticks(full(volunteers));
      case UPDATE -> updates(full(volunteers));
    };
  }

  private static SimulatedFarm full(int volunteers) {
    return busy(volunteers, volunteers * SimulatedFarm.SLOTS * (1 + QUEUED_FOR_EACH_SLOT));
  }

  private static SimulatedFarm busy(int volunteers, int jobs) {
    SimulatedFarm farm = new SimulatedFarm(volunteers);
    for (int i = 0; i < jobs; i++) {
      farm.submit();
    }
    return farm;
  }

  private static Script rounds(SimulatedFarm farm) {
    Queue<Compile> served = new ArrayDeque<>();
    return cycle(
        farm::submit, () -> served.add(farm.serve()), () -> farm.answered(served.remove()));
  }

  /** All slots but one are busy with jobs that are served when the script says so. */
  private static Script failedAtTheFreeOne(int volunteers) {
    SimulatedFarm farm = busy(volunteers, volunteers * SimulatedFarm.SLOTS - 1);
    for (int i = 0; i < FAILED; i++) {
      farm.fail(farm.submit());
      farm.answerCanary();
    }
    Queue<Compile> last = new ArrayDeque<>();
    return cycle(
        () -> last.add(farm.submit()),
        () -> farm.fail(last.remove()),
        farm::answerCanary,
        () -> last.add(farm.submit()),
        () -> farm.serve(last.peek()),
        () -> farm.answered(last.remove()),
        () -> last.add(farm.serve()),
        () -> farm.answered(last.remove()),
        farm::answerCanary);
  }

  private static Script ticks(SimulatedFarm farm) {
    return () -> farm.tick(MOMENT);
  }

  private static Script updates(SimulatedFarm farm) {
    boolean[] ready = {true};
    return () -> {
      ready[0] = !ready[0];
      farm.update(ready[0]);
    };
  }

  private static Script cycle(Runnable... events) {
    int[] next = {0};
    return () -> {
      events[next[0]].run();
      next[0] = (next[0] + 1) % events.length;
    };
  }
}
