package dev.compilefarm.dispatcher.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Waiting jobs by tenant, and whose turn it is. The rule and its bound are in the package comment.
 * Not thread-safe. A tenant that neither waits nor runs is not listed, but what it used lately is
 * remembered for an hour.
 *
 * <p>A job's key says where it may run: jobs with equal keys may run in the same places. With T
 * tenants, N jobs and G distinct keys among the waiting jobs each change costs O(G log T + log N).
 * G is one as long as no job has failed anywhere.
 *
 * <p>Times are nanoseconds of one monotonic clock, as {@link System#nanoTime}.
 *
 * @param <J> a job; equal to itself only
 * @param <K> a key; immutable, with {@code equals} and {@code hashCode}
 */
public final class FairQueue<J, K> {
  /** After so long without a running job a tenant waits for no newcomer. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

  private final TenantShares shares;
  private final Function<J, K> key;
  private final ToLongFunction<J> bytes;
  private final WithinTenant<J> withinTenant;
  private final Map<String, Tenant<J, K>> tenants = new HashMap<>();
  private final Decay decay = new Decay();
  private final FormerTenants former = new FormerTenants();

  /** By key: what waits with it. A group without jobs is none. */
  private final Map<K, Group<J, K>> groups = new LinkedHashMap<>();

  /** Those with a job waiting. */
  private final TreeSet<Tenant<J, K>> waiting = new TreeSet<>(Tenant.EXCESS);

  private int queued;

  /** Counts what the order of tenants depends on. */
  private long events;

  /**
   * With nobody waiting.
   *
   * @param key of a job; one that changes while the job waits is told by {@link #rekey}
   * @param bytes of a job; always the same for one job
   * @param withinTenant which of a tenant's jobs goes first
   */
  public FairQueue(
      TenantShares shares,
      Function<J, K> key,
      ToLongFunction<J> bytes,
      WithinTenant<J> withinTenant) {
    this.shares = shares;
    this.key = key;
    this.bytes = bytes;
    this.withinTenant = withinTenant;
  }

  /** Appends a job to its tenant's line; a longer one may overtake it. */
  public void add(String tenantName, J job, long nowNanos) {
    Tenant<J, K> tenant = tenantOf(tenantName, nowNanos);
    change(
        tenant, nowNanos, () -> enter(tenant, job, tenant.lines.addLast(job, nowNanos), nowNanos));
  }

  /** Puts a job that had been taken, and whose run has ended, before all others of its tenant. */
  public void addFirst(String tenantName, J job, long nowNanos) {
    Tenant<J, K> tenant = tenantOf(tenantName, nowNanos);
    change(
        tenant, nowNanos, () -> enter(tenant, job, tenant.lines.addFirst(job, nowNanos), nowNanos));
  }

  /**
   * Takes the job whose turn it is among those that can be placed; it counts as running from now
   * on. A job that cannot be placed is passed over without losing its place.
   *
   * @param placeable whether a job with this key can be placed now; it is asked once a key at most
   */
  public Optional<J> take(Predicate<K> placeable, long nowNanos) {
    keepScale(nowNanos);
    Map<K, Group<J, K>> open = open(placeable);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    Tenant<J, K> next = next(open.values(), nowNanos);
    J job = next.lines.choose(open.keySet(), nowNanos);
    change(next, nowNanos, () -> start(next, job, nowNanos));
    return Optional.of(job);
  }

  /** Whether a job waits with such a key. */
  public boolean has(Predicate<K> which) {
    for (K each : groups.keySet()) {
      if (which.test(each)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The job that has waited longest of the tenant whose turn it is, among those that can be placed.
   * It stays where it is. {@link #take} may take a longer one of the same tenant.
   */
  public Optional<J> next(Predicate<K> placeable, long nowNanos) {
    keepScale(nowNanos);
    Map<K, Group<J, K>> open = open(placeable);
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(next(open.values(), nowNanos).lines.oldest(open.keySet()));
  }

  /** By key: those with a job that can be placed, and with a tenant that may run one more. */
  private Map<K, Group<J, K>> open(Predicate<K> placeable) {
    Map<K, Group<J, K>> open = new HashMap<>();
    groups.forEach((each, group) -> {
      if (!group.eligible.isEmpty() && placeable.test(each)) {
        open.put(each, group);
      }
    });
    return open;
  }

  private Tenant<J, K> next(Collection<Group<J, K>> open, long nowNanos) {
    Tenant<J, K> next =
        open.stream().map(group -> group.eligible.first()).min(Tenant.TURN).orElseThrow();
    return open.stream()
        .filter(group -> !group.idle.isEmpty())
        .map(group -> group.idle.first())
        .min(Tenant.WAIT)
        .filter(longest -> nowNanos - longest.idleSinceNanos > PATIENCE_NANOS)
        .filter(longest -> longest.idleAt < next.cameAt)
        .orElse(next);
  }

  /**
   * Notes that a taken job of this tenant runs no more.
   *
   * @throws IllegalStateException if it runs none
   */
  public void ended(String tenantName, long nowNanos) {
    Tenant<J, K> known = tenants.get(tenantName);
    if (known == null || known.running == 0) {
      throw new IllegalStateException("tenant " + tenantName + " ended a job that it did not run");
    }
    keepScale(nowNanos);
    change(
        known,
        nowNanos,
        () -> {
          known.ended(decay.bookedForEver(nowNanos));
          known.idleFrom(++events, nowNanos);
        });
  }

  /** Takes a waiting job out; false where it was not waiting. */
  public boolean remove(String tenantName, J job, long nowNanos) {
    Tenant<J, K> tenant = tenants.get(tenantName);
    if (tenant == null || !tenant.lines.contains(job)) {
      return false;
    }
    change(tenant, nowNanos, () -> leave(tenant, job));
    return true;
  }

  /** Notes that a job's key has changed; its place stays. One that does not wait is left alone. */
  public void rekey(String tenantName, J job) {
    Tenant<J, K> tenant = tenants.get(tenantName);
    if (tenant != null && tenant.lines.contains(job)) {
      takeFromOrders(tenant);
      leaveGroup(job, tenant.lines.keyOf(job));
      enterGroup(job, tenant.lines.refile(job));
      putInOrders(tenant);
    }
  }

  /** The distinct keys of the waiting jobs, as they were filed. A copy. */
  public Set<K> keys() {
    return Set.copyOf(groups.keySet());
  }

  /** The waiting jobs that were filed with this key, in no order. A copy. */
  public List<J> jobs(K key) {
    Group<J, K> group = groups.get(key);
    return group == null ? List.of() : List.copyOf(group.jobs);
  }

  /** Whether this tenant has more waiting than it may, in jobs or in bytes. */
  public boolean isOverfull(String tenantName) {
    Tenant<J, K> tenant = tenants.get(tenantName);
    return tenant != null && tenant.isOverfull();
  }

  /**
   * The job to send home when there are too many: the newest of the tenant that holds most for its
   * weight, waiting and running together. A job that was put back was let in once, so it is sent
   * home only where no other waits. Empty when none waits.
   */
  public Optional<J> mostExcessive() {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.last().lines.last());
  }

  /** Jobs of this tenant that wait or run. */
  public int held(String tenantName) {
    Tenant<J, K> tenant = tenants.get(tenantName);
    return tenant == null ? 0 : tenant.held();
  }

  /** Jobs waiting. */
  public int queued() {
    return queued;
  }

  /** All tenants that wait or run, in no order. */
  public List<TenantLoad> tenants() {
    return tenants.values().stream().map(Tenant::load).toList();
  }

  /**
   * Some of the waiting jobs of the tenants that may run one more, with the one among them that
   * came first. So the longest wait for a slot is found without a look at each job. Those that are
   * kept waiting only by their own tenant's limit are left out. To be used up before any change.
   */
  public Stream<J> oldestCandidates() {
    return waiting.stream()
        .filter(Tenant::isEligible)
        .flatMap(tenant -> tenant.lines.oldestCandidates());
  }

  private void enter(Tenant<J, K> tenant, J job, K filedBy, long nowNanos) {
    enterGroup(job, filedBy);
    tenant.queuedBytes += bytes.applyAsLong(job);
    queued++;
    if (tenant.lines.size() == 1 && tenant.running == 0) {
      tenant.idleFrom(++events, nowNanos);
    }
  }

  private void leave(Tenant<J, K> tenant, J job) {
    leaveGroup(job, tenant.lines.remove(job));
    tenant.queuedBytes -= bytes.applyAsLong(job);
    queued--;
  }

  private void start(Tenant<J, K> tenant, J job, long nowNanos) {
    leave(tenant, job);
    tenant.started(++events, decay.bookedForEver(nowNanos));
  }

  private void enterGroup(J job, K filedBy) {
    groups.computeIfAbsent(filedBy, fresh -> new Group<>()).jobs.add(job);
  }

  private void leaveGroup(J job, K filedBy) {
    Group<J, K> group = groups.get(filedBy);
    group.jobs.remove(job);
    if (group.jobs.isEmpty()) {
      groups.remove(filedBy);
    }
  }

  private Tenant<J, K> tenantOf(String name, long nowNanos) {
    keepScale(nowNanos);
    return tenants.computeIfAbsent(name, coming -> come(coming, nowNanos));
  }

  private Tenant<J, K> come(String name, long nowNanos) {
    TenantShare share = shares.of(name);
    Lines<J, K> lines = new Lines<>(key, withinTenant);
    return former
        .recall(name, nowNanos)
        .map(known -> new Tenant<>(name, share, lines, known))
        .orElseGet(() -> new Tenant<>(name, share, lines, ++events));
  }

  /**
   * Renews the scale once in a day or two. What is too small for the new one becomes equal, so the
   * orders are made anew.
   */
  private void keepScale(long nowNanos) {
    if (!decay.isTooOld(nowNanos)) {
      return;
    }
    int power = decay.renew(nowNanos);
    tenants.values().forEach(this::takeFromOrders);
    tenants.values().forEach(tenant -> tenant.booked = Math.scalb(tenant.booked, power));
    tenants.values().forEach(this::putInOrders);
    former.scale(power);
  }

  /** A change of what a tenant is sorted by must happen while it is out of the sorted sets. */
  private void change(Tenant<J, K> tenant, long nowNanos, Runnable change) {
    takeFromOrders(tenant);
    change.run();
    putInOrders(tenant);
    if (tenant.neitherWaitsNorRuns()) {
      tenants.remove(tenant.name);
      former.remember(tenant, nowNanos);
    }
  }

  private void takeFromOrders(Tenant<J, K> tenant) {
    waiting.remove(tenant);
    tenant.lines.keys().forEach(each -> groups.get(each).remove(tenant));
  }

  private void putInOrders(Tenant<J, K> tenant) {
    if (!tenant.lines.isEmpty()) {
      waiting.add(tenant);
    }
    if (tenant.isEligible()) {
      tenant.lines.keys().forEach(each -> groups.get(each).add(tenant));
    }
  }
}
