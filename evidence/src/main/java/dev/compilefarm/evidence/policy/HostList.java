package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Host;
import dev.compilefarm.evidence.farm.User;
import dev.compilefarm.evidence.farm.Volunteer;
import dev.compilefarm.evidence.farm.World;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A user's {@code DISTCC_HOSTS}.
 *
 * @param hosts in the order of the list
 * @param limits the {@code /LIMIT} of each
 * @param isRandomised whether each job shuffles the list ({@code --randomize})
 */
record HostList(List<? extends Host> hosts, List<Integer> limits, boolean isRandomised) {

  HostList {
    hosts = List.copyOf(hosts);
    limits = List.copyOf(limits);
  }

  /**
   * All volunteers. Who wrote the list knows its machines: the quicker ones are first, and have
   * more slots in proportion.
   *
   * @param limit of a volunteer of speed 1
   */
  static HostList of(List<Volunteer> volunteers, int limit, boolean isRandomised) {
    List<Volunteer> quickFirst =
        volunteers.stream()
            .sorted(Comparator.comparingDouble(Volunteer::speed).reversed())
            .toList();
    return new HostList(
        quickFirst,
        quickFirst.stream()
            .map(volunteer -> (int) Math.max(1, Math.round(limit * volunteer.speed())))
            .toList(),
        isRandomised);
  }

  /** One address, with enough slots for all jobs of one make. */
  static HostList of(Host host, User user) {
    return of(host, 1, user.parallel());
  }

  /**
   * One address under several names, with slots for all jobs of one make, or fewer.
   *
   * @param limit of these slots for each volunteer behind the address
   */
  static HostList of(Host host, int names, User user, World world, int limit) {
    return of(host, names, Math.min(user.parallel(), limit * world.volunteers().size()));
  }

  private static HostList of(Host host, int names, int jobs) {
    int limit = (jobs + names - 1) / names;
    return new HostList(Collections.nCopies(names, host), Collections.nCopies(names, limit), false);
  }
}
