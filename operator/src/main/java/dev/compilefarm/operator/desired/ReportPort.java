package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.plan.Plan;
import java.util.stream.IntStream;

/**
 * The dispatcher's port where volunteers report that they listen. Apart from its admin port, which
 * is nothing for volunteers: they run what strangers send.
 */
final class ReportPort {
  static final String NAME = "reports";

  private ReportPort() {}

  /** Whether there is one: a farm may have given its number to a tenant. */
  static boolean isIn(Plan plan) {
    return EntryPort.of(plan).stream().noneMatch(entry -> entry.number() == FarmNames.REPORT_PORT);
  }

  /** All ports of the dispatcher that take reports. */
  static IntStream numbers(Plan plan) {
    return isIn(plan)
        ? IntStream.of(FarmNames.ADMIN_PORT, FarmNames.REPORT_PORT)
        : IntStream.of(FarmNames.ADMIN_PORT);
  }

  /** Host and port for the volunteers. */
  static String endpoint(Plan plan) {
    return plan.names()
        .dispatcherEndpoint(isIn(plan) ? FarmNames.REPORT_PORT : FarmNames.ADMIN_PORT);
  }
}
