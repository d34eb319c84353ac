package dev.compilefarm.dispatcher.dispatch;

import static dev.compilefarm.dispatcher.dispatch.Decided.at;
import static dev.compilefarm.dispatcher.dispatch.Decided.question;
import static dev.compilefarm.dispatcher.dispatch.Decided.questions;
import static dev.compilefarm.dispatcher.dispatch.Decided.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Container;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Compiles and containers that are killed where memory runs out. */
class OutOfMemoryTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final OptionalLong LIMIT = OptionalLong.of(4096L << 20);

  private final DispatchCore core =
      new DispatchCore(
          QueueLimits.of(1_000, Duration.ofHours(1), Duration.ofHours(1)),
          TenantShares.equal(1_000));

  @Test
  void aKilledCompileIsDoneAloneOnAnotherVolunteer() {
    core.update(List.of(volunteer("v1", 2, 0, false), volunteer("v2", 2, 0, false)), 0);
    Job hungry = submit("a", 1);
    Job other = submit("a", 1);
    String first = at(hungry);
    CanaryQuestion question = question(core.served(hungry, Verdict.MEMORY, 10, 2));
    assertEquals(JobState.QUEUED, hungry.state, "the other volunteer runs something");
    core.answered(question, CanaryAnswer.WELL, 3);
    Job later = submit("a", 3);
    assertEquals(first, at(later), "the other volunteer is being emptied");
    core.served(other, Verdict.SUCCESS, 10, 4);
    assertNotEquals(first, at(hungry));
    submit("a", 5);
    Job last = submit("a", 5);
    assertEquals(JobState.QUEUED, last.state, "nothing runs beside it");
    core.served(hungry, Verdict.SUCCESS, 10, 6);
    assertTrue(core.isAnswering(hungry));
    assertEquals(JobState.RUNNING, last.state, "the volunteer is everybody's again");
  }

  @Test
  void whatIsKilledAloneIsRefusedWithTheLimit() {
    core.update(List.of(volunteer("v1", 2, 0, false)), 0);
    Job hungry = submit("a", 1);
    core.served(hungry, Verdict.MEMORY, 10, 2);
    assertEquals(JobState.RUNNING, hungry.state, "it is alone on the only one");
    List<Action> actions = core.served(hungry, Verdict.MEMORY, 10, 3);
    assertEquals(Optional.of(Outcome.OUT_OF_MEMORY), hungry.outcome);
    Refusal refusal = refusal(actions);
    assertEquals("4096 MiB", refusal.about());
    assertEquals(
        "this job needs more than 4096 MiB, the memory limit of a volunteer; raise it",
        refusal.sentence());
    assertEquals("4096 MiB", hungry.record().about());
  }

  @Test
  void onlyOneJobIsAloneAtATime() {
    core.update(List.of(volunteer("v1", 1, 0, false), volunteer("v2", 1, 0, false)), 0);
    Job one = submit("a", 1);
    Job two = submit("a", 1);
    core.served(one, Verdict.MEMORY, 10, 2);
    core.served(two, Verdict.MEMORY, 10, 2);
    assertEquals(1, core.snapshot(3).running());
    Job third = submit("b", 4);
    assertEquals(JobState.RUNNING, third.state, "the other volunteer is not emptied");
  }

  /** With one volunteer: what waited before goes first, and nothing that comes later. */
  @Test
  void noVolunteerIsEmptiedWhileAnOlderJobWaitsAndNoneWaitsForEver() {
    core.update(List.of(volunteer("v1", 2, 0, false)), 0);
    Job hungry = submit("a", 1);
    Job long1 = submit("a", 1);
    Job older = submit("b", 2);
    core.served(hungry, Verdict.MEMORY, 10, 3);
    assertEquals(JobState.RUNNING, older.state);
    Job later = submit("b", 4);
    core.served(long1, Verdict.SUCCESS, 10, 5);
    assertEquals(JobState.QUEUED, later.state, "the volunteer is being emptied");
    core.served(older, Verdict.SUCCESS, 10, 6);
    assertEquals(JobState.RUNNING, hungry.state);
    core.served(hungry, Verdict.SUCCESS, 10, 7);
    assertEquals(JobState.RUNNING, later.state);
  }

  @Test
  void anOrdinaryJobComesBetweenTwoThatAreAlone() {
    core.update(List.of(volunteer("v1", 2, 0, false)), 0);
    Job one = submit("a", 1);
    Job two = submit("a", 1);
    core.served(one, Verdict.MEMORY, 10, 2);
    Job ordinary = submit("b", 3);
    core.served(two, Verdict.MEMORY, 10, 4);
    Job first = one.state == JobState.RUNNING ? one : two;
    assertEquals(JobState.RUNNING, first.state);
    assertEquals(JobState.QUEUED, ordinary.state);
    core.served(first, Verdict.SUCCESS, 10, 5);
    assertEquals(JobState.RUNNING, ordinary.state, "the volunteer is not kept for the next one");
  }

  @Test
  void aVolunteerIsGivenBackWhereTheJobGoesAway() {
    core.update(List.of(volunteer("v1", 2, 0, false)), 0);
    Job hungry = submit("a", 1);
    submit("a", 1);
    core.served(hungry, Verdict.MEMORY, 10, 3);
    Job later = submit("b", 4);
    assertEquals(JobState.QUEUED, later.state);
    core.lost(hungry, Outcome.ABANDONED, 5);
    assertEquals(JobState.RUNNING, later.state);
  }

  @Test
  void jobsOfAKilledContainerWaitForTheReasonAndRunAloneOneByOne() {
    Volunteer second = volunteer("v2", 1, 0, false);
    core.update(List.of(volunteer("v1", 2, 0, false)), 0);
    Job one = submit("a", 1);
    Job two = submit("a", 1);
    core.update(List.of(volunteer("v1", 2, 0, false), second), 2);
    CanaryQuestion question = question(core.failed(one, 3));
    core.failed(two, 3);
    assertEquals(JobState.QUEUED, one.state, "the reason may be told in a moment");
    core.answered(question, CanaryAnswer.REFUSED, 4);
    assertEquals(JobState.QUEUED, one.state);
    core.update(List.of(unready(volunteer("v1", 2, 1, true)), second), 5);
    assertEquals("v2", at(two), "the one that was put back last comes first");
    assertEquals(JobState.QUEUED, one.state);
    core.served(two, Verdict.SUCCESS, 10, 6);
    assertEquals("v2", at(one));
    core.served(one, Verdict.SUCCESS, 10, 7);
    assertTrue(core.isAnswering(one) && core.isAnswering(two));
  }

  @Test
  void aJobThatKillsTwoContainersIsRefused() {
    core.update(List.of(volunteer("v1", 2, 0, false)), 0);
    Job hungry = submit("a", 1);
    core.failed(hungry, 2);
    core.update(List.of(volunteer("v1", 2, 1, true)), 3);
    assertEquals("v1", at(hungry));
    core.update(List.of(unready(volunteer("v1", 2, 2, true))), 4);
    assertEquals(JobState.RUNNING, hungry.state, "its connection has not ended yet");
    core.failed(hungry, 5);
    assertEquals(Optional.of(Outcome.OUT_OF_MEMORY), hungry.outcome, "the reason is known");
  }

  /** Whoever sent SIGKILL: others may have been the reason, or chance, but not twice alone. */
  @Test
  void aJobWhoseContainersWereKilledForNoToldReasonIsRefusedWhenItWasAloneTwice() {
    core.update(List.of(killed("v1", 0)), 0);
    Job job = submit("a", 1);
    for (int deaths = 1; deaths <= 2; deaths++) {
      core.failed(job, 2L * deaths);
      core.update(List.of(killed("v1", deaths)), 2L * deaths + 1);
      assertEquals("v1", at(job));
      assertFalse(mayRunBesideOthers(job));
    }
    core.failed(job, 6);
    core.update(List.of(killed("v1", 3)), 7);
    assertEquals(Optional.of(Outcome.OUT_OF_MEMORY), job.outcome);
  }

  @Test
  void jobsOfAContainerThatEndedOtherwiseRunBesideOthers() {
    Volunteer second = volunteer("v2", 2, 0, false);
    core.update(List.of(volunteer("v1", 2, 0, false)), 0);
    Job one = submit("a", 1);
    Job two = submit("a", 1);
    core.update(List.of(volunteer("v1", 2, 0, false), second), 2);
    core.failed(one, 3);
    core.failed(two, 3);
    core.update(List.of(unready(volunteer("v1", 2, 1, false)), second), 5);
    assertEquals("v2", at(one));
    assertEquals("v2", at(two));
  }

  @Test
  void aHangUpWaitsForNoMoreThanTheCanary() {
    core.update(List.of(volunteer("v1", 1, 0, false), volunteer("v2", 1, 0, false)), 0);
    Job job = submit("a", 1);
    String first = at(job);
    CanaryQuestion question = question(core.failed(job, 2));
    assertEquals(JobState.QUEUED, job.state);
    core.answered(question, CanaryAnswer.WELL, 3);
    assertNotEquals(first, at(job));
  }

  @Test
  void withoutNewsTheWaitEndsAfterThreeSeconds() {
    core.update(List.of(volunteer("v1", 1, 0, false), volunteer("v2", 1, 0, false)), 0);
    Job job = submit("a", 1);
    core.failed(job, 2);
    core.tick(2 * SECOND);
    assertEquals(JobState.QUEUED, job.state);
    core.tick(4 * SECOND);
    assertEquals(JobState.RUNNING, job.state);
  }

  @Test
  void nobodyWaitsForNewsOfAVolunteerThatLeavesOrIsNotWatched() {
    Volunteer second = volunteer("v2", 1, 0, false);
    core.update(List.of(volunteer("v1", 1, 0, false)), 0);
    Job job = submit("a", 1);
    core.update(List.of(second), 2);
    core.withdrawn(job, 3);
    assertEquals("v2", at(job), "the first one is gone");
    core.served(job, Verdict.SUCCESS, 10, 4);
    core.update(
        List.of(
            new Volunteer("f1", "f1", 3632, 1, Availability.READY),
            new Volunteer("f2", "f2", 3632, 1, Availability.READY)),
        5);
    Job fixed = submit("a", 6);
    core.failed(fixed, 7);
    assertEquals(JobState.RUNNING, fixed.state, "nobody would tell");
  }

  @Test
  void theNextBuildStartsItAloneUntilItHasCompiledOften() {
    core.update(List.of(volunteer("v1", 2, 0, false)), 0);
    Job hungry = submit("a", Optional.of("big.cpp"), 100, 1);
    core.served(hungry, Verdict.MEMORY, 10, 2);
    core.served(hungry, Verdict.MEMORY, 10, 3);
    Job small = submit("a", 4);
    Job again = submit("a", Optional.of("big.cpp"), 110, 5);
    Job ofAnother = submit("b", Optional.of("big.cpp"), 110, 5);
    assertTrue(mayRunBesideOthers(ofAnother), "it is remembered by tenant");
    assertEquals(JobState.QUEUED, again.state, "it waits for an empty volunteer");
    core.served(small, Verdict.SUCCESS, 10, 6);
    assertEquals(JobState.QUEUED, ofAnother.state, "nothing runs beside it");
    for (int clean = 1; clean <= 2; clean++) {
      assertEquals(JobState.RUNNING, again.state);
      assertFalse(mayRunBesideOthers(again), "run " + clean);
      core.served(again, Verdict.SUCCESS, 10, 7);
      if (ofAnother.state == JobState.RUNNING) {
        core.served(ofAnother, Verdict.SUCCESS, 10, 7);
      }
      again = submit("a", Optional.of("big.cpp"), 110, 8);
    }
    assertTrue(mayRunBesideOthers(again), "it was killed twice, so two clean runs are enough");
  }

  /** Its own replay shows only that it compiles alone. */
  @Test
  void theNextBuildStartsItAloneThoughItHasCompiledAloneAfterTheKill() {
    core.update(List.of(volunteer("v1", 2, 0, false)), 0);
    Job hungry = submit("a", Optional.of("big.cpp"), 100, 1);
    core.served(hungry, Verdict.MEMORY, 10, 2);
    core.served(hungry, Verdict.SUCCESS, 10, 3);
    Job again = submit("a", Optional.of("big.cpp"), 100, 4);
    assertFalse(mayRunBesideOthers(again));
    core.served(again, Verdict.SUCCESS, 10, 5);
    assertTrue(mayRunBesideOthers(submit("a", Optional.of("big.cpp"), 100, 6)));
  }

  /** A newer job has not waited longest, however long it will run. */
  @Test
  void aVolunteerIsEmptiedForTheOldestThoughALongerOneCameLater() {
    core.update(List.of(volunteer("v1", 1, 0, false), volunteer("v2", 1, 0, false)), 0);
    runsLongAndAlone("g++", "short.cpp", 1, SECOND);
    runsLongAndAlone("g++", "long.cpp", 60, 2 * SECOND);
    long start = 70 * SECOND;
    Job first = submit("x", start);
    Job second = submit("y", start);
    Job older = submit("x", start + 1);
    Job oldest = submit("a", Optional.of("short.cpp"), 100, start + 2);
    submit("y", start + 3);
    Job longer = submit("a", Optional.of("long.cpp"), 100, start + 4);
    assertFalse(mayRunBesideOthers(oldest) || mayRunBesideOthers(longer));
    List<Action> actions = core.served(first, Verdict.SUCCESS, 10, start + 5);
    assertEquals(JobState.RUNNING, older.state);
    assertEquals(List.of(true), reservations(actions));
    core.served(older, Verdict.SUCCESS, 10, start + 6);
    core.served(second, Verdict.SUCCESS, 10, start + 6);
    assertTrue(oldest.state == JobState.RUNNING || longer.state == JobState.RUNNING);
  }

  /** Else one volunteer would be given back for the other one again and again. */
  @Test
  void oneOfTwoWithOtherImagesHasItsVolunteerEmptiedWhateverElseStarts() {
    core.update(List.of(having("g++"), having("clang")), 0);
    runsLongAndAlone("g++", "short.cpp", 1, SECOND);
    runsLongAndAlone("clang", "long.cpp", 60, 2 * SECOND);
    long start = 70 * SECOND;
    Job gcc1 = submit("x", "g++", "x1.cpp", 100, start);
    Job gcc2 = submit("x", "g++", "x2.cpp", 100, start);
    Job clang = submit("x", "clang", "x3.cpp", 100, start);
    submit("x", "clang", "x4.cpp", 100, start);
    Job oldest = submit("a", "g++", "short.cpp", 100, start + 1);
    Job longer = submit("a", "clang", "long.cpp", 100, start + 2);
    assertFalse(mayRunBesideOthers(oldest) || mayRunBesideOthers(longer));
    for (String compiler : List.of("g++", "clang")) {
      submit("a", compiler, "o1.cpp", 100, start + 3);
      submit("a", compiler, "o2.cpp", 100_000, start + 4);
    }
    core.served(gcc1, Verdict.SUCCESS, 10, start + 5);
    core.served(clang, Verdict.SUCCESS, 10, start + 6);
    core.served(gcc2, Verdict.SUCCESS, 10, start + 7);
    assertEquals("g++", at(oldest));
  }

  /** A build in which it was killed, and then took so long. */
  private void runsLongAndAlone(String compiler, String source, int seconds, long now) {
    Job job = submit("a", compiler, source, 100, now);
    questions(core.served(job, Verdict.MEMORY, 10, now + 1))
        .toList()
        .forEach(question -> core.answered(question, CanaryAnswer.WELL, now + 2));
    core.served(job, Verdict.SUCCESS, 10, now + seconds * SECOND);
    core.answered(job, now + seconds * SECOND);
  }

  /** Of the volunteers that are reserved, true, or given back, false. */
  private static List<Boolean> reservations(List<Action> actions) {
    return actions.stream()
        .filter(Action.Reserve.class::isInstance)
        .map(action -> ((Action.Reserve) action).reserved())
        .toList();
  }

  private static boolean mayRunBesideOthers(Job job) {
    return !job.places().alone();
  }

  private Job submit(String tenant, long now) {
    return submit(tenant, Optional.empty(), 100, now);
  }

  private Job submit(String tenant, Optional<String> source, long bytes, long now) {
    return submit(new Job(tenant, "g++", source, bytes, new ListenerOfNobody()), now);
  }

  private Job submit(String tenant, String compiler, String source, long bytes, long now) {
    return submit(
        new Job(tenant, compiler, Optional.of(source), bytes, new ListenerOfNobody()), now);
  }

  private Job submit(Job job, long now) {
    core.submit(job, now, now);
    return job;
  }

  /** One of two slots, named after the only compiler that it has. */
  private static Volunteer having(String compiler) {
    return volunteer(compiler, 2, 0, false)
        .having(Optional.of(new Toolchain(List.of(), Set.of(compiler))));
  }

  private static Volunteer volunteer(String name, int slots, int deaths, boolean wasKilled) {
    return new Volunteer(name, name, 3632, slots, Availability.READY)
        .in(new Container(deaths, wasKilled, wasKilled, LIMIT));
  }

  private static Volunteer killed(String name, int deaths) {
    return new Volunteer(name, name, 3632, 2, Availability.READY)
        .in(new Container(deaths, deaths > 0, false, LIMIT));
  }

  private static Volunteer unready(Volunteer volunteer) {
    return new Volunteer(
            volunteer.name(), volunteer.name(), 3632, volunteer.slots(), Availability.NOT_READY)
        .in(volunteer.container().orElseThrow());
  }
}
