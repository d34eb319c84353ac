package dev.compilefarm.dispatcher.queue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Waiting jobs by tenant, and whose turn it is. The rule and its bound are in the package comment.
 * Not thread-safe. A tenant that neither waits nor runs is not listed.
 *
 * <p>A job's key says where it may run: jobs with equal keys may run in the same places. With T
 * tenants and G distinct keys among the waiting jobs each change costs O(G log T), whatever the
 * number of jobs. G is one as long as no job has failed anywhere.
 *
 * <p>Times are nanoseconds of one monotonic clock, as {@link System#nanoTime}.
 *
 * @param <J> a job; equal to itself only
 * @param <K> a key; immutable, with {@code equals} and {@code hashCode}
 */
public final class FairQueue<J, K> {
  private final TenantShares shares;
  private final Function<J, K> key;
  private final ToLongFunction<J> bytes;
  private final Map<String, Tenant<J, K>> tenants = new HashMap<>();

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
   */
  public FairQueue(TenantShares shares, Function<J, K> key, ToLongFunction<J> bytes) {
    this.shares = shares;
    this.key = key;
    this.bytes = bytes;
  }

  /** Appends a job to its tenant's line. */
  public void add(String tenantName, J job, long nowNanos) {
    change(tenantName, tenant -> enter(tenant, job, tenant.lines.addLast(job)));
  }

  /** Puts a job that had been taken, and whose run has ended, before all others of its tenant. */
  public void addFirst(String tenantName, J job, long nowNanos) {
    change(tenantName, tenant -> enter(tenant, job, tenant.lines.addFirst(job)));
  }

  /**
   * Takes the job whose turn it is among those that can be placed; it counts as running from now
   * on. A job that cannot be placed is passed over without losing its place.
   *
   * @param placeable whether a job with this key can be placed now; it is asked once a key at most
   */
  public Optional<J> take(Predicate<K> placeable, long nowNanos) {
    Set<K> keys = new HashSet<>();
    Tenant<J, K> next = null;
    for (Map.Entry<K, Group<J, K>> group : groups.entrySet()) {
      TreeSet<Tenant<J, K>> eligible = group.getValue().eligible;
      if (!eligible.isEmpty() && placeable.test(group.getKey())) {
        keys.add(group.getKey());
        Tenant<J, K> first = eligible.first();
        next = next == null || Tenant.TURN.compare(first, next) < 0 ? first : next;
      }
    }
    if (next == null) {
      return Optional.empty();
    }
    J job = next.lines.first(keys);
    change(next.name, tenant -> start(tenant, job));
    return Optional.of(job);
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
    change(tenantName, tenant -> tenant.running--);
  }

  /** Takes a waiting job out; false where it was not waiting. */
  public boolean remove(String tenantName, J job) {
    if (!isWaiting(tenantName, job)) {
      return false;
    }
    change(tenantName, tenant -> leave(tenant, job));
    return true;
  }

  /** Notes that a job's key has changed; its place stays. One that does not wait is left alone. */
  public void rekey(String tenantName, J job) {
    if (isWaiting(tenantName, job)) {
      change(
          tenantName,
          tenant -> {
            leaveGroup(job, tenant.lines.keyOf(job));
            enterGroup(job, tenant.lines.refile(job));
          });
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

  /** Jobs waiting. */
  public int queued() {
    return queued;
  }

  /** All tenants that wait or run, in no order. */
  public List<TenantLoad> tenants() {
    return tenants.values().stream().map(Tenant::load).toList();
  }

  /** All waiting jobs, tenant by tenant, each tenant's in the order of its line. A copy. */
  public List<J> waitingJobs() {
    return waiting.stream().flatMap(tenant -> tenant.lines.inOrder().stream()).toList();
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

  private boolean isWaiting(String tenantName, J job) {
    Tenant<J, K> tenant = tenants.get(tenantName);
    return tenant != null && tenant.lines.contains(job);
  }

  private void enter(Tenant<J, K> tenant, J job, K filedBy) {
    enterGroup(job, filedBy);
    tenant.queuedBytes += bytes.applyAsLong(job);
    queued++;
  }

  private void leave(Tenant<J, K> tenant, J job) {
    leaveGroup(job, tenant.lines.remove(job));
    tenant.queuedBytes -= bytes.applyAsLong(job);
    queued--;
  }

  private void start(Tenant<J, K> tenant, J job) {
    leave(tenant, job);
    tenant.running++;
    tenant.servedAt = ++events;
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

  /** A change of what a tenant is sorted by must happen while it is out of the sorted sets. */
  private void change(String name, Consumer<Tenant<J, K>> change) {
    Tenant<J, K> tenant = tenants.computeIfAbsent(name, this::come);
    takeFromOrders(tenant);
    change.accept(tenant);
    putInOrders(tenant);
    if (tenant.neitherWaitsNorRuns()) {
      tenants.remove(name);
    }
  }

  private Tenant<J, K> come(String name) {
    return new Tenant<>(name, shares.of(name), key, ++events);
  }

  private void takeFromOrders(Tenant<J, K> tenant) {
    waiting.remove(tenant);
    tenant.lines.keys().forEach(each -> groups.get(each).eligible.remove(tenant));
  }

  private void putInOrders(Tenant<J, K> tenant) {
    if (!tenant.lines.isEmpty()) {
      waiting.add(tenant);
    }
    if (tenant.isEligible()) {
      tenant.lines.keys().forEach(each -> groups.get(each).eligible.add(tenant));
    }
  }
}
