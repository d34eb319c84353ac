package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.history.Expectation;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Container;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of one living job from the events and actions alone. */
final class ExpectedJob {
  final Job job;
  final TenantShare share;

  final long cameAtNanos;

  /** How long it will run, by what was done before it came. */
  Expectation expected;

  /** Where it failed and may not run again, and what is known of each failure. */
  final Map<String, Fault> faults = new HashMap<>();

  /** Times that a volunteer ended while it ran there. */
  final Map<String, Integer> deaths = new HashMap<>();

  /** Names of the volunteers at which its compiler was killed for want of memory. */
  final Set<String> killedAt = new HashSet<>();

  /** Times that it was killed as where memory runs out, alone or with all that ran beside it. */
  int kills;

  /** Of these, the ones that are told to be for want of memory. */
  int provenKills;

  /** Whether such a job was killed in an earlier build. */
  boolean isRemembered;

  /** Whether it was started as one that has to be alone. */
  boolean startedAlone;

  /** Names of the volunteers that replied that they cannot compile it. */
  final Set<String> complaints = new HashSet<>();

  /** Whether there was such a one before it was let run again where it had failed. */
  boolean complainedEarlier;

  /** How it must end when its client has the reply. */
  Outcome answeredAs = Outcome.DONE;

  /** Times that it took too long. */
  int timesTooLong;

  /** Until when it waits for news of the container that it ran in. */
  Optional<Long> awaitsUntilNanos = Optional.empty();

  /** The canary that may end that. */
  Optional<Long> awaitsCanary = Optional.empty();

  /** What was known of its container when it started. */
  Optional<Container> container = Optional.empty();

  /** Its arrival, or the end of its last attempt that counted. */
  long putBackAtNanos;

  /** Failures at volunteers that are well which count although it may run there again. */
  int earlierWells;

  /** Whether it was let run again where it had failed. */
  boolean triedAgain;

  /** Whether the start that it is at was broken off by the core. */
  boolean brokenOff;

  JobState state = JobState.QUEUED;
  String volunteer;
  int attempts;
  int starts;
  long startedAtNanos;
  int fed;
  boolean toldEnded;

  /** Its place in its tenant's line: the lower, the sooner. */
  long place;

  /** Since when its client has seen nothing. */
  long silentSinceNanos;

  /** Its arrival, or the end of the last attempt that counted. */
  long waitsSinceNanos;

  /** Its arrival, or the latest moment at which it did not wait. */
  long queuedSinceNanos;

  /** What is known of a failure. */
  enum Fault {
    OPEN,
    WELL,
    LACKS,
    FAILING
  }

  ExpectedJob(Job job, TenantShare share, long place, long heardAtNanos, long nowNanos) {
    this.job = job;
    this.share = share;
    this.place = place;
    this.silentSinceNanos = heardAtNanos;
    this.waitsSinceNanos = nowNanos;
    this.queuedSinceNanos = nowNanos;
    this.putBackAtNanos = nowNanos;
    this.cameAtNanos = nowNanos;
  }

  /** Whether it may run only where nothing else runs. */
  boolean needsAlone() {
    return kills > 0 || isRemembered;
  }

  /**
   * Whether this volunteer has not told that it lacks the job's compiler, and has told its checks.
   */
  boolean mayRunAt(Optional<Toolchain> toolchain) {
    return toolchain.map(told -> told.serves(job.needs)).orElse(job.needs.checks().isEmpty());
  }

  /** Whether the next reply that it cannot be compiled is the answer. */
  boolean hasComplaint() {
    return complainedEarlier
        || complaints.stream()
            .anyMatch(name -> faults.containsKey(name) && faults.get(name) != Fault.FAILING);
  }

  int wells() {
    return earlierWells + count(Fault.WELL);
  }

  int count(Fault fault) {
    return (int) faults.values().stream().filter(fault::equals).count();
  }

  /** Whether it was given a slot before and waits again. */
  boolean wasPutBack() {
    return place < 0;
  }

  String tenant() {
    return job.tenant;
  }

  @Override
  public String toString() {
    return "job of %s, %s at %s, attempts %d, faults %s, kills %d, awaits %s, fed %d"
        .formatted(tenant(), state, volunteer, attempts, faults, kills, awaitsUntilNanos, fed);
  }
}
