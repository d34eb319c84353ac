package dev.compilefarm.client.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;

/**
 * A port of a pod, forwarded to this machine's loopback address as by {@code kubectl port-forward}.
 * That goes by the node's kubelet, so no NetworkPolicy is in its way, and it needs the right to
 * create {@code pods/portforward}.
 */
final class Forward implements AutoCloseable {
  private final LocalPortForward forward;
  private final String pod;

  private Forward(LocalPortForward forward, String pod) {
    this.forward = forward;
    this.pod = pod;
  }

  static Forward of(KubernetesClient client, String namespace, String pod, int port) {
    try {
      return new Forward(
          client
              .pods()
              .inNamespace(namespace)
              .withName(pod)
              .portForward(port, InetAddress.getLoopbackAddress(), 0),
          pod);
    } catch (KubernetesClientException e) {
      throw ClusterException.of(
          "Port %d of the pod %s cannot be reached: %s. It takes the right to create pods/portforward"
              .formatted(port, pod, e.getMessage()),
          e);
    }
  }

  /** Whose port it is. */
  String pod() {
    return pod;
  }

  /** On the loopback address of this machine. */
  int localPort() {
    return forward.getLocalPort();
  }

  /** What fails here ends with the process: no verb fails for it. */
  @Override
  public void close() {
    try {
      forward.close();
    } catch (IOException e) {
      System.getLogger(Forward.class.getName()).log(Level.DEBUG, "A port-forward did not end", e);
    }
  }
}
