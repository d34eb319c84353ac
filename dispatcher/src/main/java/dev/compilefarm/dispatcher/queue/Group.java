package dev.compilefarm.dispatcher.queue;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** What waits with one key: the jobs, and the tenants of those that may run one more. */
final class Group<J, K> {
  final Set<J> jobs = new LinkedHashSet<>();

  /** In the order of their turns. */
  final TreeSet<Tenant<J, K>> eligible = new TreeSet<>(Tenant.TURN);
}
