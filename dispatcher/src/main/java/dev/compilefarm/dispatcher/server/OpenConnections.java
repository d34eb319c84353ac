package dev.compilefarm.dispatcher.server;

import dev.compilefarm.dispatcher.queue.PerWeight;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

/**
 * Counts connections up to a limit, and up to another one for each address. Thread-safe.
 *
 * <p>At the limit, places are shared like slots. A newcomer displaces a connection that has sent no
 * whole request yet: the oldest such one of the tenant that holds most for its weight, where that
 * is more than the newcomer's tenant would hold. So whoever opens connections and is silent keeps
 * nobody else out. Until the displaced one is closed, there is one more than the limit.
 */
public final class OpenConnections {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private final int max;
  private final int maxPerAddress;
  private final ToIntFunction<String> weights;
  // Below: only under the lock.
  private final Map<String, Integer> byAddress = new HashMap<>();
  private final Map<String, Tenant> byTenant = new HashMap<>();
  private int open;

  /**
   * With none open.
   *
   * @param weights each tenant's, at least 1 and always the same
   */
  public OpenConnections(int max, int maxPerAddress, ToIntFunction<String> weights) {
    this.max = max;
    this.maxPerAddress = maxPerAddress;
    this.weights = weights;
  }

  /** Whether one more was counted. */
  sealed interface Entry {
    record Entered(Place place) implements Entry {}

    /** There are too many in all, and none that this one may displace. */
    record Full() implements Entry {}

    /** There are too many from this address. */
    record FullForAddress() implements Entry {}
  }

  /** Counts one more; at a limit nothing is counted. */
  Entry enter(String address, String tenant) {
    int weight = weights.applyAsInt(tenant);
    Optional<Place> displaced = Optional.empty();
    Place place;
    lock.lock();
    try {
      int ofAddress = byAddress.getOrDefault(address, 0);
      if (ofAddress >= maxPerAddress) {
        return new Entry.FullForAddress();
      }
      Tenant owner = byTenant.getOrDefault(tenant, new Tenant(tenant, weight));
      if (open >= max) {
        displaced = displacedBy(owner);
        if (displaced.isEmpty()) {
          return new Entry.Full();
        }
      }
      byAddress.put(address, ofAddress + 1);
      byTenant.put(tenant, owner);
      owner.places++;
      open++;
      place = new Place(address, owner);
    } finally {
      lock.unlock();
    }
    displaced.ifPresent(other -> other.giveWay.run());
    return new Entry.Entered(place);
  }

  /** Connections that stand now. */
  public int count() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until none stands; false when the limit passed first. */
  boolean awaitNone(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (open > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
      return open == 0;
    } finally {
      lock.unlock();
    }
  }

  /** It is nobody's to displace any more, as it can be displaced once. */
  private Optional<Place> displacedBy(Tenant newcomer) {
    return byTenant.values().stream()
        .filter(owner -> !owner.receiving.isEmpty() && owner.holdsMoreThan(newcomer))
        .max(Tenant::comparePlaces)
        .map(owner -> owner.receiving.removeFirst());
  }

  /** One connection's place. */
  final class Place {
    private final String address;
    private final Tenant owner;
    private Runnable giveWay = () -> {};

    private Place(String address, Tenant owner) {
      this.address = address;
      this.owner = owner;
    }

    /**
     * Its request is being received from now on, and it may be displaced.
     *
     * @param close closes the connection; must not block
     */
    void receiving(Runnable close) {
      lock.lock();
      try {
        giveWay = close;
        owner.receiving.add(this);
      } finally {
        lock.unlock();
      }
    }

    /** Its request is whole, and it keeps its place. */
    void received() {
      lock.lock();
      try {
        owner.receiving.remove(this);
      } finally {
        lock.unlock();
      }
    }

    /** The connection is closed. To be called once. */
    void leave() {
      lock.lock();
      try {
        owner.receiving.remove(this);
        owner.places--;
        if (owner.places == 0) {
          byTenant.remove(owner.name);
        }
        byAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
        open--;
        if (open == 0) {
          none.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** A tenant with connections. */
  private static final class Tenant {
    final String name;
    final int weight;
    // The oldest is first.
    final SequencedSet<Place> receiving = new LinkedHashSet<>();
    int places;

    Tenant(String name, int weight) {
      this.name = name;
      this.weight = weight;
    }

    /** By what each holds for its weight. */
    static int comparePlaces(Tenant a, Tenant b) {
      return PerWeight.compare(a.places, a.weight, b.places, b.weight);
    }

    /** Than it would with one more. */
    boolean holdsMoreThan(Tenant newcomer) {
      return PerWeight.compare(places, weight, newcomer.places + 1L, newcomer.weight) > 0;
    }
  }
}
