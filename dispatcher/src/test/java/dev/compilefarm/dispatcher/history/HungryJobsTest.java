package dev.compilefarm.dispatcher.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HungryJobsTest {
  private static final JobKind BIG = new JobKind("ci", "big.cpp", 1_000);

  private final HungryJobs jobs = new HungryJobs();

  @Test
  void knowsWhatWasKilledUntilItHasCompiled() {
    assertFalse(jobs.knows(BIG));
    jobs.killed(BIG);
    assertTrue(jobs.knows(BIG));
    jobs.compiled(BIG);
    assertFalse(jobs.knows(BIG));
  }

  @Test
  void takesAJobOfAQuarterMoreOrLessForTheSame() {
    jobs.killed(BIG);
    assertTrue(jobs.knows(new JobKind("ci", "big.cpp", 1_250)));
    assertFalse(jobs.knows(new JobKind("ci", "big.cpp", 1_251)));
    assertTrue(jobs.knows(new JobKind("ci", "big.cpp", 750)));
    assertFalse(jobs.knows(new JobKind("ci", "big.cpp", 749)));
    assertFalse(jobs.knows(new JobKind("other", "big.cpp", 1_000)));
    assertFalse(jobs.knows(new JobKind("ci", "small.cpp", 1_000)));
  }

  @Test
  void remembersForTwiceAsManyCleanRunsAfterEachKillAndForSixteenAtMost() {
    for (int span : new int[] {1, 2, 4, 8, 16, 16}) {
      jobs.killed(BIG);
      for (int run = 0; run < span; run++) {
        assertTrue(jobs.knows(BIG), span + " runs, this is " + run);
        jobs.compiled(BIG);
      }
      assertFalse(jobs.knows(BIG), span + " runs");
    }
  }

  @Test
  void forgetsWhatCompilesBesideOthers() {
    jobs.killed(BIG);
    jobs.killed(BIG);
    for (int run = 0; run < 3; run++) {
      jobs.compiled(BIG);
    }
    jobs.killed(BIG);
    jobs.compiled(BIG);
    assertFalse(jobs.knows(BIG), "it begins anew");
  }

  @Test
  void forgetsTheOldestOfTheTenantWithTheMost() {
    jobs.killed(new JobKind("few", "a.cpp", 1));
    for (int i = 0; i < 2 * HungryJobs.JOBS_MAX; i++) {
      jobs.killed(new JobKind("many", i + ".cpp", 1));
    }
    assertTrue(jobs.knows(new JobKind("few", "a.cpp", 1)));
    int known = 0;
    for (int i = 0; i < 2 * HungryJobs.JOBS_MAX; i++) {
      known += jobs.knows(new JobKind("many", i + ".cpp", 1)) ? 1 : 0;
    }
    assertEquals(HungryJobs.JOBS_MAX - 1, known);
    assertFalse(jobs.knows(new JobKind("many", "0.cpp", 1)));
  }
}
