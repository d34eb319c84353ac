package dev.compilefarm.evidence.farm;

import dev.compilefarm.dispatcher.simulation.EventQueue;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The cores of one volunteer, shared evenly by its running compiles, as Linux does. A compile uses
 * one core at most. Memory is not modelled: too many compiles take longer in proportion, and do not
 * swap, which is kind to policies without server limits.
 */
final class Processor {
  private static final double NANOS = 1e9;
  private static final long NEVER = Long.MAX_VALUE;

  private final EventQueue events;
  private final Meter meter;
  private final LoadHistogram loads = new LoadHistogram();
  private final PriorityQueue<Run> running =
      new PriorityQueue<>(
          Comparator.comparingDouble((Run run) -> run.endsAtWork)
              .thenComparingLong(run -> run.number));
  private final int cores;
  private double speed;
  private double workOfEach;
  private long sinceNanos;
  private long firstEndsAt = NEVER;
  private long looksAt = NEVER;
  private long runs;
  private int idle;
  private int excess;

  Processor(EventQueue events, Meter meter, int cores, double speed) {
    this.events = events;
    this.meter = meter;
    this.cores = cores;
    this.speed = speed;
    tell();
  }

  /** One compile. */
  final class Run {
    private final double endsAtWork;
    private final long number = runs++;
    private final Runnable then;

    private Run(double seconds, Runnable then) {
      this.endsAtWork = workOfEach + seconds;
      this.then = then;
    }

    /** Ends it without an object. */
    void cancel() {
      settle();
      if (running.remove(this)) {
        changed();
      }
    }
  }

  Run start(double seconds, Runnable then) {
    settle();
    Run run = new Run(seconds, then);
    running.add(run);
    changed();
    return run;
  }

  /** From now on; 0 is a machine that hangs or is gone. */
  void setSpeed(double newSpeed) {
    settle();
    speed = newSpeed;
    changed();
  }

  /** What runs ends without an object. */
  void clear() {
    settle();
    running.clear();
    changed();
  }

  int running() {
    return running.size();
  }

  int cores() {
    return cores;
  }

  /** How many processes there were for how long. */
  LoadHistogram loads() {
    settle();
    return loads;
  }

  private void settle() {
    long now = events.now();
    double seconds = (now - sinceNanos) / NANOS;
    workOfEach += seconds * rate();
    loads.add(running.size(), seconds);
    sinceNanos = now;
  }

  private double rate() {
    return speed * Math.min(1, (double) cores / Math.max(1, running.size()));
  }

  private void changed() {
    tell();
    if (!running.isEmpty() && speed > 0) {
      double left = Math.max(0, running.peek().endsAtWork - workOfEach);
      firstEndsAt = events.now() + (long) Math.ceil(left / rate() * NANOS);
      planLook();
    } else {
      firstEndsAt = NEVER;
    }
  }

  /** A look that is planned too early is kept, since most changes are to a later end. */
  private void planLook() {
    if (firstEndsAt < looksAt) {
      long at = firstEndsAt;
      looksAt = at;
      events.at(at, () -> look(at));
    }
  }

  private void look(long plannedAt) {
    if (plannedAt == looksAt) {
      looksAt = NEVER;
      if (firstEndsAt <= events.now()) {
        endFirst();
      } else {
        planLook();
      }
    }
  }

  private void endFirst() {
    settle();
    Run first = running.remove();
    changed();
    first.then.run();
  }

  private void tell() {
    int idleNow = speed > 0 ? Math.max(0, cores - running.size()) : 0;
    int excessNow = speed > 0 ? Math.max(0, running.size() - cores) : running.size();
    meter.idle(idleNow - idle);
    meter.waiting(excessNow - excess);
    idle = idleNow;
    excess = excessNow;
  }
}
