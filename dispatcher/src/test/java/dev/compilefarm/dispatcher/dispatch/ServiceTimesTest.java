package dev.compilefarm.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.simulation.EventQueue;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServiceTimesTest {
  private static final long SECOND = 1_000_000_000;

  private final ServiceTimes times = new ServiceTimes();
  private long nowNanos = 7 * SECOND;

  @Test
  void isTheMeanOfTheFirstJobs() {
    assertEquals(OptionalDouble.empty(), mean());
    run("a", 2);
    run("a", 4);

    assertEquals(3, mean().orElseThrow(), 1e-9);
  }

  @Test
  void countsWhatRunsAtItsPresentAge() {
    IntStream.range(0, 100).forEach(_ -> run("a", 2));
    start("a");

    pass(300);

    assertEquals(5, mean().orElseThrow(), 1e-9);
  }

  @Test
  void theFirstOfManyEqualJobsDoesNotLookAsLongAsAllOfThem() {
    IntStream.range(0, 100).forEach(_ -> start("a"));
    pass(2);
    end("a");
    assertEquals(4, mean().orElseThrow(), 0.1);
    IntStream.range(0, 99).forEach(_ -> end("a"));

    assertEquals(2, mean().orElseThrow(), 1e-9);
  }

  @Test
  void countsAttemptsThatFailed() {
    start("a");
    pass(660);
    times.left("a", nowNanos);
    pass(1000);
    run("a", 2);

    assertEquals(662, mean().orElseThrow(), 1e-9);
  }

  @Test
  void countsAJobThatEndedWithoutAReply() {
    run("a", 2);
    start("a");
    pass(4);
    times.left("a", nowNanos);
    times.completed("a", nowNanos);

    assertEquals(3, mean().orElseThrow(), 1e-9);
  }

  @Test
  void knowsEachTenantsOwn() {
    run("short", 1);
    run("long", 9);

    assertEquals(5, mean().orElseThrow(), 1e-9);
    assertEquals(1, times.meanSeconds("short", nowNanos).orElseThrow(), 1e-9);
    assertEquals(9, times.meanSeconds("long", nowNanos).orElseThrow(), 1e-9);
    start("new");
    assertEquals(OptionalDouble.empty(), times.meanSeconds("new", nowNanos));
    assertEquals(OptionalDouble.empty(), times.meanSeconds("nobody", nowNanos));
  }

  @Test
  void forgetsWhoRanSomethingLongestAgoWhereThereAreTooMany() {
    start("runs");
    run("first", 1);
    run("again", 1);
    IntStream.range(0, 9_999).forEach(i -> run("t" + i, 1));

    run("again", 1);
    run("one more", 1);

    assertEquals(OptionalDouble.empty(), times.meanSeconds("first", nowNanos));
    assertTrue(times.meanSeconds("again", nowNanos).isPresent());
    times.left("runs", nowNanos);
    times.completed("runs", nowNanos);
    assertTrue(times.meanSeconds("runs", nowNanos).isPresent());
  }

  /** It takes one slot of sixteen, and says nothing about the jobs on the others. */
  @Test
  void oneJobOfManyMinutesDoesNotShakeIt() {
    start("a");
    for (int second = 0; second < 600; second++) {
      IntStream.range(0, 15).forEach(_ -> start("b"));
      pass(1);
      IntStream.range(0, 15).forEach(_ -> end("b"));
    }
    assertEquals(16 / 15.0, mean().orElseThrow(), 0.1);

    end("a");

    assertEquals(16 / 15.0, mean().orElseThrow(), 0.1);
  }

  @Test
  void followsAProjectWhoseCompilesTakeAHundredTimesAsLong() {
    IntStream.range(0, 1000).forEach(_ -> run("a", 0.3));

    IntStream.range(0, 50).forEach(_ -> run("a", 30));

    assertTrue(mean().orElseThrow() > 10, mean().toString());
  }

  /**
   * Of sixteen slots with jobs of 0.3 s, and every tenth of 20 s: 2.27 s a job. The short ones end
   * first, so a mean of what has ended says 0.31, 0.54 and 0.98 s.
   */
  @Test
  void isNotTooSmallAtTheStartOfABuild() {
    int tries = 200;
    double[] sums = new double[3];
    for (int seed = 0; seed < tries; seed++) {
      SimulatedSlots slots = new SimulatedSlots(new Random(seed));
      sums[0] += slots.meanAfter(10);
      sums[1] += slots.meanAfter(20);
      sums[2] += slots.meanAfter(40);
    }
    assertTrue(sums[0] / tries > 1.1, "after 10 s: " + sums[0] / tries);
    assertTrue(sums[1] / tries > 1.8, "after 20 s: " + sums[1] / tries);
    assertTrue(sums[2] / tries > 1.9, "after 40 s: " + sums[2] / tries);
    assertTrue(sums[2] / tries < 1.5 * 2.27, "after 40 s: " + sums[2] / tries);
  }

  private static final class SimulatedSlots {
    private final ServiceTimes times = new ServiceTimes();
    private final EventQueue events = new EventQueue();
    private final Random random;

    SimulatedSlots(Random random) {
      this.random = random;
      IntStream.range(0, 16).forEach(_ -> next());
    }

    private void next() {
      times.started("a", events.now());
      events.after(
          random.nextInt(10) == 0 ? 20 : 0.3,
          () -> {
            times.left("a", events.now());
            times.completed("a", events.now());
            next();
          });
    }

    double meanAfter(double seconds) {
      while (events.now() < seconds * SECOND) {
        events.next();
      }
      return times.meanSeconds(events.now()).orElseThrow();
    }
  }

  private OptionalDouble mean() {
    return times.meanSeconds(nowNanos);
  }

  private void run(String tenant, double seconds) {
    start(tenant);
    pass(seconds);
    end(tenant);
  }

  private void start(String tenant) {
    times.started(tenant, nowNanos);
  }

  private void end(String tenant) {
    times.left(tenant, nowNanos);
    times.completed(tenant, nowNanos);
  }

  private void pass(double seconds) {
    nowNanos += Math.round(seconds * SECOND);
  }
}
