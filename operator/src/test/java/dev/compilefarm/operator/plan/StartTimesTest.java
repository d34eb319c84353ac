package dev.compilefarm.operator.plan;

import static dev.compilefarm.operator.observe.Facts.notReady;
import static dev.compilefarm.operator.observe.Facts.ready;
import static dev.compilefarm.operator.observe.Facts.startedIn;
import static dev.compilefarm.operator.observe.Facts.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Workload;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StartTimesTest {
  private static final StartTimes LOOKED = StartTimes.NONE.seen(pods());
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void isTheMedianOfTheVolunteersThatGotReady() {
    StartTimes starts = LOOKED.seen(pods(took("a", 1), took("b", 90), took("c", 2)));

    assertEquals(OptionalInt.of(2), starts.typicalSeconds());
  }

  @Test
  void knowsNothingBeforeOneIsReadyThatTells() {
    assertEquals(OptionalInt.empty(), StartTimes.NONE.typicalSeconds());
    assertEquals(OptionalInt.empty(), LOOKED.seen(pods(notReady("a", NOW))).typicalSeconds());
    assertEquals(OptionalInt.empty(), LOOKED.seen(pods(ready("a", NOW))).typicalSeconds());
  }

  @Test
  void thoseThatWereReadyAtTheFirstLookDoNotCount() {
    StartTimes first = StartTimes.NONE.seen(pods(took("old", 90_000)));

    assertEquals(
        OptionalInt.of(2), first.seen(pods(took("old", 90_000), took("new", 2))).typicalSeconds());
  }

  @Test
  void aVolunteerCountsOnceHoweverOftenItGetsReadyAgain() {
    StartTimes first = LOOKED.seen(pods(took("a", 2)));
    StartTimes away = first.seen(pods(notReady("a", NOW)));
    StartTimes again = away.seen(pods(took("a", 500)));

    assertEquals(List.of(2), again.seconds());
  }

  @Test
  void theLastFifteenCountAndPodsThatHaveGoneAreForgotten() {
    StartTimes slow =
        LOOKED.seen(
            pods(
                IntStream.range(0, 40)
                    .mapToObj(i -> took("slow-" + i, 90))
                    .toArray(PodFact[]::new)));
    assertEquals(15, slow.seconds().size());

    StartTimes quick =
        slow.seen(
            pods(
                IntStream.range(0, 8)
                    .mapToObj(i -> took("quick-" + i, 1))
                    .toArray(PodFact[]::new)));

    assertEquals(OptionalInt.of(1), quick.typicalSeconds());
    assertEquals(8, quick.counted().orElseThrow().size());
  }

  private static PodFact took(String name, int seconds) {
    return startedIn(seconds, ready(name, NOW));
  }

  private static Workload pods(PodFact... pods) {
    return workload(pods.length, Arrays.asList(pods));
  }
}
