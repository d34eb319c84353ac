package dev.compilefarm.dispatcher.simulation;

import java.util.PriorityQueue;

/**
 * What will happen, in the order of a clock that jumps from one event to the next. Events of one
 * moment happen in the order in which they were planned.
 */
public final class EventQueue {
  private static final double NANOS = 1e9;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNanos;
  private long planned;

  /** Nanoseconds since the world began. */
  public long now() {
    return nowNanos;
  }

  /** Plans an event so many seconds from now. */
  public void after(double seconds, Runnable event) {
    at(nowNanos + (long) (seconds * NANOS), event);
  }

  /** Plans an event for this moment, in nanoseconds since the world began. */
  public void at(long nanos, Runnable event) {
    events.add(new Event(nanos, planned++, event));
  }

  /** Lets the next event happen; false when there is none. */
  public boolean next() {
    Event event = events.poll();
    if (event == null) {
      return false;
    }
    nowNanos = event.atNanos;
    event.happens.run();
    return true;
  }

  /** Compares itself, since most of a simulation's time goes into that. */
  private record Event(long atNanos, long sequence, Runnable happens) implements Comparable<Event> {

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime == 0 ? Long.compare(sequence, other.sequence) : byTime;
    }
  }
}
