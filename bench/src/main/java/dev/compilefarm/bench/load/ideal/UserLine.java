package dev.compilefarm.bench.load.ideal;

import dev.compilefarm.bench.load.workload.UserLoad;
import java.util.Comparator;
import java.util.PriorityQueue;

/** One user's make and its waiting jobs, those issued first in front. Times in nanoseconds. */
final class UserLine {

  /** A job, and the place in the order of issue that it keeps when it is run again. */
  record Ticket(UserLine user, long number, long compileNanos) {}

  private final UserLoad load;
  private final PriorityQueue<Ticket> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Ticket::number));
  private int issued;
  private int running;
  private long lastServed = -1;
  private long finishNanos;

  UserLine(UserLoad load) {
    this.load = load;
  }

  long startNanos() {
    return load.start().toNanos();
  }

  /** Make issues its next job, if there is one. */
  void issue(long number) {
    if (issued < load.jobs()) {
      waiting.add(new Ticket(this, number, load.compileTimes().get(issued).toNanos()));
      issued++;
    }
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  int running() {
    return running;
  }

  long oldestTicket() {
    return waiting.element().number();
  }

  long lastServedTicket() {
    return lastServed;
  }

  Ticket serve(long turn) {
    running++;
    lastServed = turn;
    return waiting.remove();
  }

  void ended(long now) {
    running--;
    finishNanos = now;
  }

  /** The job's volunteer is gone: it waits again, in its old place. */
  void lost(Ticket ticket) {
    running--;
    waiting.add(ticket);
  }

  long finishNanos() {
    return finishNanos;
  }
}
