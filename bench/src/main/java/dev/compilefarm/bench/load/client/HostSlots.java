package dev.compilefarm.bench.load.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which host one user's next job goes to: a port of distcc 3.4's choice ({@code
 * src/where.c:dcc_lock_one}). The first slot of every host in the list's order, then the second of
 * every host, and so on; what is locked is known of this user's own jobs only. Hosts are named by
 * their place in the list. Pure; confined to one thread at a time.
 */
final class HostSlots {

  /** distcc looks at no more slots of a host, however many the list names. */
  private static final int LOOKED_AT_MAX = 50;

  /** A locked slot of a host. */
  record Lock(int host, int slot) {}

  private final List<Integer> slotsOfHosts;
  private final Collection<Lock> locked = new ArrayList<>();

  HostSlots(List<Integer> slotsOfHosts) {
    this.slotsOfHosts = List.copyOf(slotsOfHosts);
  }

  /** Locks the first free slot of these hosts; empty where all are taken. */
  Optional<Lock> lockOne(Collection<Integer> hosts) {
    int slots = Math.min(LOOKED_AT_MAX, Collections.max(slotsOfHosts));
    Optional<Lock> free =
        IntStream.range(0, slots)
            .boxed()
            .flatMap(slot ->
                IntStream.range(0, slotsOfHosts.size())
                    .filter(host -> hosts.contains(host) && slot < slotsOfHosts.get(host))
                    .mapToObj(host -> new Lock(host, slot)))
            .filter(lock -> !locked.contains(lock))
            .findFirst();
    free.ifPresent(locked::add);
    return free;
  }

  void unlock(Lock lock) {
    locked.remove(lock);
  }
}
