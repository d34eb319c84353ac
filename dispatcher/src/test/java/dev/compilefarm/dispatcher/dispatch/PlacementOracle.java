package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.dispatch.MaxMinShares.Claim;
import dev.compilefarm.dispatcher.queue.PerWeight;
import dev.compilefarm.dispatcher.queue.TenantHistory;
import dev.compilefarm.dispatcher.queue.TenantHistory.Claimant;
import dev.compilefarm.dispatcher.toolchain.Needs;
import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose turn is it, and where? Knows the promises of {@code queue} and {@code volunteer}, not how
 * they are kept. The states of volunteers are the core's own; {@link BlameOracle} judges those.
 */
final class PlacementOracle {
  private static final double ROUNDING = 1e-6;

  private final ExpectedJobs expectedJobs;
  private final BlameOracle blame;
  private final AloneOracle alone;
  private final long overtakenMaxNanos;

  /** Those that wait and were the oldest that could be placed when a longer one started. */
  private final Set<ExpectedJob> overtaken = new HashSet<>();

  private final TenantHistory history = new TenantHistory();

  PlacementOracle(
      ExpectedJobs expectedJobs, BlameOracle blame, AloneOracle alone, QueueLimits limits) {
    this.overtakenMaxNanos = limits.longestWait().toNanos() / 4;
    this.expectedJobs = expectedJobs;
    this.blame = blame;
    this.alone = alone;
  }

  /** Notes an arrival before it has any effect. */
  void arrives(String tenant, long nowNanos) {
    history.arrives(tenant, nowNanos);
  }

  /** Checks one start before it is booked. */
  void starts(
      ExpectedJob started, String volunteer, List<VolunteerLoad> volunteers, long nowNanos) {
    Invariant.check(started.state == JobState.QUEUED, "only a waiting job starts", started);
    Invariant.check(
        mayHave(started, volunteers).contains(volunteer),
        "a job gets a free slot of a ready volunteer that it has not tried and that is not known to"
            + " lack its compiler, while there is one",
        started,
        volunteer,
        volunteers);
    Map<String, Tenant> tenants = tenants(volunteers);
    Tenant served = tenants.get(started.tenant());
    Invariant.check(served.running < served.runningMax, "no tenant runs more than it may", served);
    ExpectedJob first = firstOf(served.placeable, nowNanos);
    Invariant.check(first == started, "the longest goes first in a tenant", first, started);
    if (started != oldestOf(served.placeable)) {
      overtaken.add(oldestOf(served.placeable));
    }
    overtaken.remove(started);
    checkShares(served, tenants, volunteers);
    checkTurns(served, tenants, nowNanos);
  }

  /** Checks that nobody waits for nothing, at a moment when everything can have been placed. */
  void nothingToPlace(List<VolunteerLoad> volunteers) {
    if (volunteers.stream().anyMatch(this::hasFreeSlot)) {
      for (Tenant tenant : tenants(volunteers).values()) {
        Invariant.check(
            tenant.placeable.isEmpty() || tenant.running >= tenant.runningMax,
            "no job waits while a slot is free that it may have",
            tenant.placeable,
            volunteers);
      }
    }
  }

  /** Notes who waits and who runs when all has been done that an event asks for. */
  void eventEnds(long nowNanos) {
    Map<String, Integer> waiting = new HashMap<>();
    Map<String, Integer> running = new HashMap<>();
    for (ExpectedJob expected : expectedJobs.living()) {
      if (expected.state == JobState.QUEUED) {
        waiting.merge(expected.tenant(), 1, Integer::sum);
      } else if (expected.state == JobState.RUNNING) {
        running.merge(expected.tenant(), 1, Integer::sum);
      }
    }
    overtaken.removeIf(job -> job.state != JobState.QUEUED);
    history.eventEnds(nowNanos, waiting, running);
  }

  /** The oldest goes first where it was put back or is overdue, or where one was overtaken. */
  private ExpectedJob firstOf(List<ExpectedJob> ofTenant, long nowNanos) {
    ExpectedJob oldest = oldestOf(ofTenant);
    boolean oldestGoesFirst =
        oldest.wasPutBack()
            || ofTenant.stream().anyMatch(overtaken::contains)
            || nowNanos - oldest.cameAtNanos > overtakenMaxNanos;
    return oldestGoesFirst
        ? oldest
        : ofTenant.stream()
            .min(
                Comparator.<ExpectedJob>comparingInt(job -> -job.expected.rank())
                    .thenComparingLong(job -> job.place))
            .orElseThrow();
  }

  private static ExpectedJob oldestOf(List<ExpectedJob> jobs) {
    return jobs.stream().min(Comparator.comparingLong(job -> job.place)).orElseThrow();
  }

  private void checkShares(
      Tenant served, Map<String, Tenant> tenants, List<VolunteerLoad> volunteers) {
    List<Claim> claims = tenants.values().stream().map(Tenant::claim).toList();
    Map<String, Double> shares = MaxMinShares.of(claims, slotsInUse(volunteers));
    boolean hasItsShare = served.running >= shares.get(served.name) - ROUNDING;
    for (Tenant other : tenants.values()) {
      boolean isPassedOver =
          other != served
              && !other.placeable.isEmpty()
              && other.running < other.runningMax
              && other.running < shares.get(other.name) - ROUNDING;
      Invariant.check(
          !(hasItsShare && isPassedOver),
          "no slot for a tenant that has its max-min share while another one has less than its own",
          served,
          other,
          shares);
    }
  }

  private void checkTurns(Tenant served, Map<String, Tenant> tenants, long nowNanos) {
    for (Tenant other : tenants.values()) {
      if (other == served || other.placeable.isEmpty() || other.running >= other.runningMax) {
        continue;
      }
      int order = PerWeight.compare(served.running, served.weight, other.running, other.weight);
      Invariant.check(
          order <= 0,
          "the tenant with the fewest running for its weight goes first",
          other,
          served);
      Invariant.check(
          order < 0 || history.mayGoBefore(served.claimant(), other.claimant(), nowNanos),
          "of equals the one that used least for its weight goes first, and no newcomer before one"
              + " that waits for long",
          other,
          served);
    }
  }

  private Map<String, Tenant> tenants(List<VolunteerLoad> volunteers) {
    Map<String, Tenant> tenants = new LinkedHashMap<>();
    Map<Like, Boolean> placeable = new HashMap<>();
    for (ExpectedJob expected : expectedJobs.living()) {
      Tenant tenant =
          tenants.computeIfAbsent(expected.tenant(), name -> new Tenant(name, expected));
      if (expected.state == JobState.RUNNING) {
        tenant.running++;
      } else if (expected.state == JobState.QUEUED) {
        tenant.waiting++;
        if (placeable.computeIfAbsent(
            new Like(
                Set.copyOf(expected.faults.keySet()),
                blame.isHeld(expected),
                expected.job.needs,
                expected.needsAlone(),
                expected.awaitsUntilNanos.isPresent()),
            like -> !mayHave(expected, volunteers).isEmpty())) {
          tenant.placeable.add(expected);
        }
      }
    }
    return tenants;
  }

  /** Jobs that are equal in this may have the same slots. */
  private record Like(
      Set<String> tried, boolean held, Needs needs, boolean alone, boolean awaits) {}

  /**
   * Names of the volunteers a slot of which a job may have now: none that failed it, none that has
   * told that it lacks what the job needs, and none that is being asked while another one takes it
   * sooner or later.
   */
  private List<String> mayHave(ExpectedJob job, List<VolunteerLoad> volunteers) {
    if (blame.isHeld(job) || job.awaitsUntilNanos.isPresent()) {
      return List.of();
    }
    if (job.needsAlone()) {
      return volunteers.stream()
          .filter(v -> alone.isEmptyFor(job, v))
          .map(VolunteerLoad::name)
          .toList();
    }
    List<VolunteerLoad> untried =
        volunteers.stream()
            .filter(v -> v.state() == VolunteerState.READY && !job.faults.containsKey(v.name()))
            .filter(v -> job.mayRunAt(v.toolchain()))
            .toList();
    boolean allAreAsked = untried.stream().allMatch(v -> blame.isAsked(v.name()));
    return untried.stream()
        .filter(v -> allAreAsked || !blame.isAsked(v.name()))
        .filter(v -> !alone.isReserved(v.name()))
        .filter(this::hasFreeSlot)
        .map(VolunteerLoad::name)
        .toList();
  }

  private boolean hasFreeSlot(VolunteerLoad volunteer) {
    return volunteer.state() == VolunteerState.READY
        && expectedJobs.busy(volunteer.name()) < volunteer.slots();
  }

  /** Those that can be given away, and those that somebody has. */
  private int slotsInUse(List<VolunteerLoad> volunteers) {
    int ready = 0;
    int readyAndBusy = 0;
    for (VolunteerLoad volunteer : volunteers) {
      if (volunteer.state() == VolunteerState.READY) {
        int busy = Math.min(volunteer.slots(), expectedJobs.busy(volunteer.name()));
        ready += alone.isReserved(volunteer.name()) ? busy : volunteer.slots();
        readyAndBusy += busy;
      }
    }
    return ready + expectedJobs.busy() - readyAndBusy;
  }

  private static final class Tenant {
    final String name;
    final int weight;
    final int runningMax;
    final List<ExpectedJob> placeable = new ArrayList<>();
    int running;
    int waiting;

    Tenant(String name, ExpectedJob any) {
      this.name = name;
      this.weight = any.share.weight();
      this.runningMax = any.share.runningMax();
    }

    Claimant claimant() {
      return new Claimant(name, weight, running);
    }

    Claim claim() {
      return new Claim(name, weight, Math.min(running + waiting, runningMax));
    }

    @Override
    public String toString() {
      return "%s (weight %d, at most %d) runs %d, waits %d"
          .formatted(name, weight, runningMax, running, waiting);
    }
  }
}
