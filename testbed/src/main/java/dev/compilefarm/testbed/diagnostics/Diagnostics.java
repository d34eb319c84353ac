package dev.compilefarm.testbed.diagnostics;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.testbed.observe.DispatcherView;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Writes what there is in some namespaces to files: farms and their objects, events, logs, what
 * dispatchers say. Each part by itself: one that cannot be had leaves its error in its file and
 * does not hide the others, nor the test's own failure.
 */
public final class Diagnostics {
  private static final int LOG_LINES_MAX = 2000;

  private final KubernetesClient client;
  private final Path folder;

  public Diagnostics(KubernetesClient client, Path folder) {
    this.client = client;
    this.folder = folder;
  }

  public void write(List<String> namespaces) {
    for (String namespace : namespaces) {
      part(namespace, "farms.yaml", () -> yaml(farms(namespace)));
      part(
          namespace,
          "deployments.yaml",
          () -> yaml(client.apps().deployments().inNamespace(namespace).list().getItems()));
      part(
          namespace,
          "replicasets.yaml",
          () -> yaml(client.apps().replicaSets().inNamespace(namespace).list().getItems()));
      part(namespace, "pods.yaml", () -> yaml(pods(namespace)));
      part(
          namespace,
          "services.yaml",
          () -> yaml(client.services().inNamespace(namespace).list().getItems()));
      part(namespace, "events.txt", () -> events(namespace));
      guarded(() -> logs(namespace));
      guarded(() -> dispatchers(namespace));
    }
    System.err.println("Diagnostics of the failure are in " + folder.toAbsolutePath());
  }

  private List<CompileFarm> farms(String namespace) {
    return client.resources(CompileFarm.class).inNamespace(namespace).list().getItems();
  }

  private List<Pod> pods(String namespace) {
    return client.pods().inNamespace(namespace).list().getItems();
  }

  private String events(String namespace) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .sorted(Comparator.comparing(event -> event.getMetadata().getCreationTimestamp()))
        .map(event ->
            "%s %s %s/%s %s: %s"
                .formatted(
                    event.getMetadata().getCreationTimestamp(),
                    event.getType(),
                    event.getInvolvedObject().getKind(),
                    event.getInvolvedObject().getName(),
                    event.getReason(),
                    event.getMessage()))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private Void logs(String namespace) {
    for (Pod pod : pods(namespace)) {
      String name = pod.getMetadata().getName();
      part(namespace, name + ".log", () -> log(namespace, name, false));
      if (pod.getStatus().getContainerStatuses().stream()
          .map(ContainerStatus::getRestartCount)
          .anyMatch(n -> n > 0)) {
        part(namespace, name + ".previous.log", () -> log(namespace, name, true));
      }
    }
    return null;
  }

  private String log(String namespace, String pod, boolean previous) {
    PodResource tail = client.pods().inNamespace(namespace).withName(pod);
    return previous
        ? tail.terminated().tailingLines(LOG_LINES_MAX).getLog()
        : tail.tailingLines(LOG_LINES_MAX).getLog();
  }

  private Void dispatchers(String namespace) {
    for (CompileFarm farm : farms(namespace)) {
      String name = farm.getMetadata().getName();
      DispatcherView dispatcher = new DispatcherView(client, namespace, name);
      part(namespace, name + ".load.txt", () -> dispatcher.load().toString());
      part(
          namespace,
          name + ".jobs.txt",
          () -> dispatcher.jobs().stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
    return null;
  }

  private static String yaml(List<? extends HasMetadata> objects) {
    return objects.stream().map(Serialization::asYaml).collect(Collectors.joining());
  }

  private void part(String namespace, String file, Callable<String> content) {
    guarded(() -> {
      String text;
      try {
        text = content.call();
      } catch (Exception e) {
        text = "not to be had: " + e + "\n";
      }
      Path path = folder.resolve(namespace).resolve(file);
      Files.createDirectories(path.getParent());
      return Files.writeString(path, text);
    });
  }

  private static void guarded(Callable<?> part) {
    try {
      part.call();
    } catch (Exception e) {
      System.err.println("Diagnostics: " + e);
    }
  }
}
