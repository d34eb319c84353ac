package dev.compilefarm.operator.status;

import dev.compilefarm.operator.observe.Workload;

/** Tells a full quota, which is a matter of size, from pods that are refused for what they are. */
final class QuotaMessage {
  /** From the API server's quota admission plugin; there is no code to go by. */
  private static final String QUOTA = "exceeded quota";

  private QuotaMessage() {}

  static boolean isQuota(Workload workload) {
    return workload.podCreationError().filter(message -> message.contains(QUOTA)).isPresent();
  }
}
