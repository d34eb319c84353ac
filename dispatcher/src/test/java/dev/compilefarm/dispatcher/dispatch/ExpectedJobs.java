package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The books about all living jobs, and who holds whose slots. */
final class ExpectedJobs {
  private final TenantShares shares;
  private final Map<Job, ExpectedJob> living = new LinkedHashMap<>();
  private final Map<String, Integer> busy = new HashMap<>();
  private long newestPlace;
  private long headPlace;
  private long ended;
  private int busyAtMost;

  ExpectedJobs(TenantShares shares) {
    this.shares = shares;
  }

  ExpectedJob open(Job job, long heardAtNanos, long nowNanos) {
    ExpectedJob expected =
        new ExpectedJob(job, share(job.tenant), ++newestPlace, heardAtNanos, nowNanos);
    living.put(job, expected);
    return expected;
  }

  Optional<ExpectedJob> of(Job job) {
    return Optional.ofNullable(living.get(job));
  }

  Collection<ExpectedJob> living() {
    return living.values();
  }

  TenantShare share(String tenant) {
    return shares.of(tenant);
  }

  void start(ExpectedJob expected, String volunteer, long nowNanos) {
    expected.startedAtNanos = nowNanos;
    expected.brokenOff = false;
    expected.state = JobState.RUNNING;
    expected.volunteer = volunteer;
    expected.attempts++;
    expected.starts++;
    busy.merge(volunteer, 1, Integer::sum);
    busyAtMost = Math.max(busyAtMost, count(JobState.RUNNING));
  }

  void leaveSlot(ExpectedJob expected) {
    busy.merge(expected.volunteer, -1, Integer::sum);
  }

  void requeue(ExpectedJob expected) {
    leaveSlot(expected);
    expected.state = JobState.QUEUED;
    expected.place = --headPlace;
  }

  void end(ExpectedJob expected) {
    expected.state = JobState.ENDED;
    living.remove(expected.job);
    ended++;
  }

  int busy(String volunteer) {
    return busy.getOrDefault(volunteer, 0);
  }

  int busy() {
    return busy.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Most jobs that ever ran at a time. */
  int busyAtMost() {
    return busyAtMost;
  }

  long ended() {
    return ended;
  }

  /** One has ended that was never there. */
  void countEnded() {
    ended++;
  }

  int count(JobState state) {
    int count = 0;
    for (ExpectedJob expected : living.values()) {
      count += expected.state == state ? 1 : 0;
    }
    return count;
  }

  int count(JobState state, String tenant) {
    int count = 0;
    for (ExpectedJob expected : living.values()) {
      count += expected.state == state && expected.tenant().equals(tenant) ? 1 : 0;
    }
    return count;
  }

  /** Bytes of the requests that wait. */
  long queuedBytes(String tenant) {
    return living.values().stream()
        .filter(expected -> expected.state == JobState.QUEUED && expected.tenant().equals(tenant))
        .mapToLong(expected -> expected.job.requestBytes)
        .sum();
  }
}
