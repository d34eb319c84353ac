package dev.compilefarm.testbed.observe;

import static dev.compilefarm.testbed.Eventually.eventually;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every job of a farm that ends, of whichever dispatcher: one is gone with all that it could be
 * asked as soon as it is replaced, so their logs are followed to the end. Thread-safe.
 */
public final class JobJournal implements AutoCloseable {
  private static final Duration SWITCHED_ON = Duration.ofMinutes(2);

  /** Makes a dispatcher log a line for each job. */
  private static final String VARIABLE = "QUARKUS_LOG_CATEGORY__COMPILEFARM_JOBS__LEVEL";

  private static final String CONTAINER = "dispatcher";

  private final KubernetesClient client;
  private final String namespace;
  private final Set<String> followed = ConcurrentHashMap.newKeySet();
  private final Map<String, EndedJob> jobs = new ConcurrentHashMap<>();
  private final SharedIndexInformer<Pod> pods;
  private volatile boolean closed;

  private JobJournal(KubernetesClient client, String namespace, String farm) {
    this.client = client;
    this.namespace = namespace;
    pods =
        client
            .pods()
            .inNamespace(namespace)
            .withLabels(labels(farm))
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Pod pod) {
                    follow(pod);
                  }

                  @Override
                  public void onUpdate(Pod before, Pod pod) {
                    follow(pod);
                  }

                  @Override
                  public void onDelete(Pod pod, boolean unknown) {}
                });
  }

  /**
   * Begins one for a farm that is ready and has had no jobs. Replaces its dispatcher by one that
   * logs each job: through its Deployment, where the operator leaves alone what others add.
   */
  public static JobJournal open(KubernetesClient client, String namespace, String farm) {
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(farm + "-dispatcher")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            """
            {"spec": {"template": {"spec": {"containers": [
              {"name": "%s", "env": [{"name": "%s", "value": "DEBUG"}]}]}}}}
            """
                .formatted(CONTAINER, VARIABLE));
    eventually(
        "a dispatcher that logs its jobs, and no other",
        SWITCHED_ON,
        () -> client.pods().inNamespace(namespace).withLabels(labels(farm)).list().getItems(),
        pods -> pods.size() == 1 && pods.stream().allMatch(JobJournal::logsJobs));
    return new JobJournal(client, namespace, farm);
  }

  /** The jobs that are known to have ended; the newest may be missing for a second or two. */
  public List<EndedJob> jobs() {
    return List.copyOf(jobs.values());
  }

  /** Stops listening; what is known stays. */
  @Override
  public void close() {
    closed = true;
    pods.close();
  }

  private static Map<String, String> labels(String farm) {
    return Map.of("compilefarm.dev/farm", farm, "app.kubernetes.io/component", "dispatcher");
  }

  private static boolean logsJobs(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getEnv().stream()
        .anyMatch(variable -> variable.getName().equals(VARIABLE));
  }

  private void follow(Pod pod) {
    for (ContainerStatus container : pod.getStatus().getContainerStatuses()) {
      if (container.getState().getRunning() != null && followed.add(container.getContainerID())) {
        String name = pod.getMetadata().getName();
        Thread.ofVirtual()
            .name("log of " + name)
            .start(() -> followToTheEnd(name, container.getContainerID()));
      }
    }
  }

  /** From its beginning each time, so nothing is missed; what is known already changes nothing. */
  private void followToTheEnd(String pod, String container) {
    do {
      try (LogWatch log = client.pods().inNamespace(namespace).withName(pod).watchLog();
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(log.getOutput(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          EndedJob.of(pod, line).ifPresent(job -> jobs.put(container + "/" + job.id(), job));
        }
      } catch (IOException | KubernetesClientException e) {
        System.err.println("The log of " + pod + " broke off: " + e);
      }
    } while (!closed && runs(pod, container));
  }

  private boolean runs(String name, String container) {
    Pod pod = client.pods().inNamespace(namespace).withName(name).get();
    return pod != null
        && pod.getStatus().getContainerStatuses().stream()
            .anyMatch(status ->
                container.equals(status.getContainerID())
                    && status.getState().getRunning() != null);
  }
}
