package dev.compilefarm.bench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.actor.BuildRound;
import dev.compilefarm.testbed.observe.EndedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChaosReportTest {
  private static final BuildRound GOOD = new BuildRound(1, 3, 0, 0, 0);

  @Test
  void asManyJobsDoneAsCompilesIsFlawless() {
    ChaosReport report = report(GOOD, jobs(3, "done"));

    assertEquals(List.of(), report.flaws());
    assertSays(report, "volunteer evicted", "1", "1");
    assertSays(report, "replays", "3");
  }

  @Test
  void aLocalCompileIsAJobTooFew() {
    ChaosReport report = report(GOOD, jobs(2, "done"));

    assertEquals(List.of("3 compiles, but 2 jobs done"), report.flaws());
    assertSays(report, "local compiles", "1");
  }

  @Test
  void aJobThatWasNotDoneIsNamedAndItsCompileMissed() {
    ChaosReport report = report(GOOD, jobs(3, "volunteers_failed"));

    assertEquals(List.of("3 compiles, but 0 jobs done"), report.flaws());
    assertTrue(
        report.noticed().contains("not done by main-dispatcher-0: line of 2"),
        report.noticed()::toString);
  }

  @Test
  void aJobThatWasDoneWhenItWasSentAgainIsNoFlaw() {
    List<EndedJob> jobs = new ArrayList<>(jobs(3, "done"));
    jobs.addAll(jobs(1, "volunteers_failed"));
    BuildRound complaining = new BuildRound(4, 3, 0, 0, 2);

    assertEquals(List.of(), report(complaining, jobs).flaws());
    assertEquals(1, report(complaining, jobs).noticed().size());
  }

  @Test
  void aBuildWithAWrongObjectOrWithoutOneIsNamed() {
    for (BuildRound round : List.of(new BuildRound(4, 3, 0, 1, 0), new BuildRound(4, 3, 1, 0, 0))) {
      assertEquals(List.of("a build's " + round), report(round, jobs(3, "done")).flaws());
    }
  }

  private static ChaosReport report(BuildRound round, List<EndedJob> jobs) {
    Strike strike = new Strike(Instant.EPOCH, Fault.VOLUNTEER_EVICTED, "main-volunteers-0", true);
    return new ChaosReport(
        1, Duration.ofSeconds(9), List.of(strike), List.of(round), jobs, List.of());
  }

  private static List<EndedJob> jobs(long count, String outcome) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(id -> new EndedJob("main-dispatcher-0", id, 2, outcome, "line of " + id))
        .toList();
  }

  private static void assertSays(ChaosReport report, String... cells) {
    String pattern = "(?s).*\\| " + String.join(" +\\| +", cells) + " \\|\n.*";
    assertTrue(report.table().matches(pattern), report::table);
  }
}
