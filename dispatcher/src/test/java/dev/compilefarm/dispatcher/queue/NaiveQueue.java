package dev.compilefarm.dispatcher.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Drives a {@link FairQueue} at random and holds it to its rule. All is found anew at each step by
 * a look at each job.
 */
final class NaiveQueue {
  private static final List<String> KEYS = List.of("anywhere", "not at v1", "not at v2");
  private static final List<String> TENANTS = List.of("t0", "t1", "t2", "t3", "t4");
  private static final TenantShares SHARES =
      new TenantShares(
          Map.of(
              "t1", new TenantShare(3, Integer.MAX_VALUE, 8, Long.MAX_VALUE),
              "t2", new TenantShare(1, 2, 8, Long.MAX_VALUE)),
          TenantShare.equal(8));

  private static final Duration OVERTAKEN_MAX = Duration.ofSeconds(20);
  private static final int RANKS = 4;

  private final Random random;
  private final FairQueue<Job, String> tested =
      new FairQueue<>(
          SHARES,
          job -> job.key,
          job -> 1,
          new WithinTenant<>(job -> job.rank, OVERTAKEN_MAX.toNanos()));

  /** Those that wait and were the oldest that could be placed when a longer one started. */
  private final Set<Job> overtaken = new HashSet<>();

  private final List<Job> waiting = new ArrayList<>();
  private final List<Job> running = new ArrayList<>();
  private final TenantHistory history = new TenantHistory();
  private long nowNanos;
  private long newestPlace;
  private long headPlace;

  private static final class Job {
    final String tenant;
    final int rank;
    final long cameAtNanos;
    String key;
    long place;

    /** Jobs of its tenant that came before it, or that were put back since. */
    int older;

    /** Jobs of its tenant that have started while it could be placed. */
    int startedBefore;

    Job(String tenant, int rank, long cameAtNanos, String key, long place) {
      this.tenant = tenant;
      this.rank = rank;
      this.cameAtNanos = cameAtNanos;
      this.key = key;
      this.place = place;
    }

    @Override
    public String toString() {
      return "%s's %d, rank %d, %s".formatted(tenant, place, rank, key);
    }
  }

  NaiveQueue(Random random) {
    this.random = random;
    this.nowNanos = random.nextLong();
  }

  /** Lets so much time pass. */
  void pass(long nanos) {
    nowNanos += nanos;
  }

  /** One event of any kind, and all that must be true of it. */
  void step() {
    nowNanos += pause();
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> arrive();
      case 3 -> leave();
      case 4 -> rekey();
      case 5 -> end();
      default -> take();
    }
    overtaken.retainAll(waiting);
    history.eventEnds(nowNanos, byTenant(waiting), byTenant(running));
    checkAccounts();
    checkExcess();
  }

  /** Mostly a second or less, at times minutes, now and then more than anybody remembers. */
  private long pause() {
    int kind = random.nextInt(200);
    return kind == 0
        ? TimeUnit.HOURS.toNanos(2)
        : Math.round(random.nextDouble() * TimeUnit.SECONDS.toNanos(kind < 20 ? 100 : 1));
  }

  private void arrive() {
    Job job = new Job(draw(TENANTS), random.nextInt(RANKS), nowNanos, draw(KEYS), ++newestPlace);
    job.older = waiting(job.tenant);
    waiting.add(job);
    tested.add(job.tenant, job, nowNanos);
  }

  private void leave() {
    if (!waiting.isEmpty()) {
      Job job = draw(waiting);
      waiting.remove(job);
      assertTrue(tested.remove(job.tenant, job, nowNanos));
      assertTrue(!tested.remove(job.tenant, job, nowNanos));
    }
  }

  private void rekey() {
    if (!waiting.isEmpty()) {
      Job job = draw(waiting);
      job.key = draw(KEYS);
      tested.rekey(job.tenant, job);
    }
  }

  private void end() {
    if (!running.isEmpty()) {
      Job job = draw(running);
      running.remove(job);
      tested.ended(job.tenant, nowNanos);
      if (random.nextInt(3) == 0) {
        job.key = draw(KEYS);
        job.place = --headPlace;
        job.older = 0;
        job.startedBefore = 0;
        ofTenant(waiting, job.tenant).forEach(other -> other.older++);
        waiting.add(job);
        tested.addFirst(job.tenant, job, nowNanos);
      }
    }
  }

  private void take() {
    Set<String> placeable =
        KEYS.stream().filter(key -> random.nextInt(4) > 0).collect(Collectors.toSet());
    List<Job> candidates =
        waiting.stream()
            .filter(job -> placeable.contains(job.key))
            .filter(job -> running(job.tenant) < SHARES.of(job.tenant).runningMax())
            .toList();
    Set<String> asked = new HashSet<>();
    Optional<Job> taken =
        tested.take(
            key -> {
              assertTrue(asked.add(key), "asked once a key");
              return placeable.contains(key);
            },
            nowNanos);
    assertEquals(candidates.isEmpty(), taken.isEmpty(), "a job is taken where one can be placed");
    taken.ifPresent(job -> checkTurn(job, candidates));
  }

  private void checkTurn(Job taken, List<Job> candidates) {
    assertTrue(candidates.contains(taken), "it waits and can be placed");
    List<Job> ofTenant = ofTenant(candidates, taken.tenant);
    assertEquals(firstOf(ofTenant), taken, "the longest goes first within a tenant");
    if (taken != oldestOf(ofTenant)) {
      overtaken.add(oldestOf(ofTenant));
    }
    for (Job each : ofTenant) {
      each.startedBefore++;
      assertTrue(each.startedBefore <= 2 * (each.older + 1), "the bound on overtaking");
    }
    for (Job other : candidates) {
      assertTrue(
          runningForWeight(taken.tenant) <= runningForWeight(other.tenant),
          "who runs fewest for its weight goes first");
      assertTrue(
          other.tenant.equals(taken.tenant)
              || runningForWeight(taken.tenant) < runningForWeight(other.tenant)
              || history.mayGoBefore(claimant(taken.tenant), claimant(other.tenant), nowNanos),
          "of equals the one that used least goes first");
    }
    waiting.remove(taken);
    running.add(taken);
  }

  /** The oldest goes first where it was put back or is overdue, or where one was overtaken. */
  private Job firstOf(List<Job> ofTenant) {
    Job oldest = oldestOf(ofTenant);
    boolean oldestGoesFirst =
        oldest.place < 0
            || ofTenant.stream().anyMatch(overtaken::contains)
            || nowNanos - oldest.cameAtNanos > OVERTAKEN_MAX.toNanos();
    return oldestGoesFirst
        ? oldest
        : ofTenant.stream()
            .min(Comparator.<Job>comparingInt(job -> -job.rank).thenComparingLong(job -> job.place))
            .orElseThrow();
  }

  private static List<Job> ofTenant(List<Job> jobs, String tenant) {
    return jobs.stream().filter(job -> job.tenant.equals(tenant)).toList();
  }

  private static Job oldestOf(List<Job> jobs) {
    return jobs.stream().min(Comparator.comparingLong(job -> job.place)).orElseThrow();
  }

  private void checkAccounts() {
    Map<String, Set<Job>> byKey = new HashMap<>();
    waiting.forEach(job -> byKey.computeIfAbsent(job.key, key -> new HashSet<>()).add(job));
    assertEquals(byKey.keySet(), tested.keys());
    byKey.forEach((key, jobs) -> assertEquals(jobs, Set.copyOf(tested.jobs(key))));
    assertEquals(waiting.size(), tested.queued());
    assertEquals(
        Set.copyOf(waiting),
        tested.keys().stream()
            .flatMap(key -> tested.jobs(key).stream())
            .collect(Collectors.toUnmodifiableSet()));
    Map<String, TenantLoad> loads = new TreeMap<>();
    tested.tenants().forEach(load -> loads.put(load.tenant(), load));
    for (String tenant : TENANTS) {
      TenantLoad load = loads.get(tenant);
      assertEquals(waiting(tenant) + running(tenant) > 0, load != null, "who is there is listed");
      if (load != null) {
        assertEquals(waiting(tenant), load.queued());
        assertEquals(running(tenant), load.running());
      }
      assertEquals(waiting(tenant) > SHARES.of(tenant).queuedMax(), tested.isOverfull(tenant));
    }
    assertEquals(
        waiting.stream()
            .filter(job -> running(job.tenant) < SHARES.of(job.tenant).runningMax())
            .filter(job -> job.place > 0)
            .min(Comparator.comparingLong(job -> job.place)),
        tested
            .oldestCandidates()
            .filter(job -> job.place > 0)
            .min(Comparator.comparingLong(job -> job.place)));
  }

  private void checkExcess() {
    Optional<Job> excessive = tested.mostExcessive();
    assertEquals(waiting.isEmpty(), excessive.isEmpty());
    excessive.ifPresent(job -> {
      boolean anyFresh = waiting.stream().anyMatch(other -> other.place > 0);
      assertEquals(anyFresh, job.place > 0, "who was put back stays while another waits");
      for (Job other : waiting) {
        boolean isComparable = (other.place > 0) == anyFresh;
        assertTrue(
            !isComparable || heldForWeight(other.tenant) <= heldForWeight(job.tenant),
            "it is of the tenant that holds most for its weight");
        assertTrue(
            !other.tenant.equals(job.tenant) || other.place <= job.place, "it is the newest");
      }
    });
  }

  private double heldForWeight(String tenant) {
    return (waiting(tenant) + running(tenant)) / (double) weight(tenant);
  }

  private double runningForWeight(String tenant) {
    return running(tenant) / (double) weight(tenant);
  }

  private TenantHistory.Claimant claimant(String tenant) {
    return new TenantHistory.Claimant(tenant, weight(tenant), running(tenant));
  }

  private static int weight(String tenant) {
    return SHARES.of(tenant).weight();
  }

  private static Map<String, Integer> byTenant(List<Job> jobs) {
    return jobs.stream().collect(Collectors.toMap(job -> job.tenant, _ -> 1, Integer::sum));
  }

  private int waiting(String tenant) {
    return count(waiting, tenant);
  }

  private int running(String tenant) {
    return count(running, tenant);
  }

  private static int count(List<Job> jobs, String tenant) {
    return ofTenant(jobs, tenant).size();
  }

  private <T> T draw(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
