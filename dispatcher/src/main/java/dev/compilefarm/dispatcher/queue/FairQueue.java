package dev.compilefarm.dispatcher.queue;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Waiting jobs by tenant, and whose turn it is. The rule and its bound are in the package comment.
 * Not thread-safe. A tenant is forgotten as soon as it neither waits nor runs.
 *
 * @param <J> a job; compared by identity
 */
public final class FairQueue<J> {
  private static final Comparator<Tenant<?>> FEWEST_RUNNING_FOR_ITS_WEIGHT =
      FairQueue::compareRunningForWeight;
  private static final Comparator<Tenant<?>> TURN =
      FEWEST_RUNNING_FOR_ITS_WEIGHT.thenComparingLong(tenant -> tenant.servedAtTurn);

  private final TenantShares shares;
  private final ToLongFunction<J> bytes;
  private final Map<String, Tenant<J>> tenants = new HashMap<>();

  /** Those with a job waiting that may run one more, in the order of their turns. */
  private final TreeSet<Tenant<J>> eligible = new TreeSet<>(TURN);

  private int queued;
  private long turn;

  /**
   * With nobody waiting.
   *
   * @param bytes of a job; always the same for one job
   */
  public FairQueue(TenantShares shares, ToLongFunction<J> bytes) {
    this.shares = shares;
    this.bytes = bytes;
  }

  /** Appends a job to its tenant's line. */
  public void add(String tenantName, J job) {
    withTenant(
        tenantName,
        tenant -> {
          tenant.jobs.addLast(job);
          tenant.queuedBytes += bytes.applyAsLong(job);
        });
    queued++;
  }

  /** Puts a job that had been taken, and whose run has ended, back at the head of its line. */
  public void addFirst(String tenantName, J job) {
    withTenant(
        tenantName,
        tenant -> {
          tenant.jobs.addFirst(job);
          tenant.returned.add(job);
          tenant.queuedBytes += bytes.applyAsLong(job);
        });
    queued++;
  }

  /**
   * Takes the job whose turn it is among those that can be placed; it counts as running from now
   * on. A job that cannot be placed is passed over without losing its place.
   */
  public Optional<J> take(Predicate<J> canBePlaced) {
    for (Tenant<J> tenant : eligible) {
      Optional<J> job = tenant.jobs.stream().filter(canBePlaced).findFirst();
      if (job.isPresent()) {
        take(tenant, job.get());
        return job;
      }
    }
    return Optional.empty();
  }

  /** Notes that a taken job of this tenant runs no more. */
  public void ended(String tenantName) {
    withTenant(tenantName, tenant -> tenant.running--);
  }

  /** Takes a waiting job out; false where it was not waiting. */
  public boolean remove(String tenantName, J job) {
    Tenant<J> tenant = tenants.get(tenantName);
    if (tenant == null || !tenant.jobs.contains(job)) {
      return false;
    }
    withTenant(tenantName, found -> leaveLine(found, job));
    return true;
  }

  /** Whether this tenant has more waiting than it may, in jobs or in bytes. */
  public boolean isOverfull(String tenantName) {
    Tenant<J> tenant = tenants.get(tenantName);
    return tenant != null
        && (tenant.jobs.size() > tenant.share.queuedMax()
            || (tenant.jobs.size() > 1 && tenant.queuedBytes > tenant.share.queuedBytesMax()));
  }

  /**
   * The job to send home when there are too many: the newest of the tenant that holds most for its
   * weight, waiting and running together. A job that was put back was let in once, so it is sent
   * home only where no other waits. Empty when none waits.
   */
  public Optional<J> mostExcessive() {
    return newestOfLargest(tenant -> tenant.jobs.size() > tenant.returned.size())
        .or(() -> newestOfLargest(tenant -> !tenant.jobs.isEmpty()));
  }

  private Optional<J> newestOfLargest(Predicate<Tenant<J>> among) {
    return tenants.values().stream()
        .filter(among)
        .max(FairQueue::compareHeldForWeight)
        .map(tenant -> tenant.jobs.getLast());
  }

  /** Jobs waiting. */
  public int queued() {
    return queued;
  }

  /** All tenants that wait or run, in no order. */
  public List<TenantLoad> tenants() {
    return tenants.values().stream().map(Tenant::load).toList();
  }

  /** All waiting jobs, tenant by tenant, each tenant's oldest first. */
  public List<J> waitingJobs() {
    return tenants.values().stream()
        .map(tenant -> tenant.jobs)
        .flatMap(Collection::stream)
        .toList();
  }

  /** The waiting jobs of tenants that may run one more: all that a free slot could serve. */
  public List<J> jobsWaitingForSlot() {
    return eligible.stream().map(tenant -> tenant.jobs).flatMap(Collection::stream).toList();
  }

  private void take(Tenant<J> tenant, J job) {
    withTenant(
        tenant.name,
        found -> {
          leaveLine(found, job);
          found.running++;
          found.servedAtTurn = ++turn;
        });
  }

  private void leaveLine(Tenant<J> tenant, J job) {
    tenant.jobs.remove(job);
    tenant.returned.remove(job);
    tenant.queuedBytes -= bytes.applyAsLong(job);
    queued--;
  }

  /** A change of what a tenant is sorted by must happen while it is out of the sorted set. */
  private void withTenant(String name, Consumer<Tenant<J>> change) {
    Tenant<J> tenant =
        tenants.computeIfAbsent(name, fresh -> new Tenant<>(fresh, shares.of(fresh), ++turn));
    eligible.remove(tenant);
    change.accept(tenant);
    if (tenant.running < 0) {
      throw new IllegalStateException("tenant " + name + " ended a job that it did not run");
    }
    if (tenant.isEligible()) {
      eligible.add(tenant);
    } else if (tenant.jobs.isEmpty() && tenant.running == 0) {
      tenants.remove(name);
    }
  }

  private static int compareHeldForWeight(Tenant<?> a, Tenant<?> b) {
    return PerWeight.compare(
        a.running + a.jobs.size(), a.share.weight(), b.running + b.jobs.size(), b.share.weight());
  }

  private static int compareRunningForWeight(Tenant<?> a, Tenant<?> b) {
    return PerWeight.compare(a.running, a.share.weight(), b.running, b.share.weight());
  }

  /** Mutable; {@code servedAtTurn} is unique, so that the order of tenants is total. */
  private static final class Tenant<J> {
    final String name;
    final TenantShare share;
    final LinkedHashSet<J> jobs = new LinkedHashSet<>();
    // Those of the jobs that were put back; they are at the head.
    final Set<J> returned = new HashSet<>();
    long queuedBytes;
    int running;
    long servedAtTurn;

    Tenant(String name, TenantShare share, long servedAtTurn) {
      this.name = name;
      this.share = share;
      this.servedAtTurn = servedAtTurn;
    }

    boolean isEligible() {
      return !jobs.isEmpty() && running < share.runningMax();
    }

    TenantLoad load() {
      int mayStart = Math.max(0, share.runningMax() - running);
      return new TenantLoad(
          name, jobs.size(), running, share.weight(), Math.max(0, jobs.size() - mayStart));
    }
  }
}
