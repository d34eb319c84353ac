package dev.compilefarm.dispatcher.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.history.Expectation.From;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownTimesTest {
  private static final double ROUNDING = 1e-3;

  private final KnownTimes known = new KnownTimes();

  @Test
  void expectsWhatAJobTookBefore() {
    took("a.cpp", 100_000, 30);
    took("b.cpp", 100_000, 2);
    assertExpected(30, true, "a.cpp", 100_000);
    assertExpected(2, true, "b.cpp", 100_000);
  }

  @Test
  void theNewestTimeCountsHalf() {
    took("a.cpp", 100_000, 4);
    took("a.cpp", 100_000, 16);
    assertExpected(8, true, "a.cpp", 100_000);
  }

  @Test
  void knowsASourceAgainThatHasGrownOrShrunkALittle() {
    for (int bytes = 10_000; bytes < 1_000_000; bytes = bytes * 11 / 10) {
      String name = bytes + ".cpp";
      took(name, bytes, 7);
      assertExpected(7, true, name, bytes * 14L / 10);
      assertExpected(7, true, name, bytes * 10L / 14);
      assertFalse(expect(name, bytes * 3L).from() == From.EARLIER_JOB);
      assertFalse(expect(name, bytes / 3L).from() == From.EARLIER_JOB);
    }
  }

  @Test
  void learnsOfASourceThatHasGrownALittleWhereItIsKnown() {
    took("a.cpp", 131_072, 4);
    took("a.cpp", 131_000, 16);
    assertExpected(8, true, "a.cpp", 131_072);
    assertExpected(8, true, "a.cpp", 131_000);
  }

  @Test
  void withoutAnyJobTheLargerOneTakesLonger() {
    double small = expect("a.cpp", 1_000).seconds();
    assertEquals(2 * small, expect("b.cpp", 2_000).seconds(), ROUNDING * small);
    assertTrue(expect("a.cpp", 0).seconds() > 0);
  }

  @Test
  void expectsOfOtherSourcesWhatTheirSizeSays() {
    IntStream.range(0, 50).forEach(i -> took(i + ".cpp", 1_000L * (1 + i), 1 + i));
    assertExpected(70, false, "new.cpp", 70_000);
    assertExpected(70, false, Likeness.of("g++", 1, 0, Optional.empty(), 70_000));
  }

  @Test
  void eachFamilyHasItsOwnTimeForAByte() {
    for (int i = 0; i < 50; i++) {
      known.took(Likeness.of("gcc", 1, 0, Optional.empty(), 1_000), TimeUnit.SECONDS.toNanos(1));
      known.took(Likeness.of("gcc", 3, 0, Optional.empty(), 1_000), TimeUnit.SECONDS.toNanos(8));
    }
    assertExpected(5, false, Likeness.of("gcc", 1, 0, Optional.of("n.c"), 5_000));
    assertExpected(40, false, Likeness.of("gcc", 3, 0, Optional.of("n.c"), 5_000));
  }

  /** Else each job would overtake its equals that came before it, as one more is done. */
  @Test
  void theTimeForAByteIsToldInSteps() {
    IntStream.range(0, 50).forEach(i -> took(i + ".cpp", 1_000, 1));
    double before = expect("new.cpp", 1_000).seconds();
    IntStream.range(0, 20).forEach(i -> took(i + "slower.cpp", 1_000, 1.3));
    assertEquals(before, expect("new.cpp", 1_000).seconds());
    IntStream.range(0, 100).forEach(i -> took(i + "slower.cpp", 1_000, 3));
    assertTrue(expect("new.cpp", 1_000).seconds() > 1.4 * before);
  }

  @Test
  void forgetsTheFamilyThatWasUsedLongestAgo() {
    for (int family = 0; family <= Rates.FAMILIES_MAX; family++) {
      for (int i = 0; i < 10; i++) {
        known.took(
            Likeness.of("gcc-" + family, 1, 0, Optional.empty(), 1), TimeUnit.SECONDS.toNanos(1));
      }
    }
    assertEquals(Rates.FAMILIES_MAX, known.rates.all().size());
    assertTrue(known.expect(Likeness.of("gcc-0", 1, 0, Optional.empty(), 1)).seconds() < 0.1);
    assertExpected(1, false, Likeness.of("gcc-1", 1, 0, Optional.empty(), 1));
  }

  @Test
  void jobsThatTakeAboutTheSameHaveOneRank() {
    assertEquals(rank(4), rank(5.6));
    assertEquals(rank(4) + 1, rank(5.7));
    assertEquals(rank(4) - 1, rank(3.9));
  }

  @Test
  void aCopyGoesItsOwnWay() {
    took("a.cpp", 1_000, 4);
    KnownTimes copy = known.copy();
    took("a.cpp", 1_000, 16);
    assertEquals(1, copy.learned());
    assertEquals(2, known.learned());
    assertEquals(4, copy.expect(like("a.cpp", 1_000)).seconds(), ROUNDING);
  }

  private static int rank(double seconds) {
    return new Expectation(Log2.of(seconds), From.SIZE).rank();
  }

  private void took(String source, long bytes, double seconds) {
    known.took(like(source, bytes), Math.round(seconds * TimeUnit.SECONDS.toNanos(1)));
  }

  private Expectation expect(String source, long bytes) {
    return known.expect(like(source, bytes));
  }

  private void assertExpected(double seconds, boolean isKnown, String source, long bytes) {
    assertExpected(seconds, isKnown, like(source, bytes));
  }

  private void assertExpected(double seconds, boolean isKnown, Likeness job) {
    assertEquals(seconds, known.expect(job).seconds(), seconds * ROUNDING);
    assertEquals(isKnown, known.expect(job).from() == From.EARLIER_JOB);
  }

  private static Likeness like(String source, long bytes) {
    return Likeness.of("g++", 1, 0, Optional.of(source), bytes);
  }
}
