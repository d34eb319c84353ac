package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.TenantSpec;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A port where the dispatcher takes jobs; the same number on its pod and on the farm's Service.
 *
 * @param name for the Service to find it by: in an update a pod that does not have the port yet, or
 *     any more, gets no connections to it
 * @param tenant whose all jobs are that come in here; empty: each is its client's address's
 */
record EntryPort(String name, int number, Optional<String> tenant) {

  /** All of a farm. The shared ones first. */
  static List<EntryPort> of(Plan plan) {
    return Stream.concat(
            Stream.of(
                shared("distcc", FarmNames.DISTCC_PORT),
                shared("distcc-alt", FarmNames.DISTCC_ALT_PORT)),
            plan.dispatcher().queue().tenants().stream()
                .filter(tenant -> tenant.port() != null)
                .map(EntryPort::of))
        .toList();
  }

  private static EntryPort shared(String name, int number) {
    return new EntryPort(name, number, Optional.empty());
  }

  /** Not called after the tenant, whose name may be longer than the 15 characters of a port's. */
  private static EntryPort of(TenantSpec tenant) {
    return new EntryPort("tenant-" + tenant.port(), tenant.port(), Optional.of(tenant.name()));
  }
}
