package dev.compilefarm.operator.config;

import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.Optional;

/**
 * Of several operators, the holder of a Lease acts. The others list and watch as it does, and wait.
 * One that loses the Lease ends its process: nothing that it still does may meet the next one.
 */
final class Election {
  /**
   * How long a leader that does not answer any more is waited for. Kubernetes' own controllers take
   * 15 s. Longer, because an API server that restarts takes as long, and a leader that cannot renew
   * in {@link #RENEW} begins anew.
   */
  private static final Duration LEASE = Duration.ofSeconds(25);

  private static final Duration RENEW = Duration.ofSeconds(20);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /**
   * Nothing where the operator was given no Lease: it is alone then.
   *
   * @throws IllegalArgumentException if the setting is not NAMESPACE/NAME
   */
  @Produces
  @Dependent
  // The framework looks it up by its type when it starts.
  @Unremovable
  static LeaderElectionConfiguration configuration(OperatorConfig config) {
    return config.lease().map(Election::of).orElse(null);
  }

  private static LeaderElectionConfiguration of(String lease) {
    String[] parts = lease.split("/", -1);
    if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
      throw new IllegalArgumentException(
          "COMPILEFARM_LEASE must be NAMESPACE/NAME and is '" + lease + "'");
    }
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(parts[1])
        .withLeaseNamespace(parts[0])
        .withIdentity(identity())
        .withLeaseDuration(LEASE)
        .withRenewDeadline(RENEW)
        .withRetryPeriod(RETRY)
        .build();
  }

  /** A container that was restarted in its pod goes on with the pod's Lease at once. */
  private static String identity() {
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .orElseGet(() -> "operator-" + ProcessHandle.current().pid());
  }
}
