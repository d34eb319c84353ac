package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The books about all living jobs, and who holds whose slots. */
final class Accounts {
  private final TenantShares shares;
  private final Map<Job, JobAccount> living = new LinkedHashMap<>();
  private final Map<String, Integer> busy = new HashMap<>();
  private long newestPlace;
  private long headPlace;
  private long ended;
  private int busyAtMost;

  Accounts(TenantShares shares) {
    this.shares = shares;
  }

  JobAccount open(Job job, long heardAtNanos, long nowNanos) {
    JobAccount account =
        new JobAccount(job, share(job.tenant), ++newestPlace, heardAtNanos, nowNanos);
    living.put(job, account);
    return account;
  }

  Optional<JobAccount> of(Job job) {
    return Optional.ofNullable(living.get(job));
  }

  Collection<JobAccount> living() {
    return living.values();
  }

  TenantShare share(String tenant) {
    return shares.of(tenant);
  }

  void start(JobAccount account, String volunteer, long nowNanos) {
    account.startedAtNanos = nowNanos;
    account.state = JobState.RUNNING;
    account.volunteer = volunteer;
    account.attempts++;
    account.starts++;
    busy.merge(volunteer, 1, Integer::sum);
    busyAtMost = Math.max(busyAtMost, count(JobState.RUNNING));
  }

  void leaveSlot(JobAccount account) {
    busy.merge(account.volunteer, -1, Integer::sum);
  }

  void requeue(JobAccount account) {
    leaveSlot(account);
    account.state = JobState.QUEUED;
    account.place = --headPlace;
  }

  void end(JobAccount account) {
    account.state = JobState.ENDED;
    living.remove(account.job);
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

  int count(JobState state) {
    int count = 0;
    for (JobAccount account : living.values()) {
      count += account.state == state ? 1 : 0;
    }
    return count;
  }

  int count(JobState state, String tenant) {
    int count = 0;
    for (JobAccount account : living.values()) {
      count += account.state == state && account.tenant().equals(tenant) ? 1 : 0;
    }
    return count;
  }

  /** Bytes of the requests that wait. */
  long queuedBytes(String tenant) {
    return living.values().stream()
        .filter(account -> account.state == JobState.QUEUED && account.tenant().equals(tenant))
        .mapToLong(account -> account.job.requestBytes)
        .sum();
  }
}
