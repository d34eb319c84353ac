package dev.compilefarm.operator.plan;

import static dev.compilefarm.operator.observe.Facts.askedFor;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.operator.observe.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoscalerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SLOTS = 2;

  /** min 1, max 10, target 5 s, wake 2, delay 300 s. */
  private static final ScalingSpec SCALING = new ScalingSpec(1, 10, 5, 2, 300);

  private final Autoscaler autoscaler = new Autoscaler(SCALING, SLOTS);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # queued | running | mean s | volunteers | reason
               0   |    0    |  -     |      1     | 0 queued + 0 running = 0 slots, 0 volunteers, 1 by scaling.minVolunteers
               0   |    7    |  2.0   |      4     | 0 queued x 2.0 s / 5 s + 7 running = 7 slots, 4 volunteers
               1   |    0    |  -     |      2     | 1 queued + 0 running = 1 slots, 1 volunteers, 2 by scaling.wakeVolunteers
               1   |    0    |  0.1   |      2     | 1 queued x 0.1 s / 5 s + 0 running = 1 slots, 1 volunteers, 2 by scaling.wakeVolunteers
               9   |    0    |  -     |      5     | 9 queued + 0 running = 9 slots, 5 volunteers
              20   |    4    |  2.1   |      7     | 20 queued x 2.1 s / 5 s + 4 running = 13 slots, 7 volunteers
              12   |    4    |  5.0   |      8     | 12 queued + 4 running = 16 slots, 8 volunteers
              12   |    4    | 60.0   |      8     | 12 queued + 4 running = 16 slots, 8 volunteers
             100   |   20    |  5.0   |     10     | 100 queued + 20 running = 120 slots, 60 volunteers, 10 by scaling.maxVolunteers
          """)
  void growsToWhatTheQueueNeedsAtOnce(
      int queued, int running, Double mean, int volunteers, String reason) {
    var sizing =
        autoscaler.size(
            load(queued, running, mean), askedFor(0), SizeHistory.startingWith(0, NOW), NOW);

    assertEquals(volunteers, sizing.volunteers());
    assertEquals(reason, sizing.reason());
  }

  @Test
  void doesNotGrowForJobsThatTheirOwnTenantsLimitKeepsWaiting() {
    var nightly = new Load(40, 32, 4, 0, OptionalDouble.of(10), 12, 4, new TreeMap<>());

    var sizing =
        autoscaler.size(Optional.of(nightly), askedFor(6), SizeHistory.startingWith(0, NOW), NOW);

    assertEquals(6, sizing.volunteers());
    assertEquals("8 of 40 queued + 4 running = 12 slots, 6 volunteers", sizing.reason());
  }

  @Test
  void wakesNobodyForJobsThatTheirOwnTenantsLimitKeepsWaiting() {
    var nightly = new Load(32, 32, 1, 0, OptionalDouble.of(1), 2, 1, new TreeMap<>());

    var sizing =
        autoscaler.size(Optional.of(nightly), askedFor(1), SizeHistory.startingWith(0, NOW), NOW);

    assertEquals(1, sizing.volunteers());
    assertEquals(
        "0 of 32 queued x 1.0 s / 5 s + 1 running = 1 slots, 1 volunteers", sizing.reason());
  }

  @Test
  void keepsWhatWasNeededWithinTheDelayAndSaysWhenToLookAgain() {
    var busy =
        autoscaler.size(load(0, 12, 1.0), askedFor(0), SizeHistory.startingWith(0, NOW), NOW);

    var idle = autoscaler.size(load(0, 0, 1.0), askedFor(6), busy.history(), NOW.plusSeconds(100));

    assertEquals(6, idle.volunteers());
    assertEquals(
        "0 queued x 1.0 s / 5 s + 0 running = 0 slots, 0 volunteers, 1 by scaling.minVolunteers; 6 kept, needed within"
            + " the last 300 s",
        idle.reason());
    assertEquals(Optional.of(Duration.ofMinutes(5)), idle.revisitAfter());
  }

  @Test
  void shrinksWhenTheDelayHasPassed() {
    var busy =
        autoscaler.size(load(0, 12, 1.0), askedFor(0), SizeHistory.startingWith(0, NOW), NOW);
    var idle = autoscaler.size(load(0, 0, 1.0), askedFor(6), busy.history(), NOW.plusSeconds(100));

    var later = autoscaler.size(load(0, 0, 1.0), askedFor(6), idle.history(), NOW.plusSeconds(400));

    assertEquals(1, later.volunteers());
    assertEquals(Optional.empty(), later.revisitAfter());
  }

  @Test
  void doesNotShrinkAtOnceAfterRestartOfOperator() {
    var sizing =
        autoscaler.size(
            load(0, 0, null), askedFor(8), SizeHistory.startingWith(8, NOW), NOW.plusSeconds(1));

    assertEquals(8, sizing.volunteers());
    assertEquals(Optional.of(Duration.ofMinutes(5)), sizing.revisitAfter());
  }

  @Test
  void holdsItsSizeWhileNothingIsKnown() {
    var history = SizeHistory.startingWith(6, NOW);

    var sizing = autoscaler.size(Optional.empty(), askedFor(6), history, NOW.plusSeconds(1000));

    assertEquals(6, sizing.volunteers());
    assertEquals("no load known: kept at 6", sizing.reason());
    var heardAgain =
        autoscaler.size(load(0, 0, null), askedFor(6), sizing.history(), NOW.plusSeconds(1001));
    assertEquals(6, heardAgain.volunteers(), "silence does not count as a lack of need");
  }

  @Test
  void startsMinimumThoughNothingIsKnown() {
    assertEquals(
        1,
        autoscaler
            .size(Optional.empty(), askedFor(0), SizeHistory.startingWith(0, NOW), NOW)
            .volunteers());
  }

  @Test
  void obeysLoweredMaximumAtOnce() {
    var lowered = new Autoscaler(new ScalingSpec(0, 3, 5, 1, 300), SLOTS);

    assertEquals(
        3,
        lowered
            .size(load(0, 0, null), askedFor(8), SizeHistory.startingWith(8, NOW), NOW)
            .volunteers());
  }

  private static Optional<Load> load(int queued, int running, Double mean) {
    return Optional.of(
        new Load(
            queued,
            0,
            running,
            0,
            mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean),
            0,
            running,
            new TreeMap<>()));
  }
}
