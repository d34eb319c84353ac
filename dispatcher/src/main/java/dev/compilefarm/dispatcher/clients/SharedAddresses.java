package dev.compilefarm.dispatcher.clients;

import dev.compilefarm.dispatcher.clients.SharedAddress.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Notes the addresses of clients behind which several clients must be. Each is remembered for ten
 * minutes after it was seen last; sixteen at most. Only tenants by address are looked at: who comes
 * by a port of its own is one tenant on purpose. Not thread-safe. Times are nanoseconds of one
 * monotonic clock.
 */
public final class SharedAddresses {
  static final int ADDRESSES_MAX = 16;
  static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final boolean loopbackIsShared;
  private final OptionalInt clientJobs;
  private final Optional<String> ownNode;
  private final Map<String, Seen> seen = new HashMap<>();
  private Set<String> nodes = Set.of();

  private record Seen(Reason reason, long atNanos) {}

  /**
   * With none seen yet.
   *
   * @param loopbackIsShared whether no client is on the dispatcher's own machine, as in a pod
   * @param clientJobs most jobs that one client has under way; empty where that is not known
   * @param ownNode address of the node that the dispatcher runs on
   */
  public SharedAddresses(
      boolean loopbackIsShared, OptionalInt clientJobs, Optional<String> ownNode) {
    this.loopbackIsShared = loopbackIsShared;
    this.clientJobs = clientJobs;
    this.ownNode = ownNode;
  }

  /** One that nothing is known to, so that it notes nothing. */
  public static SharedAddresses none() {
    return new SharedAddresses(false, OptionalInt.empty(), Optional.empty());
  }

  /** These are the addresses of the nodes on which volunteers run. */
  public void nodes(Collection<String> addresses) {
    nodes = Set.copyOf(addresses);
  }

  /**
   * A job has come.
   *
   * @param jobs of this tenant under way, with this one
   */
  public void came(String tenant, int jobs, long nowNanos) {
    if (isAddress(tenant)) {
      reason(tenant, jobs).ifPresent(reason -> note(tenant, reason, nowNanos));
    }
  }

  /** Those that were seen lately, by address. */
  public List<SharedAddress> at(long nowNanos) {
    return seen.entrySet().stream()
        .filter(entry -> isFresh(entry.getValue(), nowNanos))
        .map(entry -> new SharedAddress(entry.getKey(), entry.getValue().reason()))
        .sorted(Comparator.comparing(SharedAddress::address))
        .toList();
  }

  private Optional<Reason> reason(String address, int jobs) {
    if (loopbackIsShared && isLoopback(address)) {
      return Optional.of(Reason.LOOPBACK);
    }
    if (nodes.contains(address) || ownNode.filter(address::equals).isPresent()) {
      return Optional.of(Reason.NODE);
    }
    return clientJobs.isPresent() && jobs > clientJobs.getAsInt()
        ? Optional.of(Reason.MANY_JOBS)
        : Optional.empty();
  }

  /** The first ones are as good an example as later ones. */
  private void note(String address, Reason reason, long nowNanos) {
    if (!seen.containsKey(address) && seen.size() >= ADDRESSES_MAX) {
      seen.values().removeIf(known -> !isFresh(known, nowNanos));
      if (seen.size() >= ADDRESSES_MAX) {
        return;
      }
    }
    seen.merge(
        address,
        new Seen(reason, nowNanos),
        (before, now) -> isFresh(before, nowNanos) ? surer(before, now) : now);
  }

  /** What was seen of an address stays the surest of what was seen. */
  private static Seen surer(Seen before, Seen now) {
    Reason reason = before.reason().compareTo(now.reason()) < 0 ? before.reason() : now.reason();
    return new Seen(reason, now.atNanos());
  }

  private static boolean isFresh(Seen one, long nowNanos) {
    return nowNanos - one.atNanos() < REMEMBERED.toNanos();
  }

  /** The tenant of a port is a DNS label, which has neither dots nor colons. */
  private static boolean isAddress(String tenant) {
    return tenant.indexOf('.') >= 0 || tenant.indexOf(':') >= 0;
  }

  /** As the JDK writes addresses. */
  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1");
  }
}
