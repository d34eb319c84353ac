package dev.compilefarm.dispatcher.succession;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides how long a dispatcher that was told to end takes jobs. Pure; not thread-safe. Times are
 * nanoseconds of one monotonic clock, the caller's: a successor is judged by how long it has been
 * seen ready, since clocks of nodes differ.
 */
final class Handover {
  /**
   * From being told to end until each node sends new connections elsewhere, if there is anywhere:
   * kube-proxy gathers changes for a second, and a busy node takes longer.
   */
  static final Duration LEAVE = Duration.ofSeconds(5);

  /** A successor must be ready for so long: each node must know of it. */
  static final Duration PROVEN = Duration.ofSeconds(5);

  /** Without any word from the API, it is not known whether anybody comes. */
  static final Duration BLIND = Duration.ofSeconds(30);

  private final Duration longest;
  private final long toldAtNanos;
  private final Map<String, Long> readySince = new HashMap<>();

  /**
   * Of a dispatcher that was told to end just now.
   *
   * @param longest after which it leaves whether anybody comes or not
   */
  Handover(Duration longest, long toldAtNanos) {
    this.longest = longest;
    this.toldAtNanos = toldAtNanos;
  }

  /**
   * Why the dispatcher takes no more jobs from now on, as half a sentence; empty: it goes on.
   *
   * @param sight the latest; empty where there never was one
   */
  Optional<String> end(Optional<Sight> sight, long nowNanos) {
    Duration told = Duration.ofNanos(nowNanos - toldAtNanos);
    if (told.compareTo(longest) >= 0) {
      return Optional.of("no successor became ready within " + longest);
    }
    return sight.isPresent()
        ? end(sight.get(), told, nowNanos)
        : Optional.of("the API server did not say within %s who comes".formatted(BLIND))
            .filter(why -> told.compareTo(BLIND) >= 0);
  }

  private Optional<String> end(Sight sight, Duration told, long nowNanos) {
    if (sight.namespaceGoes()) {
      return Optional.of("its namespace is being deleted");
    }
    if (sight.farm() != Sight.Farm.STAYS) {
      return Optional.of("its farm is being deleted");
    }
    if (!sight.ownPodGoes()) {
      return Optional.of("its pod stays, so there is no successor")
          .filter(why -> told.compareTo(LEAVE) >= 0);
    }
    readySince.keySet().retainAll(sight.ready());
    sight.ready().forEach(pod -> readySince.putIfAbsent(pod, nowNanos));
    return Optional.of("its successor takes jobs")
        .filter(why -> told.compareTo(LEAVE) >= 0)
        .filter(why ->
            readySince.values().stream().anyMatch(since -> nowNanos - since >= PROVEN.toNanos()));
  }
}
