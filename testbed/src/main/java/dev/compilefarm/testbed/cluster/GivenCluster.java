package dev.compilefarm.testbed.cluster;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Somebody's cluster. The images reach it by way of a registry that both this machine and its nodes
 * know, under tags that hold their content, since nodes keep what they once pulled under a tag. The
 * cluster is never ended from here.
 */
final class GivenCluster implements Cluster {
  private final String kubeconfig;
  private final String registry;
  private final Map<ProjectImage, ImageReference> images = new EnumMap<>(ProjectImage.class);

  private GivenCluster(String kubeconfig, String registry) {
    this.kubeconfig = kubeconfig;
    this.registry = registry;
  }

  static GivenCluster of(String kubeconfigFile, String registry) {
    if (registry == null || registry.isBlank()) {
      throw new IllegalStateException(
          "COMPILEFARM_E2E_KUBECONFIG is set, but COMPILEFARM_E2E_REGISTRY is not:"
              + " name a registry that this machine pushes to and the cluster's nodes pull from");
    }
    try {
      GivenCluster cluster = new GivenCluster(Files.readString(Path.of(kubeconfigFile)), registry);
      for (ProjectImage image : ProjectImage.values()) {
        cluster.images.put(image, push(image, registry));
      }
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException("COMPILEFARM_E2E_KUBECONFIG=" + kubeconfigFile, e);
    }
  }

  private static ImageReference push(ProjectImage image, String registry) {
    String content = image.id().replace("sha256:", "").substring(0, 12);
    ImageReference remote =
        new ImageReference(registry, image.repository(), Checkout.version() + "-" + content);
    push(image.local(), remote);
    return remote;
  }

  private static void push(String local, ImageReference remote) {
    Command.output("docker", "tag", local, remote.toString());
    Command.output("docker", "push", "--quiet", remote.toString());
  }

  @Override
  public Map<ProjectImage, ImageReference> take(Set<ProjectImage> images, String tag) {
    Map<ProjectImage, ImageReference> taken = new EnumMap<>(ProjectImage.class);
    for (ProjectImage image : images) {
      ImageReference remote = new ImageReference(registry, image.repository(), tag);
      push(image.repository() + ":" + tag, remote);
      taken.put(image, remote);
    }
    return taken;
  }

  @Override
  public ImageReference take(CiImage image) {
    image.make();
    String local = image.repository() + ":latest";
    String id = Command.output("docker", "image", "inspect", "--format", "{{.Id}}", local);
    String content = id.replace("sha256:", "").substring(0, 12);
    ImageReference remote = new ImageReference(registry, image.repository(), content);
    push(local, remote);
    return remote;
  }

  @Override
  public String kubeconfig() {
    return kubeconfig;
  }

  @Override
  public ImageReference image(ProjectImage image) {
    return images.get(image);
  }

  @Override
  public String contentOf(ProjectImage image) {
    return image(image).tag();
  }

  @Override
  public void close() {
    // Not ours to end.
  }
}
