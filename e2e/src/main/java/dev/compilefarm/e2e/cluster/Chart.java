package dev.compilefarm.e2e.cluster;

import static dev.compilefarm.e2e.Eventually.eventually;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.UpgradeCommand;
import dev.compilefarm.e2e.Checkout;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The chart under {@code helm/compilefarm}, as one release in a cluster, by Helm itself. */
public final class Chart {
  public static final String NAMESPACE = "compilefarm-system";

  /** What a namespace carries to have Pod Security's strictest level enforced in it. */
  public static final Map<String, String> RESTRICTED =
      Map.of("pod-security.kubernetes.io/enforce", "restricted");

  private static final String RELEASE = "compilefarm";
  private static final String OPERATOR_NAME = RELEASE + "-operator";
  private static final Map<String, String> OPERATOR =
      Map.of("app.kubernetes.io/component", "operator", "app.kubernetes.io/instance", RELEASE);
  private static final Duration START = Duration.ofMinutes(2);

  private final Cluster cluster;
  private final Path kubeconfig;

  public Chart(Cluster cluster) {
    this.cluster = cluster;
    kubeconfig = file(cluster.kubeconfig());
  }

  /**
   * Installs or upgrades the release in a restricted namespace, and waits until the operator is
   * ready.
   */
  public void install(KubernetesClient client) {
    client
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .withLabels(RESTRICTED)
                .endMetadata()
                .build())
        .serverSideApply();
    upgrade();
    eventually(
        "the operator ready",
        START,
        () -> client.apps().deployments().inNamespace(NAMESPACE).withName(OPERATOR_NAME).require(),
        Chart::isRolledOut);
  }

  /** What {@code helm test} does with the release. */
  public Release test() {
    return Helm.test(RELEASE)
        .withNamespace(NAMESPACE)
        .withKubeConfig(kubeconfig)
        .withTimeout((int) START.toSeconds())
        .call();
  }

  /** The operator's pods, ended ones left out. */
  public static List<Pod> operatorPods(KubernetesClient client) {
    return client.pods().inNamespace(NAMESPACE).withLabels(OPERATOR).list().getItems();
  }

  private void upgrade() {
    UpgradeCommand upgrade =
        new Helm(Checkout.path("helm/compilefarm"))
            .upgrade()
            .install()
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .withKubeConfig(kubeconfig);
    for (ProjectImage image : ProjectImage.values()) {
      ImageReference reference = cluster.image(image);
      String key = image.part() + ".image.";
      upgrade
          .set(key + "registry", reference.registry())
          .set(key + "repository", reference.repository())
          .set(key + "tag", reference.tag());
    }
    // A new image under an old tag restarts the operator, and through it what its farms run.
    upgrade.set(
        "operator.podAnnotations.compilefarm\\.dev/content",
        Integer.toHexString(
            Objects.hash(
                List.of(ProjectImage.values()).stream().map(cluster::contentOf).toArray())));
    upgrade.call();
  }

  /**
   * As a file: given as text, Helm's "upgrade or install" asks another cluster whether there is a
   * release.
   */
  private static Path file(String kubeconfig) {
    try {
      Path file = Files.createTempFile("compilefarm-e2e-", ".kubeconfig");
      file.toFile().deleteOnExit();
      return Files.writeString(file, kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The present version alone, ready: while one replaces another, the old one may still look so.
   */
  private static boolean isRolledOut(Deployment operator) {
    DeploymentStatus status = operator.getStatus();
    return operator.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && Objects.equals(status.getReplicas(), 1)
        && Objects.equals(status.getUpdatedReplicas(), 1)
        && Objects.equals(status.getReadyReplicas(), 1);
  }
}
