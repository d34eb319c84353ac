package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.queue.FairQueue;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool.Lease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
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
  private final QueueLimits limits;
  private final FairQueue<Job> queue = new FairQueue<>();
  private final VolunteerPool volunteers = new VolunteerPool();
  private final Set<Job> running = new LinkedHashSet<>();
  private final ServiceTimes serviceTimes = new ServiceTimes();
  private final JobLog log = new JobLog();
  private final Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
  private long accepted;
  private long replayed;
  private long started;

  DispatchCore(QueueLimits limits) {
    this.limits = limits;
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, 0L);
    }
  }

  /** A whole request has arrived. */
  List<Action> submit(Job job, long nowNanos) {
    job.id = ++accepted;
    job.queuedAtNanos = nowNanos;
    log.begun(job);
    queue.add(job.tenant, job);
    return placeWithinLimit(nowNanos);
  }

  /** The volunteer's whole reply is here, and the connection to it is closed. */
  List<Action> served(Job job, long replyBytes, long nowNanos) {
    if (job.state != JobState.RUNNING) {
      return List.of();
    }
    job.lease.reached();
    serviceTimes.add(seconds(nowNanos - job.attemptStartedAtNanos));
    leaveSlot(job);
    job.state = JobState.ANSWERING;
    job.replyBytes = replyBytes;
    return place(nowNanos);
  }

  /** The volunteer took the connection and broke it off before its reply was whole. */
  List<Action> brokeOff(Job job, long nowNanos) {
    if (job.state != JobState.RUNNING) {
      return List.of();
    }
    job.lease.reached();
    job.triedVolunteers.add(job.volunteer);
    leaveSlot(job);
    if (job.attempts >= limits.attempts()) {
      List<Action> actions = new ArrayList<>();
      actions.add(sentHome(job, Outcome.VOLUNTEERS_FAILED, nowNanos));
      actions.addAll(place(nowNanos));
      return actions;
    }
    return requeue(job, nowNanos);
  }

  /** The volunteer could not be connected to: no attempt, so it does not count as one. */
  List<Action> unreachable(Job job, long nowNanos) {
    if (job.state != JobState.RUNNING) {
      return List.of();
    }
    job.lease.unreachable(nowNanos);
    job.attempts--;
    leaveSlot(job);
    return requeue(job, nowNanos);
  }

  /** The client has the whole reply. */
  void answered(Job job, long nowNanos) {
    if (job.state == JobState.ANSWERING) {
      end(job, Outcome.DONE, nowNanos);
    }
  }

  /** The client went away or broke the protocol; what it held of a volunteer is closed already. */
  List<Action> lost(Job job, Outcome outcome, long nowNanos) {
    switch (job.state) {
      case QUEUED -> queue.remove(job.tenant, job);
      case RUNNING -> leaveSlot(job);
      case ANSWERING -> {}
      case ENDED -> {
        return List.of();
      }
    }
    end(job, outcome, nowNanos);
    return place(nowNanos);
  }

  /** The farm's volunteers are these now. */
  List<Action> update(Collection<Volunteer> present, long nowNanos) {
    Set<String> gone = volunteers.update(present);
    List<Action> actions = new ArrayList<>();
    for (Job job : running) {
      if (gone.contains(job.volunteer)) {
        actions.add(new Action.BreakOff(job));
      }
    }
    actions.addAll(place(nowNanos));
    return actions;
  }

  /** To be called about once a second: time alone ends waits and brings volunteers back. */
  List<Action> tick(long nowNanos) {
    List<Action> actions = new ArrayList<>();
    for (Job job : queue.waitingJobs()) {
      if (job.attempts == 0 && nowNanos - job.queuedAtNanos > limits.longestWait().toNanos()) {
        actions.add(sendHome(job, Outcome.WAITED_TOO_LONG, nowNanos));
      }
    }
    actions.addAll(place(nowNanos));
    return actions;
  }

  LoadSnapshot snapshot(long nowNanos) {
    long oldest =
        queue.waitingJobs().stream().mapToLong(job -> nowNanos - job.queuedAtNanos).max().orElse(0);
    return new LoadSnapshot(
        queue.queued(),
        running.size(),
        seconds(oldest),
        serviceTimes.meanSeconds(),
        accepted,
        replayed,
        Collections.unmodifiableMap(new EnumMap<>(ended)),
        queue.tenants(),
        volunteers.loads(nowNanos));
  }

  List<JobRecord> jobs() {
    return log.records();
  }

  /** To be called after one job was queued. */
  private List<Action> placeWithinLimit(long nowNanos) {
    List<Action> actions = place(nowNanos);
    if (queue.queued() > limits.queuedJobs()) {
      Job victim = queue.mostExcessive().orElseThrow();
      actions.add(sendHome(victim, Outcome.QUEUE_FULL, nowNanos));
    }
    return actions;
  }

  private List<Action> place(long nowNanos) {
    List<Action> actions = new ArrayList<>();
    Optional<Job> next = nextToPlace(nowNanos);
    while (next.isPresent()) {
      actions.add(start(next.get(), nowNanos));
      next = nextToPlace(nowNanos);
    }
    return actions;
  }

  /**
   * A job that has tried nobody may have any free slot, so where there is none for it there is none
   * for any: a full farm is not asked about each waiting job at each event.
   */
  private Optional<Job> nextToPlace(long nowNanos) {
    if (!volunteers.hasSlotFor(Set.of(), nowNanos)) {
      return Optional.empty();
    }
    return queue.take(job -> volunteers.hasSlotFor(job.triedVolunteers, nowNanos));
  }

  private Action start(Job job, long nowNanos) {
    Lease lease = volunteers.acquire(job.triedVolunteers, nowNanos).orElseThrow();
    job.lease = lease;
    job.volunteer = lease.volunteer().name();
    job.state = JobState.RUNNING;
    job.attempts++;
    job.attemptStartedAtNanos = nowNanos;
    if (job.startOrder == 0) {
      job.startOrder = ++started;
      job.startedAtNanos = nowNanos;
    }
    if (job.attempts > 1) {
      replayed++;
    }
    running.add(job);
    return new Action.Start(job, lease.volunteer());
  }

  private void leaveSlot(Job job) {
    running.remove(job);
    job.lease.release();
    job.lease = null;
    queue.ended(job.tenant);
  }

  private List<Action> requeue(Job job, long nowNanos) {
    job.state = JobState.QUEUED;
    queue.addFirst(job.tenant, job);
    return placeWithinLimit(nowNanos);
  }

  private Action sendHome(Job waiting, Outcome outcome, long nowNanos) {
    queue.remove(waiting.tenant, waiting);
    return sentHome(waiting, outcome, nowNanos);
  }

  private Action sentHome(Job job, Outcome outcome, long nowNanos) {
    end(job, outcome, nowNanos);
    return new Action.SendHome(job, outcome);
  }

  private void end(Job job, Outcome outcome, long nowNanos) {
    job.state = JobState.ENDED;
    job.outcome = outcome;
    job.endedAtNanos = nowNanos;
    ended.merge(outcome, 1L, Long::sum);
    log.ended(job);
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
