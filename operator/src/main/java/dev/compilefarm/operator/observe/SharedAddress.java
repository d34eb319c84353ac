package dev.compilefarm.operator.observe;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A client's address behind which several clients are, as far as the dispatcher can tell.
 *
 * @param reason why the dispatcher thinks so: {@code LOOPBACK}, {@code NODE}, {@code MANY_JOBS}, or
 *     a word of a later version
 * @param jobs those of the tenant of this address that wait or run
 */
public record SharedAddress(String address, String reason, int jobs) {

  /** Those of two dispatchers: each address once, with the jobs of both. */
  static List<SharedAddress> together(List<SharedAddress> some, List<SharedAddress> others) {
    return Stream.concat(some.stream(), others.stream())
        .collect(
            Collectors.toMap(
                SharedAddress::address, address -> address, SharedAddress::plus, TreeMap::new))
        .values()
        .stream()
        .toList();
  }

  private SharedAddress plus(SharedAddress other) {
    return new SharedAddress(address, reason, jobs + other.jobs);
  }
}
