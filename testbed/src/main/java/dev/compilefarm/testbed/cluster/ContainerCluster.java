package dev.compilefarm.testbed.cluster;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A whole cluster in one container of the local Docker engine, by Testcontainers. Its image is the
 * one that {@code dev/lib/node-image} prints: k3s, or what stands in for it where k3s cannot be
 * pulled.
 *
 * <p>Two kinds: one for the tests, which ends with the JVM, and one that is kept for people ({@code
 * dev/up}), which the next call finds again. Each carries a label with its kind and this checkout;
 * what a killed test run left behind is removed by the next. So Testcontainers' own cleaner, an
 * image to pull, is not needed and is switched off where this runs.
 */
public final class ContainerCluster implements Cluster {
  private static final long IMPORT_SECONDS = 300;
  private static final String TESTS = "dev.compilefarm.e2e";

  /**
   * Who asked for what in the lives of this JVM's clusters, a file for each; read by a test that
   * comes after all others.
   */
  public static final Path AUDIT_LOGS = Path.of("target", "audit");

  private static boolean leftOversAreGone;

  private final K3sContainer container;
  private final Map<ProjectImage, String> content = new EnumMap<>(ProjectImage.class);
  private final Set<CiImage> taken = EnumSet.noneOf(CiImage.class);

  private ContainerCluster(K3sContainer container) {
    this.container = container;
  }

  /** A new one, which ends with {@link #close} or with the JVM. */
  public static ContainerCluster forTests() {
    removeLeftOvers();
    ContainerCluster cluster = new ContainerCluster(node(TESTS));
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "end-cluster"));
    cluster.start();
    return cluster;
  }

  /** The kept one of this checkout: found again, or started. It outlives the JVM. */
  public static ContainerCluster kept() {
    String label = "dev.compilefarm.up";
    ContainerCluster cluster = new ContainerCluster(node(label).withReuse(true));
    cluster.start();
    // One that runs with an older node image.
    remove(label, cluster.container.getContainerId());
    return cluster;
  }

  /** Once, before the first of this JVM starts: later ones are its own. */
  private static synchronized void removeLeftOvers() {
    if (!leftOversAreGone) {
      remove(TESTS, "");
      removeAuditLogs();
      leftOversAreGone = true;
    }
  }

  private static void removeAuditLogs() {
    if (!Files.isDirectory(AUDIT_LOGS)) {
      return;
    }
    try (Stream<Path> logs = Files.list(AUDIT_LOGS)) {
      for (Path log : logs.toList()) {
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static K3sContainer node(String label) {
    String image = System.getenv("COMPILEFARM_NODE_IMAGE");
    if (image == null || image.isBlank()) {
      image = Command.output(Checkout.path("dev/lib/node-image").toString());
    }
    return new K3sContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s"))
        .withLabel(label, Checkout.path("").toString());
  }

  private static void remove(String label, String exceptId) {
    String filter = "label=" + label + "=" + Checkout.path("");
    Command.output("docker", "ps", "--all", "--quiet", "--no-trunc", "--filter", filter)
        .lines()
        .filter(id -> !id.equals(exceptId))
        .forEach(id -> Command.output("docker", "rm", "--force", "--volumes", id));
  }

  private void start() {
    container.start();
    List<String> missing = new ArrayList<>();
    for (ProjectImage image : ProjectImage.values()) {
      content.put(image, image.id());
      if (!isLoaded(image)) {
        missing.add(image.local());
      }
    }
    if (!missing.isEmpty()) {
      load(missing);
      for (ProjectImage image : ProjectImage.values()) {
        Command.output(inNode("mkdir", "-p", marker(image)));
      }
    }
  }

  /** All in one archive, since the images share most of their layers. */
  private void load(List<String> images) {
    List<String> save = new ArrayList<>(List.of("docker", "save"));
    save.addAll(images);
    Command.pipe(
        save, List.of(inNode("ctr", "-n", "k8s.io", "images", "import", "-")), IMPORT_SECONDS);
  }

  /**
   * The node's own digests are not the engine's, so what was loaded is noted beside the node's
   * files.
   */
  private boolean isLoaded(ProjectImage image) {
    return Command.succeeds(inNode("test", "-d", marker(image)));
  }

  private String marker(ProjectImage image) {
    return "/var/lib/compilefarm-images/" + contentOf(image).replace("sha256:", "");
  }

  /**
   * Runs a command in the node and returns what it prints.
   *
   * @throws IllegalStateException when it ends with another exit code than 0
   */
  public String run(String... command) {
    return Command.output(inNode(command));
  }

  private String[] inNode(String... command) {
    return Stream.concat(
            Stream.of("docker", "exec", "-i", container.getContainerId()), Stream.of(command))
        .toArray(String[]::new);
  }

  @Override
  public String kubeconfig() {
    return container.getKubeConfigYaml();
  }

  @Override
  public ImageReference image(ProjectImage image) {
    return new ImageReference("", image.repository(), Checkout.version());
  }

  @Override
  public Map<ProjectImage, ImageReference> take(Set<ProjectImage> images, String tag) {
    Map<ProjectImage, ImageReference> taken = new EnumMap<>(ProjectImage.class);
    images.forEach(image -> taken.put(image, new ImageReference("", image.repository(), tag)));
    load(taken.values().stream().map(ImageReference::toString).toList());
    return taken;
  }

  @Override
  public synchronized ImageReference take(CiImage image) {
    ImageReference reference = new ImageReference("", image.repository(), "latest");
    if (!taken.contains(image)) {
      image.make();
      load(List.of(reference.toString()));
      taken.add(image);
    }
    return reference;
  }

  @Override
  public String contentOf(ProjectImage image) {
    return content.get(image);
  }

  @Override
  public void close() {
    keepAuditLog();
    container.stop();
  }

  /** Where there is none, as in k3s, or no container any more, nothing is kept. */
  private void keepAuditLog() {
    if (Files.isDirectory(AUDIT_LOGS.getParent())) {
      AUDIT_LOGS.toFile().mkdir();
      Command.succeeds(
          "docker",
          "cp",
          container.getContainerId() + ":/var/log/node/audit.json",
          AUDIT_LOGS.resolve(container.getContainerId() + ".json").toString());
    }
  }
}
