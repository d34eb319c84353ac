package dev.compilefarm.operator.plan;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import java.util.Optional;

/**
 * What the operator was installed with and farms do not say.
 *
 * @param operator the operator's own service account as the API server names it, {@code
 *     system:serviceaccount:NAMESPACE:NAME}; empty where it was not told
 * @param switches what the operator does besides
 * @param monitoring who may read the metrics of dispatchers, where there are NetworkPolicies
 */
public record Settings(
    String dispatcherImage,
    String volunteerImage,
    String imagePullPolicy,
    Optional<String> operator,
    PodSettings pods,
    Switches switches,
    List<NetworkPolicyPeer> monitoring) {

  public Settings {
    monitoring = List.copyOf(monitoring);
  }

  /**
   * What can be switched on and off.
   *
   * @param clientNamespaces the operator has the rights to serve clients in other namespaces
   * @param networkPolicies farms get NetworkPolicies
   * @param imagePrePull the operator has the rights to DaemonSets, which pull images to nodes
   * @param namespaceStatus the operator has the right to say on a namespace that is being deleted
   *     what it waits for
   */
  public record Switches(
      boolean clientNamespaces,
      boolean networkPolicies,
      boolean imagePrePull,
      boolean namespaceStatus) {}

  /** Those of an operator that was not told who it is. */
  public Settings(String dispatcherImage, String volunteerImage, String imagePullPolicy) {
    this(
        dispatcherImage,
        volunteerImage,
        imagePullPolicy,
        Optional.empty(),
        new PodSettings("tools", "amd64", "gcc-14", "placeholder", "role", false),
        new Switches(true, true, true, true),
        List.of());
  }
}
