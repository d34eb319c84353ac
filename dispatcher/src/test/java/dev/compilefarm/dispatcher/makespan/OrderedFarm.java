package dev.compilefarm.dispatcher.makespan;

import dev.compilefarm.dispatcher.simulation.EventQueue;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Slots behind a queue in some order, which knows all of each source. */
final class OrderedFarm implements SimFarm {
  static final Comparator<Source> LONGEST_FIRST =
      Comparator.comparingDouble(Source::seconds).reversed();
  static final Comparator<Source> BY_ARRIVAL = (_, _) -> 0;

  private final EventQueue events;
  private final PriorityQueue<Waiting> queue;
  private int free;
  private long arrivals;

  private record Waiting(Source source, long arrival, Runnable compiled) {}

  OrderedFarm(EventQueue events, int slots, Comparator<Source> order) {
    this.events = events;
    this.free = slots;
    this.queue =
        new PriorityQueue<>(
            Comparator.comparing(Waiting::source, order).thenComparingLong(Waiting::arrival));
  }

  @Override
  public void submit(String tenant, Source source, Runnable compiled) {
    queue.add(new Waiting(source, arrivals++, compiled));
    start();
  }

  private void start() {
    while (free > 0 && !queue.isEmpty()) {
      free--;
      Waiting next = queue.remove();
      events.after(
          next.source.seconds(),
          () -> {
            free++;
            start();
            next.compiled.run();
          });
    }
  }
}
