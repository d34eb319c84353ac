package dev.compilefarm.dispatcher.bottleneck;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Users of make and a farm with one line for all, in simulated time. It tells {@link Bottlenecks}
 * what happens, and measures by itself what the verdicts must follow from.
 */
final class SmallFarm {
  private final Bottlenecks tested;
  private final int slots;
  private final long originNanos;
  private final Map<String, Measured> measured = new HashMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
  private final Queue<Compile> line = new ArrayDeque<>();
  private double now;
  private long number;
  private int busy;

  private record Event(double at, long number, Runnable what) {}

  private record Compile(Make of, double seconds) {}

  /** What one tenant has under way, and what it had until now, fading as in the tested code. */
  static final class Measured {
    int sending;
    int waiting;
    int running;
    double atWork;
    double waited;
    double slotsFree;
    double jobs;

    /** How much longer its jobs waited than slots were free for it, as a part of its work. */
    double lead() {
      return (waited - slotsFree) / atWork;
    }

    boolean isKnown() {
      return atWork >= 5 && jobs + waiting + running >= 5;
    }
  }

  SmallFarm(int slots, long originNanos) {
    this(slots, originNanos, tenant -> Integer.MAX_VALUE);
  }

  SmallFarm(int slots, long originNanos, ToIntFunction<String> runningMax) {
    this.tested = new Bottlenecks(runningMax);
    this.slots = slots;
    this.originNanos = originNanos;
    tested.slots(slots > 0, clock());
  }

  /** One {@code make -jN} of jobs without end, on a client with so many cores. */
  final class Make {
    private final String tenant;
    private final int cores;
    private final double preprocessing;
    private final double compile;
    private int parallel;
    private int active;
    private int coresBusy;

    Make(String tenant, int parallel, int cores, double preprocessing, double compile) {
      this.tenant = tenant;
      this.parallel = parallel;
      this.cores = cores;
      this.preprocessing = preprocessing;
      this.compile = compile;
    }

    /** Goes on with so many jobs at a time. */
    void go(int jobsAtATime) {
      parallel = jobsAtATime;
      issue();
    }

    /** Begins no more jobs, as while it links. */
    void pause() {
      parallel = 0;
    }

    /** What needs a core waits for it before it connects, as with --localslots_cpp. */
    private void issue() {
      while (active < parallel && coresBusy < cores) {
        active++;
        coresBusy++;
        change(tenant, m -> m.sending++, () -> tested.sends(tenant, clock()));
        after(
            preprocessing,
            () -> {
              coresBusy--;
              change(tenant, m -> m.sending--, () -> tested.sendsNoMore(tenant, clock()));
              submit(new Compile(this, compile));
              issue();
            });
      }
    }

    private void submit(Compile job) {
      change(
          tenant,
          m -> {
            m.waiting++;
            m.jobs++;
          },
          () -> tested.waits(tenant, clock()));
      line.add(job);
      place();
    }
  }

  /** Plays for so long. */
  void play(double seconds) {
    double end = now + seconds;
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.poll();
      pass(event.at());
      event.what().run();
    }
    pass(end);
  }

  void after(double seconds, Runnable what) {
    events.add(new Event(now + seconds, number++, what));
  }

  Optional<Bound> bound(String tenant) {
    return tested.at(clock()).getOrDefault(tenant, Optional.empty());
  }

  boolean isAtWork(String tenant) {
    return tested.at(clock()).containsKey(tenant);
  }

  Measured measured(String tenant) {
    return measured.computeIfAbsent(tenant, name -> new Measured());
  }

  double now() {
    return now;
  }

  private long clock() {
    return originNanos + (long) (now * 1e9);
  }

  private void place() {
    while (busy < slots && !line.isEmpty()) {
      Compile job = line.remove();
      String tenant = job.of().tenant;
      busy++;
      change(
          tenant,
          m -> {
            m.waiting--;
            m.running++;
          },
          () -> tested.starts(tenant, clock()));
      after(
          job.seconds(),
          () -> {
            busy--;
            change(tenant, m -> m.running--, () -> tested.ends(tenant, clock()));
            job.of().active--;
            place();
            job.of().issue();
          });
    }
    tested.slots(busy < slots, clock());
  }

  private void change(String tenant, Consumer<Measured> books, Runnable event) {
    event.run();
    books.accept(measured(tenant));
  }

  private void pass(double until) {
    double kept = Math.exp(-(until - now) / 20);
    double passed = 20 * (1 - kept);
    boolean isSlotFree = busy < slots;
    for (Measured m : measured.values()) {
      if (m.sending + m.waiting + m.running > 0) {
        m.atWork = m.atWork * kept + passed;
        m.waited = m.waited * kept + (m.waiting > 0 ? passed : 0);
        m.slotsFree = m.slotsFree * kept + (m.waiting == 0 && isSlotFree ? passed : 0);
        m.jobs *= kept;
      }
    }
    now = until;
  }
}
