package dev.compilefarm.dispatcher.dispatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DispatchCoreTest {
  private static final QueueLimits LIMITS = new QueueLimits(3, Duration.ofSeconds(10), 2);
  private final DispatchCore core = new DispatchCore(LIMITS);

  @Test
  void holdsJobsUntilAVolunteerComes() {
    Job job = job("a");
    assertEquals(List.of(), core.submit(job, 0));
    assertEquals(1, core.snapshot(0).queued());
    assertRuns(job, "v1", core.update(List.of(ready("v1", 2)), 0));
  }

  @Test
  void startsTheNextJobWhenASlotIsFree() {
    core.update(List.of(ready("v1", 1)), 0);
    Job first = job("a");
    Job second = job("a");
    assertRuns(first, "v1", core.submit(first, 0));
    assertEquals(List.of(), core.submit(second, 0));
    assertRuns(second, "v1", core.served(first, 10, 5));
    assertEquals(JobState.ANSWERING, first.state);
    core.answered(first, 6);
    assertEquals(1, core.snapshot(6).ended().get(Outcome.DONE));
  }

  @Test
  void replaysOnAnotherVolunteerOnceAndThenGivesUp() {
    core.update(List.of(ready("v1", 2), ready("v2", 1)), 0);
    Job job = job("a");
    assertRuns(job, "v1", core.submit(job, 0));
    assertRuns(job, "v2", core.brokeOff(job, 1));
    assertEquals(1, core.snapshot(1).replayed());
    assertEquals(
        List.of(new Action.SendHome(job, Outcome.VOLUNTEERS_FAILED)), core.brokeOff(job, 2));
    assertEquals(0, core.snapshot(2).running());
  }

  @Test
  void doesNotCountAVolunteerThatCouldNotBeReached() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0);
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
    core.submit(job, 0);
    assertEquals(List.of(new Action.BreakOff(job)), core.update(List.of(), 1));
    assertEquals(List.of(), core.brokeOff(job, 2));
    assertRuns(job, "v2", core.update(List.of(ready("v2", 1)), 3));
  }

  @Test
  void letsADrainingVolunteerFinishAndGivesItNothingNew() {
    core.update(List.of(ready("v1", 2)), 0);
    Job runs = job("a");
    core.submit(runs, 0);
    core.update(List.of(new Volunteer("v1", "h", 1, 2, Availability.DRAINING)), 1);
    assertEquals(List.of(), core.submit(job("a"), 1));
    assertEquals(List.of(), core.served(runs, 10, 2));
    assertEquals(JobState.ANSWERING, runs.state);
    assertEquals(0, core.snapshot(2).slots(VolunteerState.READY));
    assertEquals(2, core.snapshot(2).slots(VolunteerState.DRAINING));
  }

  @Test
  void forgetsAJobWhoseClientIsGoneInEveryState() {
    core.update(List.of(ready("v1", 1)), 0);
    Job running = job("a");
    Job queued = job("a");
    core.submit(running, 0);
    core.submit(queued, 0);
    assertEquals(List.of(), core.lost(queued, Outcome.ABANDONED, 1));
    assertEquals(0, core.snapshot(1).queued());
    assertEquals(List.of(), core.lost(running, Outcome.ABANDONED, 2));
    assertEquals(0, core.snapshot(2).running());
    Job answering = job("a");
    core.submit(answering, 3);
    core.served(answering, 10, 4);
    core.lost(answering, Outcome.ABANDONED, 5);
    core.lost(answering, Outcome.ABANDONED, 6);
    assertEquals(3, core.snapshot(6).ended().get(Outcome.ABANDONED));
  }

  @Test
  void ignoresWhatComesTooLate() {
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0);
    core.lost(job, Outcome.ABANDONED, 1);
    assertEquals(List.of(), core.served(job, 10, 2));
    assertEquals(List.of(), core.brokeOff(job, 2));
    assertEquals(List.of(), core.unreachable(job, 2));
    core.answered(job, 2);
    assertEquals(JobState.ENDED, job.state);
    assertEquals(Outcome.ABANDONED, job.outcome);
    assertEquals(0, core.snapshot(2).volunteers().getFirst().busy());
  }

  @Test
  void sendsTheNewestOfTheLargestTenantHomeWhenTheQueueIsFull() {
    List<Job> heavy = IntStream.range(0, 3).mapToObj(i -> job("heavy")).toList();
    heavy.forEach(job -> core.submit(job, 0));
    assertEquals(
        List.of(new Action.SendHome(heavy.get(2), Outcome.QUEUE_FULL)),
        core.submit(job("light"), 1));
    assertEquals(3, core.snapshot(1).queued());
  }

  @Test
  void sendsHomeWhatWaitedTooLong() {
    Job job = job("a");
    core.submit(job, 0);
    assertEquals(List.of(), core.tick(seconds(10)));
    assertEquals(
        List.of(new Action.SendHome(job, Outcome.WAITED_TOO_LONG)), core.tick(seconds(10) + 1));
  }

  @Test
  void numbersStartsInTheirOrderAndKeepsTheFirstOnReplay() {
    core.update(List.of(ready("v1", 1), ready("v2", 1)), 0);
    Job first = job("a");
    core.submit(first, 0);
    core.submit(job("b"), 0);
    core.brokeOff(first, 1);
    assertEquals(List.of(1L, 2L), core.jobs().stream().map(JobRecord::startOrder).toList());
  }

  @Test
  void reportsWaitsAndServiceTimes() {
    assertTrue(core.snapshot(0).meanServiceSeconds().isEmpty());
    core.update(List.of(ready("v1", 1)), 0);
    Job job = job("a");
    core.submit(job, 0);
    core.submit(job("b"), seconds(1));
    core.served(job, 10, seconds(2));
    core.submit(job("b"), seconds(3));
    LoadSnapshot load = core.snapshot(seconds(7));
    assertEquals(2.0, load.meanServiceSeconds().orElseThrow());
    assertEquals(4.0, load.oldestWaitSeconds());
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
    assertEquals(List.of(Outcome.DONE), core.jobs().stream().map(JobRecord::outcome).toList());
  }

  @Test
  void remembersTheNewestTenThousandEndedJobsAndAllThatLive() {
    Job waits = job("waits");
    core.submit(waits, 0);
    for (int i = 0; i < 10_001; i++) {
      Job job = job("a");
      core.submit(job, 0);
      core.lost(job, Outcome.ABANDONED, 1);
    }
    List<Long> ids = core.jobs().stream().map(JobRecord::id).toList();
    assertEquals(10_001, ids.size());
    assertEquals(List.of(1L, 3L, 4L), ids.subList(0, 3));
  }

  private Job endedJob() {
    Job job = job("a");
    core.submit(job, 0);
    core.served(job, 10, 1);
    core.answered(job, 2);
    return job;
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

  /** The core passes listeners on and never calls them itself. */
  private record ListenerOfNobody() implements JobListener {
    @Override
    public void start(Volunteer volunteer) {
      throw new AssertionError("called by the core");
    }

    @Override
    public void breakOff() {
      throw new AssertionError("called by the core");
    }

    @Override
    public void sendHome(Outcome outcome) {
      throw new AssertionError("called by the core");
    }
  }
}
