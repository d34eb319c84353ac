package dev.compilefarm.dispatcher.dispatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.bottleneck.Bound;
import dev.compilefarm.dispatcher.clients.SharedAddress;
import dev.compilefarm.dispatcher.clients.SharedAddress.Reason;
import dev.compilefarm.dispatcher.clients.SharedAddresses;
import dev.compilefarm.dispatcher.protocol.ReplyPrefix;
import dev.compilefarm.dispatcher.pump.FallBack;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.toolchain.Check;
import dev.compilefarm.dispatcher.toolchain.Needs;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DispatchCoreTest {
  private static final QueueLimits LIMITS =
      new QueueLimits(3, Duration.ofSeconds(10), 3, 5, Duration.ofMinutes(4));
  private static final Verdict ANSWER = Verdict.SUCCESS;
  private static final Verdict FAILURE = Verdict.LACKING;
  private final DispatchCore core = new DispatchCore(LIMITS, TenantShares.equal(1000));

  /** Where a job may wait for long. */
  private final DispatchCore farm =
      new DispatchCore(
          new QueueLimits(9, Duration.ofHours(1), 3, 5, Duration.ofHours(1)),
          TenantShares.equal(1000));

  @Test
  void holdsJobsUntilAVolunteerComes() {
    Job job = job("a");
    assertEquals(List.of(), core.submit(job, 0, 0));
    assertEquals(1, core.snapshot(0).queued());
    assertRuns(job, "v1", core.update(List.of(ready("v1", 2)), 0));
  }

  @Test
  void startsTheNextJobWhenASlotIsFree() {
    core.update(List.of(ready("v1", 1)), 0);
    Job first = job("a");
    Job second = job("a");
    assertRuns(first, "v1", core.submit(first, 0, 0));
    assertEquals(List.of(), core.submit(second, 0, 0));
    assertRuns(second, "v1", core.served(first, ANSWER, 10, 5));
    assertEquals(JobState.ANSWERING, first.state);
    core.answered(first, 6);
    assertEquals(1, core.snapshot(6).ended().get(Outcome.DONE));
  }

  @Test
  void replaysOnAVolunteerThatTheJobHasNotTried() {
    core.update(List.of(ready("v1", 1), ready("v2", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    String first = volunteer(job);
    core.failed(job, 1);
    assertNotEquals(first, volunteer(job));
    assertEquals(1, core.snapshot(2).replayed());
  }

  @Test
  void countsNoFailureOfAVolunteerThatIsGoneOrLeaving() {
    for (List<Volunteer> left : List.of(List.<Volunteer>of(), List.of(draining("v1")))) {
      core.update(List.of(ready("v1", 1)), 0);
      Job job = job("a");
      core.submit(job, 0, 0);
      core.update(left, 1);
      assertEquals(List.of(), core.failed(job, 2), "nobody is asked");
      assertEquals(JobState.QUEUED, job.state);
      assertRuns(job, "v2", core.update(List.of(ready("v2", 1)), 3));
      serveAt(job, 4);
    }
  }

  /** What a distccd says that is being killed is no answer, though there is nobody else by now. */
  @Test
  void waitsForAnotherOneWhereTheVolunteerThatIsBlamedGoesAway() {
    for (List<Volunteer> left : List.of(List.of(draining("v1")), List.of(unready("v1")))) {
      core.update(List.of(ready("v1", 1)), 0);
      Job job = job("a");
      assertRuns(job, "v1", core.submit(job, 0, 0));
      core.update(left, 1);
      assertEquals(List.of(), core.served(job, FAILURE, 10, 2));
      assertFalse(core.isAnswering(job), left.toString());
      assertRuns(job, "v2", core.update(List.of(ready("v2", 1)), 3));
      serveAt(job, 4);
    }
  }

  @Test
  void sendsHomeWhatWaitsAndFinishesWhatRunsWhereNobodyWillRunIt() {
    core.update(List.of(ready("v1", 1)), 0);
    Job runs = job("a");
    Job waits = job("b");
    core.submit(runs, 0, 0);
    core.submit(waits, 0, 0);

    assertSentHome(waits, Outcome.SHUTDOWN, core.sendQueuedHome(1));

    assertEquals(JobState.RUNNING, runs.state);
    serveAt(runs, 2);
    assertEquals(1, core.snapshot(3).ended().get(Outcome.DONE));
    assertEquals(List.of(), core.sendQueuedHome(4));
  }

  @Test
  void passesOnAReplyThatBlamesTheVolunteerWhereThereIsNoOther() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    core.served(job, FAILURE, 10, 1);
    assertTrue(core.isAnswering(job));
  }

  @Test
  void neverPassesOnWhatDistccdSaysOfItsOwnConnection() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    core.served(job, Verdict.NO_ANSWER, 10, 1);
    assertFalse(core.isAnswering(job));
  }

  @Test
  void takesNoAnswerFromAnAttemptThatItBrokeOff() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    assertEquals(List.of(new Action.BreakOff(job, 1)), core.deserted("v1", 1, 1));
    core.served(job, ANSWER, 10, 2);
    assertEquals(JobState.QUEUED, job.state);
    assertEquals(1, core.snapshot(2).slots(VolunteerState.UNREACHABLE), "its word proves nothing");
  }

  @Test
  void blamesNobodyForWhatItBrokeOff() {
    core.update(List.of(ready("v1", 1), ready("v2", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    String lost = volunteer(job);
    core.deserted(lost, 1, 1);
    core.failed(job, 2);
    assertNotEquals(lost, volunteer(job));
    assertEquals(
        List.of(),
        core.tick(seconds(60)).stream()
            .filter(Action.Ask.class::isInstance)
            .filter(ask -> !((Action.Ask) ask).question().volunteer().name().equals(lost))
            .toList());
  }

  @Test
  void breaksOffWhatRunsOnAVolunteerThatIsGone() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    assertEquals(List.of(new Action.BreakOff(job, 1)), core.update(List.of(), 1));
    assertEquals(List.of(), core.withdrawn(job, 2));
    assertRuns(job, "v2", core.update(List.of(ready("v2", 1)), 3));
  }

  @Test
  void stopsARequestWhoseVolunteersAllLeave() {
    Job job = job("a");
    core.submit(job, 0, 0);
    for (int i = 1; i < 5; i++) {
      core.update(List.of(ready("v" + i, 1)), i);
      core.update(List.of(), i);
      core.withdrawn(job, i);
    }
    core.update(List.of(ready("v5", 1)), 5);
    core.update(List.of(), 5);
    assertSentHome(job, Outcome.VOLUNTEERS_FAILED, core.withdrawn(job, 5));
  }

  @Test
  void aVolunteerThatCouldNotBeReachedIsAskedBeforeItGetsAJobAgain() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    assertEquals(List.of(), core.unreachable(job, 1), "it is set aside");
    assertEquals(0, job.tries.attempts(), "nobody has seen the request");
    CanaryQuestion canary = canary(core.tick(seconds(1)));
    assertEquals(List.of("gcc"), canary.compilers());
    assertRuns(job, "v1", core.answered(canary, CanaryAnswer.WELL, seconds(2)));
    assertEquals(0, core.snapshot(seconds(8)).replayed());
  }

  @Test
  void saysWhichStartItBreaksOffSinceActionsOvertakeEachOther() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    assertEquals(List.of(new Action.Start(job, ready("v1", 1), 1)), core.submit(job, 0, 0));
    core.notTried(job, 1);
    assertEquals(2, job.tries.starts(), "same volunteer");
    assertEquals(List.of(new Action.BreakOff(job, 2)), core.update(List.of(), seconds(2)));
  }

  @Test
  void aJobThatFailedEverywhereIsToBlameOnceNobodyElseIsThere() {
    core.update(List.of(ready("v1", 1), ready("v2", 1)), 0);
    Job first = job("a");
    Job second = job("b");
    core.submit(first, 0, 0);
    core.submit(second, 0, 0);
    CanaryQuestion canary = canary(core.failed(first, 1));
    assertEquals(List.of(), core.answered(canary, CanaryAnswer.WELL, 2), "it waits for v2");
    assertEquals(
        List.of(
            new Action.BreakOff(second, 1),
            new Action.TellEnded(poisoned(first, 3)),
            new Action.SendHome(first, Refusals.ofNoFarm().poison("gcc"))),
        core.update(List.of(ready(first.tries.last().orElseThrow(), 1)), 3));
  }

  @Test
  void aPlainJobOfATenantWhoseJobsCameByPumpIsMarked() {
    core.submit(job("a", 3), 0, 0);
    for (int i = 0; i < 35; i++) {
      core.submit(job("a", 2), 0, 0);
    }
    assertEquals(List.of(), core.snapshot(0).fallBacks());
    core.submit(job("a", 2), 0, 0);
    core.submit(job("b", 2), 0, 0);
    List<JobRecord> newest = core.jobs(Long.MAX_VALUE, 3);
    assertEquals(List.of(false, true, false), newest.stream().map(JobRecord::fellBack).toList());
    assertEquals(2, newest.getFirst().protocol());
    assertEquals(List.of(new FallBack("a", 1)), core.snapshot(0).fallBacks());
  }

  @Test
  void aTenantWhoseJobsWaitIsBoundByTheFarmAndOneThatSendsTooFewByItsClient() {
    core.update(List.of(ready("v1", 1)), 0);
    for (int i = 0; i < 8; i++) {
      core.submit(job("a"), 0, 0);
    }
    assertEquals(Map.of("a", Optional.empty()), core.snapshot(seconds(4)).bounds());
    assertEquals(Map.of("a", Optional.of(Bound.FARM)), core.snapshot(seconds(6)).bounds());

    DispatchCore large = new DispatchCore(LIMITS, TenantShares.equal(100));
    large.update(List.of(ready("v1", 100)), 0);
    large.sends("a", 0);
    for (int i = 0; i < 8; i++) {
      large.submit(job("a"), 0, 0);
    }
    assertEquals(Map.of("a", Optional.of(Bound.CLIENT)), large.snapshot(seconds(6)).bounds());
  }

  private static Job job(String tenant, int protocol) {
    return new Job(
        tenant,
        Needs.of("gcc"),
        protocol,
        Optional.empty(),
        100,
        new ListenerOfNobody(),
        Optional.empty());
  }

  private static JobRecord poisoned(Job job, long at) {
    JobRecord now = job.record();
    return new JobRecord(
        now.id(),
        now.tenant(),
        now.compiler(),
        now.protocol(),
        now.requestBytes(),
        now.replyBytes(),
        now.times().endedAt(at),
        now.startOrder(),
        now.volunteer(),
        now.attempts(),
        JobState.ENDED,
        Optional.of(Outcome.POISON),
        now.fellBack(),
        "gcc",
        Refusals.ofNoFarm().poison("gcc").sentence());
  }

  /** The third death was judged while it ran elsewhere, and that start came to nothing. */
  @Test
  void givesUpAJobThatThreeVolunteersDiedUnderWhereItWaitsNext() {
    core.update(List.of(ready("v1", 1), ready("v2", 1), ready("v3", 1), ready("v4", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    for (int death = 1; death <= 3; death++) {
      String dead = volunteer(job);
      CanaryQuestion canary = canary(core.failed(job, death));
      assertNotEquals(dead, volunteer(job));
      core.answered(canary, CanaryAnswer.REFUSED, death);
    }
    assertSentHome(job, Outcome.VOLUNTEERS_FAILED, core.notTried(job, 4));
  }

  @Test
  void sendsNobodyHomeForAJobThatIsReplayed() {
    core.update(List.of(ready("v1", 1)), 0);
    Job replayed = job("a");
    core.submit(replayed, 0, 0);
    IntStream.range(0, 3).forEach(i -> core.submit(job("a"), 0, 0));
    core.update(List.of(), 1);
    assertEquals(List.of(), core.withdrawn(replayed, 2));
    assertEquals(4, core.snapshot(2).queued());
  }

  @Test
  void letsAReplayedJobWaitAsLongAgainButNotForEver() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    core.update(List.of(), seconds(9));
    core.withdrawn(job, seconds(9));
    assertEquals(List.of(), core.tick(seconds(19)));
    assertSentHome(job, Outcome.WAITED_TOO_LONG, core.tick(seconds(19) + 1));
  }

  @Test
  void sendsHomeWhatIsNeverTriedForTooLong() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    for (int second = 4; second < 12; second += 4) {
      core.notTried(job, seconds(second));
      assertEquals(JobState.RUNNING, job.state, "it is never seen waiting");
    }
    assertSentHome(job, Outcome.WAITED_TOO_LONG, core.notTried(job, seconds(12)));
    assertEquals(0, core.snapshot(seconds(12)).running());
  }

  @Test
  void passesOnWhatTheCompilerSaysOfTheSource() {
    core.update(List.of(ready("v1", 2), ready("v2", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    core.served(job, ANSWER, 10, 1);
    assertTrue(core.isAnswering(job));
  }

  @Test
  void letsADrainingVolunteerFinishAndGivesItNothingNew() {
    core.update(List.of(ready("v1", 2)), 0);
    Job runs = job("a");
    core.submit(runs, 0, 0);
    core.update(List.of(new Volunteer("v1", "h", 1, 2, Availability.DRAINING)), 1);
    assertEquals(List.of(), core.submit(job("a"), 1, 1));
    assertEquals(List.of(), core.served(runs, ANSWER, 10, 2));
    assertEquals(JobState.ANSWERING, runs.state);
    assertEquals(0, core.snapshot(2).slots(VolunteerState.READY));
    assertEquals(2, core.snapshot(2).slots(VolunteerState.DRAINING));
  }

  @Test
  void forgetsAJobWhoseClientIsGoneInEveryState() {
    core.update(List.of(ready("v1", 1)), 0);
    Job running = job("a");
    Job queued = job("a");
    core.submit(running, 0, 0);
    core.submit(queued, 0, 0);
    core.lost(queued, Outcome.ABANDONED, 1);
    assertEquals(0, core.snapshot(1).queued());
    core.lost(running, Outcome.ABANDONED, 2);
    assertEquals(0, core.snapshot(2).running());
    Job answering = job("a");
    core.submit(answering, 3, 3);
    core.served(answering, ANSWER, 10, 4);
    core.lost(answering, Outcome.ABANDONED, 5);
    core.lost(answering, Outcome.ABANDONED, 6);
    assertEquals(3, core.snapshot(6).ended().get(Outcome.ABANDONED));
  }

  @Test
  void ignoresWhatComesTooLate() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    core.lost(job, Outcome.ABANDONED, 1);
    assertEquals(List.of(), core.served(job, ANSWER, 10, 2));
    assertEquals(List.of(), core.failed(job, 2));
    assertEquals(List.of(), core.withdrawn(job, 2));
    assertEquals(List.of(), core.notTried(job, 2));
    assertEquals(List.of(), core.unreachable(job, 2));
    core.answered(job, 2);
    assertEquals(JobState.ENDED, job.state);
    assertEquals(Optional.of(Outcome.ABANDONED), job.outcome);
    assertEquals(0, core.snapshot(2).volunteers().getFirst().busy());
  }

  @Test
  void keepsWhatBeganAfterTheQuestionWhetherSomebodyListens() {
    core.update(List.of(ready("v1", 2)), 0);
    Job before = job("a");
    core.submit(before, 1, 1);
    Job after = job("a");
    core.submit(after, 3, 3);
    assertEquals(List.of(new Action.BreakOff(before, 1)), core.deserted("v1", 2, 4));
  }

  @Test
  void sendsTheNewestOfTheLargestTenantHomeWhenTheQueueIsFull() {
    List<Job> heavy = IntStream.range(0, 3).mapToObj(i -> job("heavy")).toList();
    heavy.forEach(job -> core.submit(job, 0, 0));
    assertSentHome(heavy.get(2), Outcome.QUEUE_FULL, core.submit(job("light"), 1, 1));
    assertEquals(3, core.snapshot(1).queued());
  }

  @Test
  void sendsHomeWhatATenantQueuesBeyondItsLimit() {
    DispatchCore limited = new DispatchCore(LIMITS, TenantShares.equal(1));
    limited.submit(job("a"), 0, 0);
    Job tooMany = job("a");
    assertSentHome(tooMany, Outcome.TENANT_QUEUE_FULL, limited.submit(tooMany, 0, 0));
    assertEquals(List.of(), limited.submit(job("b"), 0, 0));
  }

  @Test
  void sendsHomeWhatWaitedTooLong() {
    Job job = job("a");
    core.submit(job, 0, 0);
    assertEquals(List.of(), core.tick(seconds(10)));
    assertSentHome(job, Outcome.WAITED_TOO_LONG, core.tick(seconds(10) + 1));
  }

  @Test
  void feedsAClientThatIsHeldByteByByteToThePrefixesEnd() {
    QueueLimits patient = new QueueLimits(3, Duration.ofDays(1), 3, 5, Duration.ofMinutes(4));
    DispatchCore held = new DispatchCore(patient, TenantShares.equal(9));
    Job job = job("a");
    held.submit(job, 0, 0);
    assertEquals(List.of(), held.tick(seconds(240)));
    for (int fed = 1; fed <= ReplyPrefix.LENGTH; fed++) {
      long now = fed * (seconds(240) + 1);
      assertEquals(List.of(new Action.Feed(job, fed)), held.tick(now));
      assertEquals(List.of(), held.tick(now + seconds(240)));
    }
    long end = (ReplyPrefix.LENGTH + 1) * (seconds(240) + 1);
    assertSentHome(job, Outcome.WAITED_TOO_LONG, held.tick(end));
  }

  @Test
  void feedsWhileTheJobRunsAndNotWhileItIsAnswered() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    assertEquals(List.of(new Action.Feed(job, 1)), core.tick(seconds(241)));
    core.served(job, ANSWER, 10, seconds(242));
    assertEquals(List.of(), core.tick(seconds(900)));
  }

  @Test
  void numbersStartsInTheirOrderAndKeepsTheFirstOnReplay() {
    core.update(List.of(ready("v1", 1), ready("v2", 1)), 0);
    Job first = job("a");
    core.submit(first, 0, 0);
    core.submit(job("b"), 0, 0);
    core.failed(first, 1);
    assertEquals(
        List.of(2L, 1L),
        newest(2).stream().map(record -> record.startOrder().orElseThrow()).toList());
  }

  @Test
  void reportsWaitsAndServiceTimes() {
    assertTrue(core.snapshot(0).meanServiceSeconds().isEmpty());
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    core.submit(job("b"), seconds(1), seconds(1));
    core.served(job, ANSWER, 10, seconds(2));
    core.submit(job("b"), seconds(3), seconds(3));
    LoadSnapshot load = core.snapshot(seconds(7));
    assertEquals(7 / 1.495, load.meanServiceSeconds().orElseThrow(), 1e-9, "what runs included");
    assertEquals(Map.of(), load.meanServiceSecondsByTenant(), "no job of b has ended");
    assertEquals(4.0, load.oldestWaitSeconds());
  }

  @Test
  void countsNoWaitForATenantsOwnLimit() {
    TenantShares one =
        new TenantShares(
            Map.of("a", new TenantShare(1, 1, 9, Long.MAX_VALUE)), TenantShare.equal(9));
    DispatchCore limited = new DispatchCore(LIMITS, one);
    limited.update(List.of(ready("v1", 2)), 0);
    limited.submit(job("a"), 0, 0);
    limited.submit(job("a"), 0, 0);
    assertEquals(0.0, limited.snapshot(seconds(5)).oldestWaitSeconds());
    limited.submit(job("b"), seconds(5), seconds(5));
    limited.submit(job("b"), seconds(6), seconds(6));
    assertEquals(1.0, limited.snapshot(seconds(7)).oldestWaitSeconds());
  }

  @Test
  void keepsTheRecordOfAnEndedJobButNotTheJob() {
    core.update(List.of(ready("v1", 1)), 0);
    WeakReference<Job> ended = new WeakReference<>(endedJob());
    await("the job, and with it the whole request, is garbage")
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          System.gc();
          return ended.get() == null;
        });
    assertEquals(
        List.of(Outcome.DONE),
        newest(2).stream().map(record -> record.outcome().orElseThrow()).toList());
  }

  @Test
  void remembersTheNewestTenThousandEndedJobsAndAllThatLive() {
    Job waits = job("waits");
    core.submit(waits, 0, 0);
    for (int i = 0; i < 10_001; i++) {
      Job job = job("a");
      core.submit(job, 0, 0);
      core.lost(job, Outcome.ABANDONED, 1);
    }
    List<Long> ids = newest(20_000).stream().map(JobRecord::id).toList();
    assertEquals(10_001, ids.size());
    assertEquals(List.of(4L, 3L, 1L), ids.subList(9_998, 10_001));
  }

  @Test
  void givesTheJobsBeforeAnyOtherNewestFirstAsTheyStand() {
    Job first = job("a");
    core.submit(first, 0, 0);
    core.submit(job("a"), 0, 0);
    core.submit(job("a"), 0, 0);
    core.lost(first, Outcome.ABANDONED, 1);
    assertEquals(List.of(3L, 2L), newest(2).stream().map(JobRecord::id).toList());
    assertEquals(List.of(2L, 1L), core.jobs(3, 9).stream().map(JobRecord::id).toList());
    assertEquals(Optional.of(Outcome.ABANDONED), core.jobs(2, 1).getFirst().outcome());
    assertEquals(List.of(), core.jobs(1, 9));
  }

  private List<JobRecord> newest(int max) {
    return core.jobs(Long.MAX_VALUE, max);
  }

  @Test
  void keepsOfACompilersNameWhatANameMayBeLong() {
    Job job = new Job("a", "g".repeat(4000), 100, new ListenerOfNobody());
    assertEquals("g".repeat(Job.COMPILER_LENGTH_MAX), job.record().compiler());
  }

  private Job endedJob() {
    Job job = job("a");
    core.submit(job, 0, 0);
    core.served(job, ANSWER, 10, 1);
    core.answered(job, 2);
    return job;
  }

  private void serveAt(Job job, long now) {
    core.served(job, ANSWER, 10, now);
    core.answered(job, now);
  }

  private static String volunteer(Job job) {
    return job.run.orElseThrow().volunteer();
  }

  @Test
  void givesAJobOnlyToAVolunteerThatHasItsCompiler() {
    core.update(List.of(having("v1", "clang"), having("v2", "gcc")), 0);
    Job first = job("a");
    Job second = job("a");
    assertRuns(first, "v2", core.submit(first, 0, 0));
    assertEquals(List.of(), core.submit(second, 0, 0), "v1 is free and lacks it");
    assertRuns(second, "v2", core.served(first, ANSWER, 10, 5));
  }

  @Test
  void replaysAJobOnlyWhereItsCompilerIs() {
    core.update(List.of(having("v1", "clang"), having("v2", "gcc"), having("v3", "gcc")), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    String first = volunteer(job);
    core.failed(job, 1);
    assertEquals(Set.of("v2", "v3"), Set.of(first, volunteer(job)));
    core.served(job, FAILURE, 10, 2);
    assertEquals(JobState.ANSWERING, job.state, "v1 is no other one to try");
  }

  @Test
  void movesAWaitingJobWhereWhatVolunteersToldChanges() {
    core.update(List.of(having("v1", "clang")), 0);
    Job job = job("a");
    assertEquals(List.of(), core.submit(job, 0, 0));
    assertRuns(job, "v1", core.update(List.of(having("v1", "clang", "gcc")), 1));
  }

  @Test
  void knowsACompilerThatNobodyHasAndEndsItsJobAtOnce() {
    assertFalse(core.known().lack(Needs.of("icc")), "nobody is there");
    core.update(List.of(ready("v1", 1), having("v2", "gcc")), 0);
    assertFalse(core.known().lack(Needs.of("icc")), "v1 has not told");
    core.update(List.of(having("v1", "gcc"), having("v2", "gcc")), 1);
    assertTrue(core.known().lack(Needs.of("icc")));
    assertFalse(core.known().lack(Needs.of("gcc")));

    Job job = new Job("a", "icc", 0, new ListenerOfNobody());
    assertEquals(
        1, core.refused(job, new Refusal(Outcome.UNKNOWN_COMPILER, "clang", ""), 2).size());
    assertEquals(Optional.of(Outcome.UNKNOWN_COMPILER), newest(1).getFirst().outcome());
    assertEquals(1, core.snapshot(3).accepted());
    assertEquals(1, core.snapshot(3).ended().get(Outcome.UNKNOWN_COMPILER));
    assertEquals("clang", core.snapshot(3).refusals().getFirst().about());
  }

  @Test
  void holdsAJobInARollOutAndRefusesItAfterAWhile() {
    DispatchCore patient =
        new DispatchCore(
            new QueueLimits(3, Duration.ofHours(1), 3, 5, Duration.ofHours(1)),
            TenantShares.equal(1000));
    patient.update(List.of(having("old", "gcc")), 0);
    Job running = job("a");
    Job waiting = job("a");
    patient.submit(running, 0, 0);
    patient.submit(waiting, 0, 0);
    patient.update(List.of(having("old", "gcc"), having("new", "clang")), seconds(1));
    assertEquals(List.of(), patient.tick(seconds(1_000)), "who has it is there");
    patient.update(List.of(draining("old"), unready("newer")), seconds(1_001));
    assertEquals(List.of(), patient.tick(seconds(1_100)), "nobody has told who stays");
    assertRuns(
        waiting,
        "newer",
        patient.update(
            List.of(draining("old"), having("new", "clang"), ready("newer", 1)), seconds(1_101)));
    patient.failed(waiting, seconds(1_102));
    patient.update(List.of(having("new", "clang"), having("newer", "clang")), seconds(1_103));
    assertEquals(List.of(), patient.tick(seconds(1_162)));
    assertSentHome(waiting, Outcome.UNKNOWN_COMPILER, patient.tick(seconds(1_163)));
  }

  @Test
  void aJobThatNeedsChecksWaitsForWhoTellsThem() {
    Job job = needsPaths();
    core.submit(job, 0, 0);
    assertEquals(List.of(), core.update(List.of(ready("a", 1)), 1), "it has not told");
    assertRuns(job, "a", core.update(List.of(checking("a")), 2));
  }

  @Test
  void aJobThatNeedsChecksIsRefusedWhereNobodyTellsThemInAWhile() {
    DispatchCore patient = patient();
    Job job = needsPaths();
    patient.submit(job, 0, 0);
    patient.update(List.of(unready("a")), seconds(1));
    assertEquals(List.of(), patient.tick(seconds(1_000)), "it starts");
    patient.update(List.of(ready("a", 1)), seconds(1_001));
    assertEquals(List.of(), patient.tick(seconds(1_060)));
    assertSentHome(job, Outcome.NOT_DISTRIBUTABLE, patient.tick(seconds(1_061)));
  }

  @Test
  void aJobThatNeedsChecksIsRefusedInAWhileWhereWhoIsLeftDoesNone() {
    DispatchCore patient = patient();
    Job waits = needsPaths();
    patient.update(List.of(checking("new"), having("old", "gcc")), 0);
    patient.submit(needsPaths(), 0, 0);
    patient.submit(waits, 0, 0);
    assertEquals(List.of(), patient.tick(seconds(1_000)), "who checks is there");
    patient.update(List.of(draining("new"), having("old", "gcc")), seconds(1_001));
    assertSentHome(waits, Outcome.NOT_DISTRIBUTABLE, patient.tick(seconds(1_061)));
    patient.update(List.of(having("old", "clang")), seconds(1_062));
    Job unknown = needsPaths();
    patient.submit(unknown, seconds(1_063), seconds(1_063));
    assertSentHome(unknown, Outcome.UNKNOWN_COMPILER, patient.tick(seconds(1_122)));
  }

  private static DispatchCore patient() {
    return new DispatchCore(
        new QueueLimits(3, Duration.ofHours(1), 3, 5, Duration.ofHours(1)),
        TenantShares.equal(1000));
  }

  private static Job needsPaths() {
    return new Job(
        "a",
        new Needs("gcc", Set.of(Check.PATHS)),
        1,
        Optional.empty(),
        100,
        new ListenerOfNobody(),
        Optional.of(new Refusal(Outcome.NOT_DISTRIBUTABLE, "-B", "nobody checks")));
  }

  private static Volunteer checking(String name) {
    return ready(name, 1)
        .having(Optional.of(new Toolchain(List.of(), List.of("gcc"), Set.of(Check.PATHS), 0)));
  }

  @Test
  void saysBehindWhichAddressesSeveralClientsAre() {
    DispatchCore crowded =
        new DispatchCore(
            LIMITS,
            TenantShares.equal(1000),
            new SharedAddresses(true, OptionalInt.of(1), Optional.empty()),
            Refusals.ofNoFarm());
    crowded.nodes(Set.of("10.9.0.1"));
    crowded.update(List.of(ready("v1", 1)), 0);
    for (String tenant : List.of("10.1.0.9", "10.9.0.1", "10.1.0.9")) {
      crowded.submit(job(tenant), 0, 0);
    }
    assertEquals(
        List.of(
            new SharedAddress("10.1.0.9", Reason.MANY_JOBS),
            new SharedAddress("10.9.0.1", Reason.NODE)),
        crowded.snapshot(1).sharedAddresses());
  }

  @Test
  void sendsWaitingJobsHomeWhenAllVolunteersHaveFailedForHalfAMinute() {
    Job tried = failAllAt(0, "v1", "v2");
    Job waits = job("b");
    farm.submit(waits, 0, 0);
    assertEquals(2, farm.allFailing());
    assertEquals(List.of(), ends(farm.tick(seconds(30) - 1)));
    assertEquals(
        Set.of(tried.record().id(), waits.record().id()), Set.copyOf(ends(farm.tick(seconds(30)))));
    assertEquals(Optional.of(Outcome.VOLUNTEERS_FAILED), tried.outcome);
    assertEquals(Optional.of(Outcome.VOLUNTEERS_FAILED), waits.outcome);
  }

  @Test
  void sendsAJobHomeAtTheNextTickThatComesWhileAllVolunteersFail() {
    failAllAt(0, "v1");
    farm.tick(seconds(30));
    Job late = job("b");
    assertEquals(List.of(), ends(farm.submit(late, seconds(31), seconds(31))));
    farm.tick(seconds(32));
    assertEquals(Optional.of(Outcome.VOLUNTEERS_FAILED), late.outcome);
  }

  @Test
  void beginsToWaitAnewWhenAVolunteerTakesJobsInBetween() {
    Job job = failAllAt(0, "v1");
    farm.update(List.of(ready("v1", 1), ready("v2", 1)), seconds(20));
    assertEquals("v2", volunteer(job));
    readNothing(farm.failed(job, seconds(22)), seconds(23));
    assertEquals(List.of(), ends(farm.tick(seconds(53) - 1)));
    farm.tick(seconds(53));
    assertEquals(Optional.of(Outcome.VOLUNTEERS_FAILED), job.outcome);
  }

  @Test
  void holdsJobsWhileOneOfTheVolunteersCannotBeReached() {
    Job job = failAllAt(0, "v1", "v2");
    farm.answered(canary(farm.tick(seconds(1))), CanaryAnswer.REFUSED, seconds(1));
    assertEquals(0, farm.allFailing());
    assertEquals(List.of(), ends(farm.tick(seconds(100))));
    assertEquals(JobState.QUEUED, job.state);
  }

  @Test
  void holdsAJobWhoseCompilerNoneOfTheFailingVolunteersHas() {
    failAllAt(0, having("v1", "gcc"));
    Job other = new Job("b", "clang", 100, new ListenerOfNobody());
    farm.submit(other, seconds(30), seconds(30));
    farm.tick(seconds(31));
    assertEquals(JobState.QUEUED, other.state);
  }

  @Test
  void holdsJobsWhenTheFailingVolunteersAreGoneAndOthersStart() {
    Job job = failAllAt(0, "v1");
    farm.update(List.of(unready("v2")), seconds(20));
    assertEquals(List.of(), ends(farm.tick(seconds(100))));
    assertEquals(JobState.QUEUED, job.state);
  }

  private Job failAllAt(long now, String... names) {
    return failAllAt(
        now, Arrays.stream(names).map(name -> ready(name, 1)).toArray(Volunteer[]::new));
  }

  /** A job that all of these failed; they hang up on everybody before they read anything. */
  private Job failAllAt(long now, Volunteer... volunteers) {
    farm.update(List.of(volunteers), now);
    Job job = job("a");
    farm.submit(job, now, now);
    for (Volunteer _ : volunteers) {
      readNothing(farm.failed(job, now), now);
    }
    assertEquals(JobState.QUEUED, job.state);
    return job;
  }

  private void readNothing(List<Action> actions, long now) {
    farm.answered(canary(actions), CanaryAnswer.READS_NOTHING, now);
  }

  private static List<Long> ends(List<Action> actions) {
    return actions.stream()
        .filter(Action.TellEnded.class::isInstance)
        .map(ended -> ((Action.TellEnded) ended).job().id())
        .toList();
  }

  private static Volunteer having(String name, String... compilers) {
    return ready(name, 1).having(Optional.of(new Toolchain(List.of(), List.of(compilers))));
  }

  private static CanaryQuestion canary(List<Action> actions) {
    return actions.stream()
        .filter(Action.Ask.class::isInstance)
        .map(ask -> ((Action.Ask) ask).question())
        .findFirst()
        .orElseThrow();
  }

  private static Volunteer draining(String name) {
    return new Volunteer(name, "host", 3632, 1, Availability.DRAINING);
  }

  private static Volunteer unready(String name) {
    return new Volunteer(name, "host", 3632, 1, Availability.NOT_READY);
  }

  private static void assertSentHome(Job job, Outcome outcome, List<Action> actions) {
    Refusal refusal =
        switch (outcome) {
          case UNKNOWN_COMPILER, NOT_DISTRIBUTABLE, POISON -> job.refusal;
          default -> Refusal.of(outcome);
        };
    assertEquals(
        List.of(new Action.TellEnded(job.record()), new Action.SendHome(job, refusal)), actions);
    assertEquals(outcome, refusal.outcome());
    assertEquals(outcome.isReplied(), !refusal.sentence().isEmpty());
    assertEquals(Optional.of(outcome), job.outcome);
  }

  private static void assertRuns(Job job, String volunteer, List<Action> actions) {
    assertEquals(1, actions.size(), () -> "one start among " + actions);
    Action.Start start = (Action.Start) actions.getFirst();
    assertEquals(job, start.job());
    assertEquals(volunteer, start.volunteer().name());
  }

  private static Job job(String tenant) {
    return new Job(tenant, "gcc", 100, new ListenerOfNobody());
  }

  private static Volunteer ready(String name, int slots) {
    return new Volunteer(name, "host", 3632, slots, Availability.READY);
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
