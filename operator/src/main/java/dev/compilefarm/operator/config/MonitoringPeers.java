package dev.compilefarm.operator.config;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/**
 * The peers of {@code COMPILEFARM_MONITORING_FROM}, a JSON list in the words of NetworkPolicies.
 */
final class MonitoringPeers {
  private MonitoringPeers() {}

  /**
   * @throws IllegalArgumentException if the text is no such list
   */
  static List<NetworkPolicyPeer> parse(String text) {
    try {
      return List.of(new KubernetesSerialization().unmarshal(text, NetworkPolicyPeer[].class));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "COMPILEFARM_MONITORING_FROM must be a JSON list of peers of a NetworkPolicy,"
              + " such as [{\"namespaceSelector\": {}}], and is '%s'".formatted(text),
          e);
    }
  }
}
