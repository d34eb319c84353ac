package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.plan.Plan;
import java.util.Locale;

/**
 * Values of DISTCC_HOSTS. Each has two entries for one queue: a job that fails on one goes to the
 * other at once, not home.
 */
final class DistccHosts {
  private DistccHosts() {}

  /** By the ports of all clients. */
  static String shared(Plan plan) {
    return entry(plan, plan.names().endpoint(FarmNames.DISTCC_PORT))
        + " "
        + entry(plan, plan.names().endpoint(FarmNames.DISTCC_ALT_PORT));
  }

  /**
   * By a tenant's port. distcc tells entries apart by host and port as they are written, and DNS
   * does not care for case; so two spellings of one host are two entries.
   */
  static String ofPort(Plan plan, int port) {
    String endpoint = plan.names().endpoint(port);
    return entry(plan, endpoint) + " " + entry(plan, endpoint.toUpperCase(Locale.ROOT));
  }

  private static String entry(Plan plan, String endpoint) {
    return "%s/%d,lzo".formatted(endpoint, plan.clientLimit());
  }
}
