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
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Trouble;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from each verdict but that of memory. */
class VerdictRulesTest {
  private final DispatchCore core =
      new DispatchCore(
          QueueLimits.of(1_000, Duration.ofHours(1), Duration.ofHours(1)),
          TenantShares.equal(1_000));

  /** A volunteer that is well has crashed on it, and so does another one: it is the source. */
  @ParameterizedTest
  @EnumSource(names = {"BROKEN", "DISK_FULL"})
  void theSameFailureAgainIsTheAnswer(Verdict verdict) {
    volunteers("v1", "v2", "v3");
    Job job = submit();
    String first = at(job);
    CanaryQuestion question = question(core.served(job, verdict, 10, 2));
    core.answered(question, CanaryAnswer.WELL, 3);
    assertNotEquals(first, at(job));
    core.served(job, verdict, 10, 4);
    assertTrue(core.isAnswering(job));
  }

  @ParameterizedTest
  @EnumSource(names = {"BROKEN", "DISK_FULL"})
  void theSameFailureAgainIsTheAnswerBeforeTheCanaryIsBack(Verdict verdict) {
    volunteers("v1", "v2", "v3");
    Job job = submit();
    CanaryQuestion question = question(core.served(job, verdict, 10, 2));
    core.served(job, verdict, 10, 3);
    assertTrue(core.isAnswering(job));
    core.answered(question, CanaryAnswer.WELL, 4);
    core.answered(job, 5);
    assertEquals(Optional.of(Outcome.DONE), job.outcome);
  }

  @ParameterizedTest
  @EnumSource(
      value = CanaryAnswer.class,
      names = {"WELL", "LACKS"})
  void aFullDiskOfTheOnlyVolunteerThatIsWellIsTriedOnceMoreAndThenTheAnswer(CanaryAnswer answer) {
    volunteers("v1");
    Job job = submit();
    CanaryQuestion question = question(core.served(job, Verdict.DISK_FULL, 10, 2));
    core.answered(question, answer, 3);
    assertEquals("v1", at(job));
    core.served(job, Verdict.DISK_FULL, 10, 4);
    assertTrue(core.isAnswering(job));
  }

  @Test
  void aFullDiskOfTheLastOneThatIsWellIsTriedOnceMoreAndThenTheAnswer() {
    volunteers("v1", "v2");
    Job good = submit();
    core.served(good, Verdict.SUCCESS, 10, 1);
    Job job = submit();
    core.answered(question(core.served(job, Verdict.DISK_FULL, 10, 2)), CanaryAnswer.FAILS, 3);
    CanaryQuestion question = question(core.served(job, Verdict.DISK_FULL, 10, 4));
    assertFalse(core.isAnswering(job));
    String last = question.volunteer().name();
    core.answered(question, CanaryAnswer.WELL, 5);
    assertEquals(last, at(job));
    core.served(job, Verdict.DISK_FULL, 10, 6);
    assertTrue(core.isAnswering(job));
  }

  @Test
  void aCrashAtAVolunteerThatCompilesNothingProvesNothing() {
    volunteers("v1", "v2", "v3");
    Job good = submit();
    core.served(good, Verdict.SUCCESS, 10, 1);
    Job job = submit();
    CanaryQuestion question = question(core.served(job, Verdict.BROKEN, 10, 2));
    core.answered(question, CanaryAnswer.FAILS, 3);
    core.served(job, Verdict.BROKEN, 10, 4);
    assertFalse(core.isAnswering(job));
    assertEquals(JobState.RUNNING, job.state, "it has a third try");
  }

  @Test
  void aCrashOnTheOnlyVolunteerIsTheAnswer() {
    volunteers("v1");
    Job job = submit();
    core.served(job, Verdict.BROKEN, 10, 2);
    assertTrue(core.isAnswering(job));
  }

  @Test
  void aFullDiskIsToldUntilTheVolunteerTakesFiles() {
    volunteers("v1", "v2");
    Job warm = submit();
    core.served(warm, Verdict.SUCCESS, 10, 1);
    Job job = submit();
    String full = at(job);
    CanaryQuestion question = question(core.served(job, Verdict.DISK_FULL, 10, 2));
    assertNotEquals(full, at(job));
    Job next = submit();
    assertNotEquals(full, at(next), "the full one gets nothing before it has answered");
    core.answered(question, CanaryAnswer.READS_NOTHING, 3);
    assertEquals(Optional.of(Trouble.TMPDIR_FULL), load(full).trouble());
    assertEquals(VolunteerState.BLACK_HOLE, load(full).state());
    core.served(job, Verdict.SUCCESS, 10, 4);
    long later = Duration.ofSeconds(1).toNanos();
    CanaryQuestion again = question(core.tick(later));
    core.answered(again, CanaryAnswer.WELL, later + 1);
    assertEquals(VolunteerState.READY, load(full).state());
    assertEquals(Optional.empty(), load(full).trouble());
  }

  @Test
  void aFullDiskOfTheOnlyVolunteerIsNotTheAnswer() {
    volunteers("v1");
    Job warm = submit();
    core.served(warm, Verdict.SUCCESS, 10, 1);
    Job job = submit();
    CanaryQuestion question = question(core.served(job, Verdict.DISK_FULL, 10, 2));
    assertEquals(JobState.QUEUED, job.state);
    core.answered(question, CanaryAnswer.FAILS, 3);
    assertEquals(JobState.QUEUED, job.state, "it waits for a volunteer with room");
    assertEquals(1, core.allFailing());
  }

  @Test
  void whatTakesTooLongTwiceIsRefused() {
    volunteers("v1", "v2", "v3");
    Job job = submit();
    core.served(job, Verdict.TOO_LONG, 10, 2);
    assertEquals(JobState.RUNNING, job.state);
    List<Action> actions = core.served(job, Verdict.TOO_LONG, 10, 3);
    assertEquals(Optional.of(Outcome.TOO_LONG), job.outcome);
    assertEquals(
        "this job took longer than 600 seconds; raise COMPILEFARM_JOB_LIFETIME_SECONDS",
        refusal(actions).sentence());
  }

  @Test
  void whatTakesTooLongIsRefusedAtOnceWhereThereIsNoOther() {
    volunteers("v1");
    Job job = submit();
    core.served(job, Verdict.TOO_LONG, 10, 2);
    assertEquals(Optional.of(Outcome.TOO_LONG), job.outcome);
  }

  @Test
  void whatCannotBeDistributedIsAnsweredAndTold() {
    volunteers("v1", "v2");
    Job job = submit();
    core.served(job, Verdict.NOT_DISTRIBUTABLE, 10, 2);
    assertTrue(core.isAnswering(job));
    core.answered(job, 3);
    assertEquals(Optional.of(Outcome.NOT_DISTRIBUTABLE), job.outcome);
    assertEquals("file of the client", core.snapshot(4).refusals().getFirst().about());
    assertEquals(0, core.snapshot(4).replayed());
  }

  @Test
  void whatIsTooLargeIsRefusedWithoutASecondTry() {
    volunteers("v1", "v2");
    Job job = submit();
    Refusal refusal = new Refusal(Outcome.TOO_LARGE, "600 MiB", "the object is too large");
    List<Action> actions = core.refuse(job, refusal, 2);
    assertEquals(refusal, refusal(actions));
    assertEquals("600 MiB", job.record().about());
    assertTrue(questions(actions).findAny().isEmpty(), "nobody is to blame");
    assertEquals(List.of(), core.refuse(job, refusal, 3), "it has ended");
  }

  private void volunteers(String... names) {
    core.update(
        Stream.of(names)
            .map(name -> new Volunteer(name, name, 3632, 2, Availability.READY))
            .toList(),
        0);
  }

  private Job submit() {
    Job job = new Job("a", "g++", 100, new ListenerOfNobody());
    core.submit(job, 1, 1);
    return job;
  }

  private VolunteerLoad load(String name) {
    return core.snapshot(0).volunteers().stream()
        .filter(volunteer -> volunteer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
