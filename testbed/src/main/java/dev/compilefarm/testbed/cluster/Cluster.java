package dev.compilefarm.testbed.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A Kubernetes that runs, and has this checkout's images. */
public interface Cluster extends AutoCloseable {
  /** Credentials of an administrator, with an address that this machine reaches. */
  String kubeconfig();

  /** How pods of this cluster name the image. */
  ImageReference image(ProjectImage image);

  /**
   * Takes in further images of the local engine, those of another version of this project, and says
   * how pods name them.
   *
   * @param tag of all of them in the local engine
   */
  Map<ProjectImage, ImageReference> take(Set<ProjectImage> images, String tag);

  /** Takes in a CI image, made if need be, and says how pods name it. Thread-safe. */
  ImageReference take(CiImage image);

  /** Changes when the image does, under the same reference too. */
  String contentOf(ProjectImage image);

  @Override
  void close();

  /** A client as the administrator; the caller closes it. */
  default KubernetesClient client() {
    Config config = Config.fromKubeconfig(kubeconfig());
    // An API server that shares two cores with builds may take longer than the client's 10 s.
    config.setRequestTimeout((int) Duration.ofMinutes(2).toMillis());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /**
   * The credentials in a file that goes with the JVM. Not readable by others: it holds an
   * administrator's key.
   */
  default Path kubeconfigFile() {
    try {
      Path file = Files.createTempFile("compilefarm-e2e-", ".kubeconfig");
      file.toFile().deleteOnExit();
      return Files.writeString(file, kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The first that is there: the cluster of {@code $COMPILEFARM_E2E_KUBECONFIG}; else a new one in
   * a container, which ends with {@link #close}.
   */
  static Cluster first() {
    return isGiven()
        ? GivenCluster.of(
            System.getenv("COMPILEFARM_E2E_KUBECONFIG"), System.getenv("COMPILEFARM_E2E_REGISTRY"))
        : ContainerCluster.forTests();
  }

  /** Whether {@link #first} is somebody's cluster, and always the same one. */
  static boolean isGiven() {
    String kubeconfig = System.getenv("COMPILEFARM_E2E_KUBECONFIG");
    return kubeconfig != null && !kubeconfig.isBlank();
  }
}
