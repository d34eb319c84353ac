package dev.compilefarm.dispatcher.queue;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** What waits with one key: the jobs, and the tenants of those that may run one more. */
final class Group<J, K> {
  final Set<J> jobs = new LinkedHashSet<>();

  /** In the order of their turns. */
  final TreeSet<Tenant<J, K>> eligible = new TreeSet<>(Tenant.TURN);

  /** Those of them that run nothing, the one that has waited longest first. */
  final TreeSet<Tenant<J, K>> idle = new TreeSet<>(Tenant.WAIT);

  void add(Tenant<J, K> tenant) {
    eligible.add(tenant);
    if (tenant.running == 0) {
      idle.add(tenant);
    }
  }

  /** Takes out one that need not be here, before anything of it changes. */
  void remove(Tenant<J, K> tenant) {
    eligible.remove(tenant);
    if (tenant.running == 0) {
      idle.remove(tenant);
    }
  }
}
