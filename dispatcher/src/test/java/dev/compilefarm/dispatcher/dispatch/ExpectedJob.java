package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.queue.TenantShare;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is known of one living job from the events and actions alone. */
final class ExpectedJob {
  final Job job;
  final TenantShare share;

  /** Volunteers that failed it, the same one again if it did again. */
  final List<String> failures = new ArrayList<>();

  /** Those that took it and at once hung up. */
  final Set<String> hungUpBy = new HashSet<>();

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

  ExpectedJob(Job job, TenantShare share, long place, long heardAtNanos, long nowNanos) {
    this.job = job;
    this.share = share;
    this.place = place;
    this.silentSinceNanos = heardAtNanos;
    this.waitsSinceNanos = nowNanos;
  }

  /** Volunteers that failed it. */
  Set<String> tried() {
    return Set.copyOf(failures);
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
    return "job of %s, %s at %s, attempts %d, failed by %s, fed %d"
        .formatted(tenant(), state, volunteer, attempts, failures, fed);
  }
}
