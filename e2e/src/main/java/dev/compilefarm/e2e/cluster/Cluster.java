package dev.compilefarm.e2e.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** A Kubernetes that runs, and has this checkout's images. */
public interface Cluster extends AutoCloseable {
  /** Credentials of an administrator, with an address that this machine reaches. */
  String kubeconfig();

  /** How pods of this cluster name the image. */
  ImageReference image(ProjectImage image);

  /** Changes when the image does, under the same reference too. */
  String contentOf(ProjectImage image);

  @Override
  void close();

  /** A client as the administrator; the caller closes it. */
  default KubernetesClient client() {
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig())).build();
  }

  /**
   * The first that is there: the cluster of {@code $COMPILEFARM_E2E_KUBECONFIG}; else a new one in
   * a container, which ends with {@link #close}.
   */
  static Cluster first() {
    String kubeconfig = System.getenv("COMPILEFARM_E2E_KUBECONFIG");
    if (kubeconfig != null && !kubeconfig.isBlank()) {
      return GivenCluster.of(kubeconfig, System.getenv("COMPILEFARM_E2E_REGISTRY"));
    }
    return ContainerCluster.forTests();
  }
}
