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

  /** Who preprocesses, as an option of each entry. */
  enum Mode {
    /** The client does. */
    PLAIN("lzo"),
    /**
     * The volunteer does, and the client runs under {@code distcc-pump}. One that does not would
     * preprocess and warn twice for each file ({@code src/include_server_if.c} of distcc 3.4), so
     * these entries are not the ones for all.
     */
    PUMP("cpp,lzo");

    private final String options;

    Mode(String options) {
      this.options = options;
    }
  }

  /** By the ports of all clients. */
  static String shared(Plan plan, Mode mode) {
    return entry(plan, plan.names().endpoint(FarmNames.DISTCC_PORT), mode)
        + " "
        + entry(plan, plan.names().endpoint(FarmNames.DISTCC_ALT_PORT), mode);
  }

  /**
   * By a tenant's port. distcc tells entries apart by host and port as they are written, and DNS
   * does not care for case; so two spellings of one host are two entries.
   */
  static String ofPort(Plan plan, int port, Mode mode) {
    String endpoint = plan.names().endpoint(port);
    return entry(plan, endpoint, mode) + " " + entry(plan, endpoint.toUpperCase(Locale.ROOT), mode);
  }

  private static String entry(Plan plan, String endpoint, Mode mode) {
    return "%s/%d,%s".formatted(endpoint, plan.clientLimit(), mode.options);
  }
}
