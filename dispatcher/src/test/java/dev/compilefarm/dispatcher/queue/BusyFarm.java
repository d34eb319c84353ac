package dev.compilefarm.dispatcher.queue;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * A farm of some slots in simulated time, on which every job runs as long as it says. All that
 * happens comes in the order of its time.
 */
final class BusyFarm {
  private static final long NANOS = 1_000_000_000;

  private final FairQueue<Job, String> queue;
  private final int slots;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.<Event>comparingLong(event -> event.atNanos)
              .thenComparingLong(event -> event.number));
  private final Map<String, Double> used = new HashMap<>();
  private final Map<String, Double> startedAt = new HashMap<>();
  private int busy;
  private long number;
  private long nowNanos;

  /** A job, and what its tenant does once it has ended. */
  record Job(String tenant, double seconds, Runnable afterwards) {}

  private record Event(long atNanos, long number, Runnable what) {}

  BusyFarm(TenantShares shares, int slots) {
    this.queue = new FairQueue<>(shares, _ -> "anywhere", _ -> 1, WithinTenant.byArrival());
    this.slots = slots;
  }

  double now() {
    return nowNanos / (double) NANOS;
  }

  /** Has this done so many seconds from now. */
  void in(double seconds, Runnable what) {
    events.add(new Event(nowNanos + Math.round(seconds * NANOS), number++, what));
  }

  /** Hands in a job. */
  void add(String tenant, double seconds, Runnable afterwards) {
    queue.add(tenant, new Job(tenant, seconds, afterwards), nowNanos);
  }

  /** Hands in one job that nothing follows. */
  void add(String tenant, double seconds) {
    add(tenant, seconds, () -> {});
  }

  /** From now on this tenant has so many jobs at the farm, each as long as the other. */
  void keepBusy(String tenant, int jobs, double seconds) {
    for (int i = 0; i < jobs; i++) {
      addForEver(tenant, seconds);
    }
  }

  private void addForEver(String tenant, double seconds) {
    add(tenant, seconds, () -> addForEver(tenant, seconds));
  }

  /** Lets so many seconds pass. */
  void run(double seconds) {
    long end = nowNanos + Math.round(seconds * NANOS);
    fill();
    while (!events.isEmpty() && events.element().atNanos <= end) {
      Event event = events.remove();
      nowNanos = event.atNanos;
      event.what.run();
      fill();
    }
    nowNanos = end;
  }

  private void fill() {
    while (busy < slots) {
      Optional<Job> next = queue.take(_ -> true, nowNanos);
      if (next.isEmpty()) {
        return;
      }
      start(next.get());
    }
  }

  private void start(Job job) {
    busy++;
    startedAt.put(job.tenant, now());
    in(
        job.seconds,
        () -> {
          busy--;
          used.merge(job.tenant, job.seconds, Double::sum);
          queue.ended(job.tenant, nowNanos);
          job.afterwards.run();
        });
  }

  /** Slot-seconds of the jobs of this tenant that have ended. */
  double used(String tenant) {
    return used.getOrDefault(tenant, 0.0);
  }

  /** When the newest job of this tenant started, in seconds; empty before the first. */
  Optional<Double> startedAt(String tenant) {
    return Optional.ofNullable(startedAt.get(tenant));
  }
}
