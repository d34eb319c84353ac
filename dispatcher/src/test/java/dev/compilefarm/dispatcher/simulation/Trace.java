package dev.compilefarm.dispatcher.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What happened last, or all of it. */
final class Trace {
  private static final int REMEMBERED = 40;

  private final Deque<Line> last = new ArrayDeque<>();
  private final Consumer<Line> all;
  private long hash;

  /** Tells each line to somebody at once, and remembers the last ones. */
  Trace(Consumer<Line> all) {
    this.all = all;
  }

  void add(long nowNanos, String what) {
    Line line = new Line(nowNanos, what);
    hash = 31 * hash + line.hashCode();
    last.addLast(line);
    if (last.size() > REMEMBERED) {
      last.removeFirst();
    }
    all.accept(line);
  }

  String tail() {
    return last.stream().map(Line::toString).collect(Collectors.joining("\n"));
  }

  /** Two runs of one seed have the same one. */
  long fingerprint() {
    return hash;
  }

  /** Made into text only when somebody reads it. */
  record Line(long atNanos, String what) {
    @Override
    public String toString() {
      return "%12.6f s  %s".formatted(atNanos / 1e9, what);
    }
  }
}
