package dev.compilefarm.operator.plan;

import static dev.compilefarm.operator.observe.Facts.notReady;
import static dev.compilefarm.operator.observe.Facts.ready;
import static dev.compilefarm.operator.observe.Facts.startedIn;
import static dev.compilefarm.operator.observe.Facts.terminating;
import static dev.compilefarm.operator.observe.Facts.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Workload;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StartTimesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final StartTimes LOOKED = StartTimes.NONE.seen(pods(), NOW);

  @Test
  void isTheMedianOfTheVolunteersThatGotReady() {
    StartTimes starts = LOOKED.seen(pods(took("a", 1), took("b", 90), took("c", 2)), NOW);

    assertEquals(OptionalInt.of(2), starts.typicalSeconds());
  }

  @Test
  void knowsNothingBeforeOneIsReadyThatTells() {
    assertEquals(OptionalInt.empty(), StartTimes.NONE.typicalSeconds());
    assertEquals(OptionalInt.empty(), LOOKED.seen(pods(notReady("a", NOW)), NOW).typicalSeconds());
    assertEquals(OptionalInt.empty(), LOOKED.seen(pods(ready("a", NOW)), NOW).typicalSeconds());
  }

  @Test
  void thoseThatWereReadyAtTheFirstLookDoNotCount() {
    StartTimes first = StartTimes.NONE.seen(pods(took("old", 90_000)), NOW);

    assertEquals(
        OptionalInt.of(2),
        first.seen(pods(took("old", 90_000), took("new", 2)), NOW).typicalSeconds());
  }

  @Test
  void aVolunteerCountsOnceHoweverOftenItGetsReadyAgain() {
    StartTimes first = LOOKED.seen(pods(took("a", 2)), NOW);
    StartTimes away = first.seen(pods(notReady("a", NOW)), NOW);
    StartTimes again = away.seen(pods(took("a", 500)), NOW);

    assertEquals(List.of(2), again.seconds());
  }

  @Test
  void theLastFifteenCountAndPodsThatHaveGoneAreForgotten() {
    StartTimes slow =
        LOOKED.seen(
            pods(
                IntStream.range(0, 40)
                    .mapToObj(i -> took("slow-" + i, 90))
                    .toArray(PodFact[]::new)),
            NOW);
    assertEquals(15, slow.seconds().size());

    StartTimes quick =
        slow.seen(
            pods(
                IntStream.range(0, 8).mapToObj(i -> took("quick-" + i, 1)).toArray(PodFact[]::new)),
            NOW);

    assertEquals(OptionalInt.of(1), quick.typicalSeconds());
    assertEquals(8, quick.counted().orElseThrow().size());
  }

  @Test
  void thoseUnderWayCountWithTheirAgeOnceItIsMoreThanTheTypicalStart() {
    StartTimes quick = LOOKED.seen(pods(some(4, StartTimesTest::quick)), NOW);

    assertEquals(OptionalInt.of(2), quick.seen(roomForFour(), NOW.plusSeconds(2)).typicalSeconds());
    assertEquals(
        OptionalInt.of(10), quick.seen(roomForFour(), NOW.plusSeconds(10)).typicalSeconds());
  }

  @Test
  void manyUnderWayCountThoughManyQuickOnesAreKnown() {
    StartTimes quick = LOOKED.seen(pods(some(15, StartTimesTest::quick)), NOW);

    assertEquals(
        OptionalInt.of(10), quick.seen(roomForFour(), NOW.plusSeconds(10)).typicalSeconds());
    assertEquals(
        OptionalInt.of(2),
        quick.seen(pods(notReady("late", NOW)), NOW.plusSeconds(1000)).typicalSeconds());
  }

  @Test
  void oneThatGoesIsUnderWayNoMore() {
    StartTimes first = LOOKED.seen(pods(took("a", 2)), NOW);
    Workload going = pods(took("a", 2), terminating(notReady("b", NOW), 30));

    assertEquals(OptionalInt.of(2), first.seen(going, NOW.plusSeconds(60)).typicalSeconds());
  }

  /** It was ready before: it does not start. */
  @Test
  void oneThatIsNotReadyAnyMoreIsNotUnderWay() {
    StartTimes first = LOOKED.seen(pods(took("a", 2)), NOW);

    assertEquals(
        OptionalInt.of(2),
        first.seen(pods(notReady("a", NOW)), NOW.plusSeconds(60)).typicalSeconds());
  }

  @Test
  void beforeAStartIsKnownThoseCountThatTakeLongerThanTheGuess() {
    Workload slow = pods(notReady("a", NOW));

    assertEquals(OptionalInt.empty(), LOOKED.seen(slow, NOW.plusSeconds(30)).typicalSeconds());
    assertEquals(OptionalInt.of(31), LOOKED.seen(slow, NOW.plusSeconds(31)).typicalSeconds());
  }

  /** Four that start in 2 s, and twelve that pull an image. */
  private static Workload roomForFour() {
    return pods(
        IntStream.range(0, 16)
            .mapToObj(i -> i < 4 ? quick(i) : notReady("pulling-" + i, NOW))
            .toArray(PodFact[]::new));
  }

  private static PodFact[] some(int count, IntFunction<PodFact> pod) {
    return IntStream.range(0, count).mapToObj(pod).toArray(PodFact[]::new);
  }

  private static PodFact quick(int i) {
    return took("quick-" + i, 2);
  }

  private static PodFact took(String name, int seconds) {
    return startedIn(seconds, ready(name, NOW));
  }

  private static Workload pods(PodFact... pods) {
    return workload(pods.length, Arrays.asList(pods));
  }
}
