package dev.compilefarm.testbed.cluster;

import static dev.compilefarm.testbed.Eventually.eventually;
import static java.util.stream.Collectors.toMap;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.UpgradeCommand;
import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Command;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A version of the chart with its images, as the one release in a cluster, by Helm itself. To
 * install one version while another is there is to upgrade, or to go back. Only {@link #as} makes a
 * release of another name.
 */
public final class Chart {
  public static final String NAMESPACE = "compilefarm-system";

  /** What a namespace carries to have Pod Security's strictest level enforced in it. */
  public static final Map<String, String> RESTRICTED =
      Map.of("pod-security.kubernetes.io/enforce", "restricted");

  private static final String RELEASE = "compilefarm";
  private static final Map<String, String> OPERATOR =
      Map.of("app.kubernetes.io/component", "operator");
  private static final Duration START = Duration.ofMinutes(2);

  private static final Set<ProjectImage> PREVIOUS =
      EnumSet.of(
          ProjectImage.OPERATOR,
          ProjectImage.DISPATCHER,
          ProjectImage.VOLUNTEER,
          ProjectImage.CLIENT);

  private final Path folder;
  private final Path kubeconfig;
  private final String release;
  private final String namespace;
  private final Map<ProjectImage, ImageReference> images;
  private final String content;
  private final Map<String, String> values;

  /** The chart of this checkout, with the images made from it. */
  public Chart(Cluster cluster) {
    this(
        Checkout.path("helm/compilefarm"),
        cluster.kubeconfigFile(),
        RELEASE,
        NAMESPACE,
        Stream.of(ProjectImage.values()).collect(toMap(image -> image, cluster::image)),
        Integer.toHexString(
            Objects.hash(Stream.of(ProjectImage.values()).map(cluster::contentOf).toArray())),
        // One operator: the tests look at its pod, and it starts sooner than two.
        Map.of("clients.enabled", "true", "operator.replicas", "1"));
  }

  private Chart(
      Path folder,
      Path kubeconfig,
      String release,
      String namespace,
      Map<ProjectImage, ImageReference> images,
      String content,
      Map<String, String> values) {
    this.folder = folder;
    this.kubeconfig = kubeconfig;
    this.release = release;
    this.namespace = namespace;
    this.images = images;
    this.content = content;
    this.values = values;
  }

  /** The same with one more value of the chart. */
  public Chart with(String name, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(name, value);
    return new Chart(folder, kubeconfig, release, namespace, images, content, more);
  }

  /** The same under another name, in another namespace. */
  public Chart as(String otherRelease, String otherNamespace) {
    return new Chart(folder, kubeconfig, otherRelease, otherNamespace, images, content, values);
  }

  /**
   * The version that people upgrade from: its own chart and its own images, which {@code
   * dev/lib/previous} makes if need be.
   */
  public static Chart previous(Cluster cluster) {
    Path source = previousSource();
    String tag = source.getFileName().toString();
    return new Chart(
        source.resolve("helm/compilefarm"),
        cluster.kubeconfigFile(),
        RELEASE,
        NAMESPACE,
        cluster.take(PREVIOUS, tag),
        tag,
        Map.of());
  }

  /** Whether this clone has the history that {@link #previous} is made from. */
  public static boolean hasPrevious() {
    return Command.succeeds(Checkout.path("dev/lib/previous").toString(), "--is-possible");
  }

  /** The checkout of {@link #previous}. */
  public static Path previousSource() {
    return Path.of(Command.output(Checkout.path("dev/lib/previous").toString()));
  }

  /** How the pods of this version's farms name the image. */
  public String image(ProjectImage image) {
    return images.get(image).toString();
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
                .withName(namespace)
                .withLabels(RESTRICTED)
                .endMetadata()
                .build())
        .serverSideApply();
    upgrade();
    eventually("the operator ready", START, () -> operatorOf(client), Chart::isRolledOut);
  }

  /** What {@code helm uninstall} does with the release; returns when it says that it is done. */
  public void uninstall() {
    Helm.uninstall(release).withNamespace(namespace).withKubeConfig(kubeconfig).call();
  }

  /** What {@code helm test} does with the release. */
  public Release test() {
    return Helm.test(release)
        .withNamespace(namespace)
        .withKubeConfig(kubeconfig)
        .withTimeout((int) START.toSeconds())
        .call();
  }

  /** The operator's pods, ended ones left out. */
  public static List<Pod> operatorPods(KubernetesClient client) {
    return client.pods().inNamespace(NAMESPACE).withLabels(OPERATOR).list().getItems();
  }

  private Deployment operatorOf(KubernetesClient client) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withLabels(OPERATOR)
        .withLabel("app.kubernetes.io/instance", release)
        .list()
        .getItems()
        .getFirst();
  }

  private void upgrade() {
    UpgradeCommand upgrade =
        new Helm(folder)
            .upgrade()
            .install()
            .withName(release)
            .withNamespace(namespace)
            // As a file: given as text, "upgrade or install" asks another cluster.
            .withKubeConfig(kubeconfig);
    images.forEach((image, reference) -> {
      String key = image.part() + ".image.";
      upgrade
          .set(key + "registry", reference.registry())
          .set(key + "repository", reference.repository())
          .set(key + "tag", reference.tag());
    });
    values.forEach(upgrade::set);
    // A new image under an old tag restarts the operator, and through it what its farms run. Helm
    // takes a text of digits alone for a number, which an annotation cannot be.
    upgrade.set("operator.podAnnotations.compilefarm\\.dev/content", "images-" + content);
    upgrade.call();
  }

  /**
   * The present version alone, ready: while one replaces another, the old one may still look so.
   */
  private static boolean isRolledOut(Deployment operator) {
    DeploymentStatus status = operator.getStatus();
    Integer wanted = operator.getSpec().getReplicas();
    return operator.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && wanted.equals(status.getReplicas())
        && wanted.equals(status.getUpdatedReplicas())
        && wanted.equals(status.getReadyReplicas());
  }
}
