package dev.compilefarm.dispatcher.dispatch;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Counts of jobs since the dispatcher's start. */
final class Tally {
  private final Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
  private long accepted;
  private long started;
  private long replayed;

  Tally() {
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, 0L);
    }
  }

  /** Counts a job that has arrived; returns how many have by now. */
  long accept() {
    return ++accepted;
  }

  /** Counts a job that starts for the first time; returns how many have by now. */
  long start() {
    return ++started;
  }

  /** Counts an attempt after a first one. */
  void replay() {
    replayed++;
  }

  void end(Outcome outcome) {
    ended.merge(outcome, 1L, Long::sum);
  }

  long accepted() {
    return accepted;
  }

  long replayed() {
    return replayed;
  }

  /** A copy with every outcome. */
  Map<Outcome, Long> ended() {
    return Collections.unmodifiableMap(new EnumMap<>(ended));
  }
}
