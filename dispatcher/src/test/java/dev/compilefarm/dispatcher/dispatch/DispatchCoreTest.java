package dev.compilefarm.dispatcher.dispatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.protocol.ReplyPrefix;
import dev.compilefarm.dispatcher.protocol.WaitStatus;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DispatchCoreTest {
  private static final QueueLimits LIMITS =
      new QueueLimits(3, Duration.ofSeconds(10), 3, 5, Duration.ofMinutes(4));
  private static final WaitStatus SUCCESS = WaitStatus.SUCCESS;
  private static final WaitStatus KILLED = new WaitStatus(9);
  private final DispatchCore core = new DispatchCore(LIMITS, TenantShares.equal(1000));

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
    assertRuns(second, "v1", core.served(first, SUCCESS, 10, 5));
    assertEquals(JobState.ANSWERING, first.state);
    core.answered(first, 6);
    assertEquals(1, core.snapshot(6).ended().get(Outcome.DONE));
  }

  @Test
  void replaysOnOtherVolunteersTwiceAndThenGivesUp() {
    core.update(List.of(ready("v1", 3), ready("v2", 2), ready("v3", 1)), 0);
    Job job = job("a");
    assertRuns(job, "v1", core.submit(job, 0, 0));
    assertRuns(job, "v2", core.brokeOff(job, 1));
    assertRuns(job, "v3", core.brokeOff(job, 2));
    assertEquals(2, core.snapshot(2).replayed());
    assertSentHome(job, Outcome.VOLUNTEERS_FAILED, core.brokeOff(job, 3));
    assertEquals(0, core.snapshot(3).running());
  }

  @Test
  void doesNotCountTheFailureOfAVolunteerThatIsGone() {
    Job job = job("a");
    core.submit(job, 0, 0);
    for (int i = 1; i <= 4; i++) {
      assertRuns(job, "v" + i, core.update(List.of(ready("v" + i, 1)), i));
      assertEquals(List.of(new Action.BreakOff(job, i)), core.update(List.of(), i));
      assertEquals(List.of(), core.brokeOff(job, i));
      assertEquals(JobState.QUEUED, job.state);
    }
  }

  @Test
  void doesNotCountItWhenTheConnectionBreaksBeforeTheNewsComes() {
    core.update(List.of(ready("v1", 1), ready("v2", 1), ready("v3", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    String first = job.volunteer;
    core.brokeOff(job, 1);
    core.brokeOff(job, 2);
    core.update(
        Stream.of("v1", "v2", "v3").filter(v -> !v.equals(first)).map(v -> ready(v, 1)).toList(),
        3);
    core.brokeOff(job, 4);
    assertEquals(JobState.RUNNING, job.state, "of its three volunteers two are left");
    assertSentHome(job, Outcome.VOLUNTEERS_FAILED, core.brokeOff(job, 5));
  }

  @Test
  void doesNotCountTheFailureOfAVolunteerThatIsLeaving() {
    Job job = job("a");
    core.submit(job, 0, 0);
    for (int i = 1; i <= 4; i++) {
      core.update(List.of(ready("v" + i, 1)), i);
      core.update(List.of(new Volunteer("v" + i, "host", 3632, 1, Availability.DRAINING)), i);
      assertEquals(List.of(), core.brokeOff(job, i));
      assertEquals(JobState.QUEUED, job.state);
    }
  }

  @Test
  void stopsARequestWhoseVolunteersAllLeave() {
    Job job = job("a");
    core.submit(job, 0, 0);
    for (int i = 1; i < 5; i++) {
      core.update(List.of(ready("v" + i, 1)), i);
      core.update(List.of(), i);
      core.brokeOff(job, i);
    }
    core.update(List.of(ready("v5", 1)), 5);
    core.update(List.of(), 5);
    assertSentHome(job, Outcome.VOLUNTEERS_FAILED, core.brokeOff(job, 5));
  }

  @Test
  void stopsARequestThatFailsThreeTimesAtTheOnlyVolunteer() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    assertRuns(job, "v1", core.brokeOff(job, 1));
    assertRuns(job, "v1", core.brokeOff(job, 2));
    assertSentHome(job, Outcome.VOLUNTEERS_FAILED, core.brokeOff(job, 3));
  }

  @Test
  void replaysAReplyThatBlamesTheVolunteerWhileThereIsAnotherOne() {
    core.update(List.of(ready("v1", 2), ready("v2", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    assertRuns(job, "v2", core.served(job, KILLED, 10, 1));
    assertFalse(core.isAnswering(job));
    assertEquals(List.of(), core.served(job, KILLED, 10, 2), "the only answer there is");
    assertTrue(core.isAnswering(job));
  }

  /** What a distccd says that is being killed is no answer, though there is nobody else by now. */
  @Test
  void waitsForAnotherOneWhereTheVolunteerThatIsBlamedGoesAway() {
    for (List<Volunteer> left :
        List.of(
            List.<Volunteer>of(),
            List.of(new Volunteer("v1", "host", 3632, 1, Availability.DRAINING)),
            List.of(new Volunteer("v1", "host", 3632, 1, Availability.NOT_READY)))) {
      core.update(List.of(ready("v1", 1)), 0);
      Job job = job("a");
      assertRuns(job, "v1", core.submit(job, 0, 0));
      core.update(left, 1);
      assertEquals(List.of(), core.served(job, KILLED, 10, 2));
      assertFalse(core.isAnswering(job), left.toString());
      assertRuns(job, "v2", core.update(List.of(ready("v2", 1)), 3));
      core.served(job, SUCCESS, 10, 4);
      core.answered(job, 5);
    }
  }

  @Test
  void passesOnWhatTheCompilerSaysOfTheSource() {
    core.update(List.of(ready("v1", 2), ready("v2", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    core.served(job, new WaitStatus(1 << 8), 10, 1);
    assertTrue(core.isAnswering(job));
  }

  @Test
  void waitsForAnotherVolunteerThatIsBusy() {
    core.update(List.of(ready("v1", 1), ready("v2", 1)), 0);
    Job first = job("a");
    Job second = job("b");
    core.submit(first, 0, 0);
    core.submit(second, 0, 0);
    assertEquals(List.of(), core.served(first, KILLED, 10, 1), "v1 is free, but failed it");
    assertRuns(first, "v2", core.served(second, SUCCESS, 10, 2));
  }

  @Test
  void stopsARequestThatTwoVolunteersHangUpOn() {
    core.update(List.of(ready("v1", 3), ready("v2", 2), ready("v3", 1)), 0);
    Job poison = job("a");
    core.submit(poison, 0, 0);
    assertRuns(poison, "v2", core.hungUp(poison, 1));
    assertSentHome(poison, Outcome.POISON, core.hungUp(poison, 2));
    assertEquals(List.of(), core.hungUp(poison, 3), "it has ended");
  }

  @Test
  void doesNotBlameVolunteersForPoison() {
    core.update(List.of(ready("v1", 8), ready("v2", 8)), 0);
    serve(job("a"), 0);
    for (int i = 0; i < 5; i++) {
      Job poison = job("a");
      core.submit(poison, 1, 1);
      core.hungUp(poison, 1);
      core.hungUp(poison, 1);
      assertEquals(Outcome.POISON, poison.outcome);
    }
    assertEquals(16, core.snapshot(1).slots(VolunteerState.READY));
  }

  @Test
  void setsABlackHoleAsideSinceItWouldEatTheQueue() {
    core.update(List.of(ready("hole", 8), ready("well", 1)), 0);
    serve(job("a"), 0);
    for (int i = 0; i < 2; i++) {
      Job job = job("a");
      core.submit(job, i, i);
      assertEquals("hole", job.volunteer);
      core.hungUp(job, i);
      assertEquals("well", job.volunteer);
      core.served(job, SUCCESS, 10, i);
    }
    assertEquals(8, core.snapshot(2).slots(VolunteerState.BLACK_HOLE));
  }

  @Test
  void blamesNobodyForACompilerThatNobodyEverRan() {
    core.update(List.of(ready("v1", 8), ready("v2", 1)), 0);
    for (int i = 0; i < 3; i++) {
      Job job = new Job("a", "unknown", 100, new ListenerOfNobody());
      core.submit(job, 0, 0);
      core.hungUp(job, 0);
    }
    assertEquals(9, core.snapshot(0).slots(VolunteerState.READY));
  }

  @Test
  void doesNotCountAVolunteerThatCouldNotBeReached() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    for (int second = 0; second < 8; second += 4) {
      assertEquals(List.of(), core.unreachable(job, seconds(second)), "it is set aside");
      assertRuns(job, "v1", core.tick(seconds(second + 2)));
    }
    assertEquals(1, job.attempts);
    assertEquals(0, core.snapshot(seconds(8)).replayed(), "nobody has seen the request yet");
  }

  @Test
  void breaksOffWhatRunsOnAVolunteerThatIsGone() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    assertEquals(List.of(new Action.BreakOff(job, 1)), core.update(List.of(), 1));
    assertEquals(List.of(), core.brokeOff(job, 2));
    assertRuns(job, "v2", core.update(List.of(ready("v2", 1)), 3));
  }

  @Test
  void letsADrainingVolunteerFinishAndGivesItNothingNew() {
    core.update(List.of(ready("v1", 2)), 0);
    Job runs = job("a");
    core.submit(runs, 0, 0);
    core.update(List.of(new Volunteer("v1", "h", 1, 2, Availability.DRAINING)), 1);
    assertEquals(List.of(), core.submit(job("a"), 1, 1));
    assertEquals(List.of(), core.served(runs, SUCCESS, 10, 2));
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
    core.served(answering, SUCCESS, 10, 4);
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
    assertEquals(List.of(), core.served(job, SUCCESS, 10, 2));
    assertEquals(List.of(), core.brokeOff(job, 2));
    assertEquals(List.of(), core.unreachable(job, 2));
    core.answered(job, 2);
    assertEquals(JobState.ENDED, job.state);
    assertEquals(Outcome.ABANDONED, job.outcome);
    assertEquals(0, core.snapshot(2).volunteers().getFirst().busy());
  }

  @Test
  void breaksOffWhatRunsWhereNobodyListensAnyMore() {
    core.update(List.of(ready("v1", 1), ready("v2", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    String lost = job.volunteer;
    assertEquals(List.of(new Action.BreakOff(job, 1)), core.deserted(lost, 1, 1));
    assertEquals(1, core.snapshot(1).slots(VolunteerState.UNREACHABLE));
    core.brokeOff(job, 2);
    assertNotEquals(lost, job.volunteer);
  }

  @Test
  void saysWhichStartItBreaksOffSinceActionsOvertakeEachOther() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    assertEquals(List.of(new Action.Start(job, ready("v1", 1), 1)), core.submit(job, 0, 0));
    core.unreachable(job, 1);
    assertEquals(
        List.of(new Action.Start(job, ready("v1", 1), 2)), core.tick(seconds(1)), "same volunteer");
    assertEquals(List.of(new Action.BreakOff(job, 2)), core.update(List.of(), seconds(2)));
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
  void givesWhatTheyTriedToThoseWhoseOtherVolunteerIsDeserted() {
    core.update(List.of(ready("v1", 1), ready("v2", 1)), 0);
    Job first = job("a");
    Job second = job("b");
    core.submit(first, 0, 0);
    core.submit(second, 0, 0);
    assertEquals(List.of(), core.served(first, KILLED, 10, 1), "it waits for v2");
    List<Action> actions = core.deserted("v2", 2, 2);
    assertEquals(
        List.of(new Action.BreakOff(second, 1), new Action.Start(first, ready("v1", 1), 2)),
        actions);
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
  void startsWhatItCanBeforeItCallsATenantsQueueFull() {
    DispatchCore limited = new DispatchCore(LIMITS, TenantShares.equal(1));
    limited.update(List.of(ready("v1", 1)), 0);
    Job first = job("a");
    limited.submit(first, 0, 0);
    limited.unreachable(first, 1);
    Job second = job("a");
    assertRuns(first, "v1", limited.submit(second, seconds(1), seconds(1)));
    assertEquals(JobState.QUEUED, second.state, "the pause of v1 is over, so there is room");
  }

  @Test
  void sendsNobodyHomeForAJobThatIsReplayed() {
    core.update(List.of(ready("v1", 1)), 0);
    Job replayed = job("a");
    core.submit(replayed, 0, 0);
    IntStream.range(0, 3).forEach(i -> core.submit(job("a"), 0, 0));
    core.update(List.of(), 1);
    assertEquals(List.of(), core.brokeOff(replayed, 2));
    assertEquals(4, core.snapshot(2).queued());
  }

  @Test
  void sendsHomeWhatWaitedTooLong() {
    Job job = job("a");
    core.submit(job, 0, 0);
    assertEquals(List.of(), core.tick(seconds(10)));
    assertSentHome(job, Outcome.WAITED_TOO_LONG, core.tick(seconds(10) + 1));
  }

  @Test
  void letsAReplayedJobWaitAsLongAgainButNotForEver() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    core.update(List.of(), seconds(9));
    core.brokeOff(job, seconds(9));
    assertEquals(List.of(), core.tick(seconds(19)));
    assertSentHome(job, Outcome.WAITED_TOO_LONG, core.tick(seconds(19) + 1));
  }

  @Test
  void sendsHomeWhatGoesFromOneUnreachableVolunteerToTheNext() {
    core.update(List.of(ready("v1", 1), ready("v2", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    for (int second = 4; second < 12; second += 4) {
      core.unreachable(job, seconds(second));
      assertEquals(JobState.RUNNING, job.state, "it is never seen waiting");
    }
    assertSentHome(job, Outcome.WAITED_TOO_LONG, core.unreachable(job, seconds(12)));
    assertEquals(0, core.snapshot(seconds(12)).running());
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
    core.served(job, SUCCESS, 10, seconds(242));
    assertEquals(List.of(), core.tick(seconds(900)));
  }

  @Test
  void numbersStartsInTheirOrderAndKeepsTheFirstOnReplay() {
    core.update(List.of(ready("v1", 1), ready("v2", 1)), 0);
    Job first = job("a");
    core.submit(first, 0, 0);
    core.submit(job("b"), 0, 0);
    core.brokeOff(first, 1);
    assertEquals(List.of(2L, 1L), newest(2).stream().map(JobRecord::startOrder).toList());
  }

  @Test
  void reportsWaitsAndServiceTimes() {
    assertTrue(core.snapshot(0).meanServiceSeconds().isEmpty());
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0, 0);
    core.submit(job("b"), seconds(1), seconds(1));
    core.served(job, SUCCESS, 10, seconds(2));
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
    assertEquals(List.of(Outcome.DONE), newest(2).stream().map(JobRecord::outcome).toList());
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
    assertEquals(Outcome.ABANDONED, core.jobs(2, 1).getFirst().outcome());
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
    core.served(job, SUCCESS, 10, 1);
    core.answered(job, 2);
    return job;
  }

  private void serve(Job job, long now) {
    core.submit(job, now, now);
    core.served(job, SUCCESS, 10, now);
    core.answered(job, now);
  }

  private static void assertSentHome(Job job, Outcome outcome, List<Action> actions) {
    assertEquals(
        List.of(new Action.TellEnded(job.record()), new Action.SendHome(job, outcome)), actions);
    assertEquals(outcome, job.outcome);
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
