package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.World;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The slots of hosts that one user's jobs lock: the first slot of every host in the order of the
 * list, then the second of every host, and so on ({@code src/where.c:dcc_lock_one}). A slot that
 * was given back is taken before a later one of an idle host. An entry takes as many jobs as its
 * limit says: 60 of 60 went to one with {@code /64} (Debian 13's distcc 3.4, 2026-11-28). A job
 * that finds none free looks again after each pause. Here only those looks are played that find
 * one.
 */
final class HostLocks {

  /** {@code DISTCC_PAUSE_TIME_MSEC}; distcc's default is a second, to its own harm. */
  private static final double PAUSE_SECONDS = 0.05;

  private final World world;
  private final HostList list;
  private final List<BitSet> locked;

  /** Slots of each host that nobody has locked. */
  private final int[] freeSlots;

  private final List<Waiter> waiting = new ArrayList<>();

  HostLocks(World world, HostList list) {
    this.world = world;
    this.list = list;
    this.locked = list.hosts().stream().map(_ -> new BitSet()).toList();
    this.freeSlots = list.limits().stream().mapToInt(Integer::intValue).toArray();
  }

  /** A locked slot of a host; both from 0. */
  record Lock(int host, int slot) {}

  private static final class Waiter {
    private final int[] hosts;
    private final double since;
    private final Consumer<Lock> then;
    private boolean looks;

    private Waiter(int[] hosts, double since, Consumer<Lock> then) {
      this.hosts = hosts;
      this.since = since;
      this.then = then;
    }

    private double nextLook(double now) {
      return since + (Math.floor((now - since) / PAUSE_SECONDS) + 1) * PAUSE_SECONDS;
    }
  }

  /**
   * Goes on with a slot of one of these hosts, now or later.
   *
   * @param usable in the order of the list; not empty
   */
  void lockOne(List<Integer> usable, Consumer<Lock> then) {
    int[] hosts = new int[usable.size()];
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = usable.get(i);
    }
    if (list.isRandomised()) {
      shuffle(hosts);
    }
    Optional<Lock> free = firstFree(hosts);
    if (free.isPresent()) {
      take(free.get(), then);
    } else {
      waiting.add(new Waiter(hosts, world.now(), then));
    }
  }

  void unlock(Lock lock) {
    locked.get(lock.host).clear(lock.slot);
    freeSlots[lock.host]++;
    planLook();
  }

  private void take(Lock lock, Consumer<Lock> then) {
    locked.get(lock.host).set(lock.slot);
    freeSlots[lock.host]--;
    then.accept(lock);
  }

  /** The next of those who would find one now. */
  private void planLook() {
    double now = world.now();
    double soonest = Double.POSITIVE_INFINITY;
    Waiter first = null;
    for (Waiter waiter : waiting) {
      double nextLook = waiter.nextLook(now);
      if (nextLook < soonest && !waiter.looks && hasFree(waiter.hosts)) {
        soonest = nextLook;
        first = waiter;
      }
    }
    if (first != null) {
      Waiter next = first;
      next.looks = true;
      world.after(soonest - now, () -> look(next));
    }
  }

  private void look(Waiter waiter) {
    waiter.looks = false;
    Optional<Lock> free = firstFree(waiter.hosts);
    if (free.isPresent()) {
      waiting.remove(waiter);
      take(free.get(), waiter.then);
    }
    planLook();
  }

  private boolean hasFree(int[] hosts) {
    for (int host : hosts) {
      if (isFree(host)) {
        return true;
      }
    }
    return false;
  }

  private boolean isFree(int host) {
    return freeSlots[host] > 0;
  }

  private int firstFreeSlot(int host) {
    return locked.get(host).nextClearBit(0);
  }

  /** The lowest free slot of all hosts; of the same slot of several hosts, the first host's. */
  private Optional<Lock> firstFree(int[] hosts) {
    int best = -1;
    for (int host : hosts) {
      if (isFree(host) && (best < 0 || firstFreeSlot(host) < firstFreeSlot(best))) {
        best = host;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(new Lock(best, firstFreeSlot(best)));
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = world.draws().between(0, i);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }
}
