package dev.compilefarm.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Whether the cluster gives pods their users and groups and refuses those that name their own, as
 * OpenShift does. It has an API group for its rules, the SecurityContextConstraints. Every account
 * may ask for API groups. Thread-safe.
 */
public final class PodIds {
  private static final Logger LOG = Logger.getLogger(PodIds.class);
  private static final String GROUP = "security.openshift.io";

  private final KubernetesClient client;
  private Optional<Boolean> assigned;

  /**
   * @param said what the operator was installed with; empty to ask the cluster
   */
  public PodIds(KubernetesClient client, Optional<Boolean> said) {
    this.client = client;
    this.assigned = said;
  }

  /**
   * Asks the cluster once, and again as long as it does not answer. Blocks for one request at most;
   * a farm is not to be made by a guess, so its round fails and is tried again.
   */
  public synchronized boolean areAssigned() {
    if (assigned.isEmpty()) {
      assigned = Optional.of(client.getApiGroup(GROUP) != null);
      LOG.infof(
          assigned.orElseThrow()
              ? "The cluster has the API group %s, so pods name no user"
              : "The cluster has no API group %s, so pods name their user",
          GROUP);
    }
    return assigned.orElseThrow();
  }
}
