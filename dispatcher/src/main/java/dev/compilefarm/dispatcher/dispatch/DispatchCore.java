package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.protocol.ReplyPrefix;
import dev.compilefarm.dispatcher.protocol.WaitStatus;
import dev.compilefarm.dispatcher.queue.FairQueue;
import dev.compilefarm.dispatcher.queue.TenantLoad;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool.Lease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * All that the dispatcher decides. Pure: events come in with the time, actions come out. Not
 * thread-safe. An event about a job that is no longer in the state which the event speaks of
 * changes nothing, because connections end on several threads in any order.
 *
 * <p>Always true between two calls: a volunteer's busy slots are its RUNNING jobs; no job waits
 * while a slot is free that it may have; an ended job stays ended.
 */
final class DispatchCore {
  /** So many volunteers that at once hang up on one request prove that it is the request. */
  private static final int POISON_VOLUNTEERS = 2;

  private final QueueLimits limits;
  private final FairQueue<Job, Set<String>> queue;
  private final VolunteerPool volunteers = new VolunteerPool();
  private final Set<Job> running = new LinkedHashSet<>();
  private final ServiceTimes serviceTimes = new ServiceTimes();
  private final KnownCompilers knownCompilers = new KnownCompilers();
  private final JobLog log = new JobLog();
  private final Tally tally = new Tally();
  private List<Action> decided = new ArrayList<>();

  DispatchCore(QueueLimits limits, TenantShares shares) {
    this.limits = limits;
    this.queue =
        new FairQueue<>(shares, job -> Set.copyOf(job.failures.keySet()), job -> job.requestBytes);
  }

  /**
   * A whole request has arrived.
   *
   * @param heardAtNanos since when its client may have seen nothing of us: it may have sent all
   *     long ago, and its request waited for room
   */
  List<Action> submit(Job job, long heardAtNanos, long nowNanos) {
    job.id = tally.accept();
    job.queuedAtNanos = nowNanos;
    job.patientSinceNanos = heardAtNanos;
    log.begun(job);
    waitFrom(job, nowNanos);
    keepPatient(job, nowNanos);
    queue.add(job.tenant, job, nowNanos);
    place(nowNanos);
    if (job.state == JobState.QUEUED && queue.isOverfull(job.tenant)) {
      sendHomeFromQueue(job, Outcome.TENANT_QUEUE_FULL, nowNanos);
    }
    if (queue.queued() > limits.queuedJobs()) {
      sendHomeFromQueue(queue.mostExcessive().orElseThrow(), Outcome.QUEUE_FULL, nowNanos);
    }
    return decided();
  }

  /**
   * The volunteer's whole reply is here, and the connection to it is closed. Afterwards the job is
   * ANSWERING if this reply is the client's.
   */
  List<Action> served(Job job, WaitStatus status, long replyBytes, long nowNanos) {
    if (job.state != JobState.RUNNING) {
      return List.of();
    }
    job.lease.answered();
    if (status.blamesVolunteer()) {
      bookFailure(job);
      if (mayBeReplayed(job) && isWorthAnother(job, nowNanos)) {
        replay(job, nowNanos);
        return decided();
      }
    } else {
      knownCompilers.ran(job.compiler);
    }
    leaveSlot(job, nowNanos);
    serviceTimes.completed(job.tenant, nowNanos);
    job.state = JobState.ANSWERING;
    job.servedAtNanos = nowNanos;
    job.replyBytes = replyBytes;
    place(nowNanos);
    return decided();
  }

  /** The volunteer took the connection and broke it off before its reply was whole. */
  List<Action> brokeOff(Job job, long nowNanos) {
    if (job.state == JobState.RUNNING) {
      failed(job, nowNanos);
    }
    return decided();
  }

  /**
   * The volunteer hung up without a byte of reply, while it took the request or at once after, and
   * is still there. That is how distccd refuses a compiler or an option, and how it fails where it
   * cannot write ({@code src/serve.c}).
   */
  List<Action> hungUp(Job job, long nowNanos) {
    if (job.state != JobState.RUNNING) {
      return List.of();
    }
    job.hungUpBy.add(job.volunteer);
    if (job.hungUpBy.size() >= POISON_VOLUNTEERS) {
      volunteers.absolve(job.id);
      leaveSlot(job, nowNanos);
      sendHome(job, Outcome.POISON, nowNanos);
      place(nowNanos);
      return decided();
    }
    if (knownCompilers.contains(job.compiler)) {
      job.lease.hungUpOn(job.id, nowNanos);
    }
    failed(job, nowNanos);
    return decided();
  }

  /**
   * The volunteer could not be connected to: no attempt, so it does not count as one and is part of
   * the wait. A job that goes from one such volunteer to the next is waiting at no tick.
   */
  List<Action> unreachable(Job job, long nowNanos) {
    if (job.state != JobState.RUNNING) {
      return List.of();
    }
    job.lease.unreachable(nowNanos);
    job.attempts--;
    if (hasWaitedTooLong(job, nowNanos)) {
      leaveSlot(job, nowNanos);
      sendHome(job, Outcome.WAITED_TOO_LONG, nowNanos);
      place(nowNanos);
    } else {
      requeue(job, nowNanos);
    }
    return decided();
  }

  /**
   * Nobody listens any more where this volunteer is: what it ran then is lost, whatever it looks.
   *
   * @param askedAtNanos when the question was put; who was given a job later may be there again
   */
  List<Action> deserted(String volunteer, long askedAtNanos, long nowNanos) {
    volunteers.unreachable(volunteer, nowNanos);
    running.stream()
        .filter(job -> job.volunteer.equals(volunteer))
        .filter(job -> job.lastStartedAtNanos - askedAtNanos <= 0)
        .forEach(this::breakOff);
    place(nowNanos);
    return decided();
  }

  /** The client has the whole reply. */
  List<Action> answered(Job job, long nowNanos) {
    if (job.state == JobState.ANSWERING) {
      end(job, Outcome.DONE, nowNanos);
    }
    return decided();
  }

  /** The client went away or broke the protocol; what it held of a volunteer is closed already. */
  List<Action> lost(Job job, Outcome outcome, long nowNanos) {
    switch (job.state) {
      case QUEUED -> queue.remove(job.tenant, job, nowNanos);
      case RUNNING -> leaveSlot(job, nowNanos);
      case ANSWERING -> {}
      case ENDED -> {
        return List.of();
      }
    }
    end(job, outcome, nowNanos);
    place(nowNanos);
    return decided();
  }

  /** The farm's volunteers are these now. */
  List<Action> update(Collection<Volunteer> present, long nowNanos) {
    Set<String> gone = volunteers.update(present);
    running.stream().filter(job -> gone.contains(job.volunteer)).forEach(this::breakOff);
    place(nowNanos);
    return decided();
  }

  /** To be called about once a second: time alone ends waits and brings volunteers back. */
  List<Action> tick(long nowNanos) {
    running.forEach(job -> keepPatient(job, nowNanos));
    for (Job job : queue.waitingJobs()) {
      boolean patient = keepPatient(job, nowNanos);
      if (!patient || hasWaitedTooLong(job, nowNanos)) {
        sendHomeFromQueue(job, Outcome.WAITED_TOO_LONG, nowNanos);
      }
    }
    place(nowNanos);
    return decided();
  }

  /** Whether this job waits for its reply to be written to the client. */
  boolean isAnswering(Job job) {
    return job.state == JobState.ANSWERING;
  }

  LoadSnapshot snapshot(long nowNanos) {
    long oldest =
        queue.oldestCandidates().mapToLong(job -> nowNanos - job.queuedAtNanos).max().orElse(0);
    return new LoadSnapshot(
        queue.queued(),
        running.size(),
        seconds(oldest),
        serviceTimes.meanSeconds(nowNanos),
        tally.accepted(),
        tally.replayed(),
        tally.ended(),
        queue.tenants(),
        meanServiceSecondsByTenant(nowNanos),
        volunteers.loads(nowNanos));
  }

  private Map<String, Double> meanServiceSecondsByTenant(long nowNanos) {
    Map<String, Double> means = new HashMap<>();
    for (TenantLoad tenant : queue.tenants()) {
      serviceTimes
          .meanSeconds(tenant.tenant(), nowNanos)
          .ifPresent(mean -> means.put(tenant.tenant(), mean));
    }
    return means;
  }

  List<Volunteer> busyVolunteers() {
    return volunteers.busy();
  }

  List<JobRecord> jobs(long before, int max) {
    return log.records(before, max);
  }

  private List<Action> decided() {
    List<Action> actions = decided;
    decided = new ArrayList<>();
    return actions;
  }

  /** Starts what can be started. */
  private void place(long nowNanos) {
    Optional<Job> next = nextToPlace(nowNanos);
    while (next.isPresent()) {
      start(next.get(), nowNanos);
      next = nextToPlace(nowNanos);
    }
  }

  /**
   * A job that has tried nobody may have any free slot, so where there is none for it there is none
   * for any: a full farm is not asked about each waiting job at each event.
   */
  private Optional<Job> nextToPlace(long nowNanos) {
    if (!volunteers.hasSlotFor(Set.of(), nowNanos)) {
      return Optional.empty();
    }
    return queue.take(tried -> volunteers.hasSlotFor(tried, nowNanos), nowNanos);
  }

  private void start(Job job, long nowNanos) {
    Lease lease = volunteers.acquire(job.failures.keySet(), nowNanos).orElseThrow();
    job.lease = lease;
    job.volunteer = lease.volunteer().name();
    job.state = JobState.RUNNING;
    job.attempts++;
    job.starts++;
    job.lastStartedAtNanos = nowNanos;
    if (job.startOrder == 0) {
      job.startOrder = tally.start();
      job.startedAtNanos = nowNanos;
    }
    if (job.attempts > 1) {
      tally.replay();
    }
    running.add(job);
    serviceTimes.started(job.tenant, nowNanos);
    decided.add(new Action.Start(job, lease.volunteer(), job.starts));
  }

  /** An attempt came to nothing: replay, or give up. */
  private void failed(Job job, long nowNanos) {
    bookFailure(job);
    if (mayBeReplayed(job)) {
      replay(job, nowNanos);
    } else {
      leaveSlot(job, nowNanos);
      sendHome(job, Outcome.VOLUNTEERS_FAILED, nowNanos);
      place(nowNanos);
    }
  }

  private void bookFailure(Job job) {
    job.failures.merge(job.volunteer, 1, Integer::sum);
  }

  /**
   * After a reply that blames the volunteer. It is the only answer there is where that one goes on
   * as before and nobody else is there; a distccd that is being killed replies so too.
   */
  private boolean isWorthAnother(Job job, long nowNanos) {
    return !volunteers.isReady(job.volunteer, nowNanos)
        || volunteers.hasReadyBeside(job.failures.keySet(), nowNanos);
  }

  /**
   * A failure counts only while its volunteer stays: one that left may have failed because it was
   * leaving. Since a connection often ends before the news of that comes, all failures are judged
   * anew each time.
   */
  private boolean mayBeReplayed(Job job) {
    int failures =
        job.failures.entrySet().stream()
            .filter(failure -> volunteers.isStaying(failure.getKey()))
            .mapToInt(Map.Entry::getValue)
            .sum();
    return failures < limits.failures() && job.attempts < limits.attempts();
  }

  private void replay(Job job, long nowNanos) {
    waitFrom(job, nowNanos);
    requeue(job, nowNanos);
  }

  /** It was let in once, so a queue that is full by now does not send it home. */
  private void requeue(Job job, long nowNanos) {
    leaveSlot(job, nowNanos);
    job.state = JobState.QUEUED;
    queue.addFirst(job.tenant, job, nowNanos);
    place(nowNanos);
  }

  private void waitFrom(Job job, long nowNanos) {
    job.waitsUntilNanos = nowNanos + limits.longestWait().toNanos();
  }

  private void breakOff(Job job) {
    decided.add(new Action.BreakOff(job, job.starts));
  }

  private static boolean hasWaitedTooLong(Job job, long nowNanos) {
    return nowNanos - job.waitsUntilNanos > 0;
  }

  private void leaveSlot(Job job, long nowNanos) {
    running.remove(job);
    job.lease.release();
    job.lease = null;
    queue.ended(job.tenant, nowNanos);
    serviceTimes.left(job.tenant, nowNanos);
  }

  /** Feeds a client that has seen nothing for long; false when there is nothing left to feed. */
  private boolean keepPatient(Job job, long nowNanos) {
    if (nowNanos - job.patientSinceNanos <= limits.feedAfter().toNanos()) {
      return true;
    }
    if (job.fedBytes == ReplyPrefix.LENGTH) {
      return false;
    }
    job.fedBytes++;
    job.patientSinceNanos = nowNanos;
    decided.add(new Action.Feed(job, job.fedBytes));
    return true;
  }

  private void sendHomeFromQueue(Job waiting, Outcome outcome, long nowNanos) {
    queue.remove(waiting.tenant, waiting, nowNanos);
    sendHome(waiting, outcome, nowNanos);
  }

  private void sendHome(Job job, Outcome outcome, long nowNanos) {
    end(job, outcome, nowNanos);
    decided.add(new Action.SendHome(job, outcome));
  }

  private void end(Job job, Outcome outcome, long nowNanos) {
    if (job.state != JobState.ANSWERING && job.starts > 0) {
      serviceTimes.completed(job.tenant, nowNanos);
    }
    job.state = JobState.ENDED;
    job.outcome = outcome;
    job.endedAtNanos = nowNanos;
    tally.end(outcome);
    decided.add(new Action.TellEnded(log.ended(job)));
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
