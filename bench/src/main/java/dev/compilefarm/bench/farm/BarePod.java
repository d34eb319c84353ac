package dev.compilefarm.bench.farm;

import static dev.compilefarm.testbed.Eventually.eventually;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the cluster itself takes to bring up a volunteer: a plain Deployment with the same pods, of
 * which neither the operator nor a dispatcher knows.
 */
final class BarePod {
  private static final String NAME = "bare";
  private static final Map<String, String> LABELS = Map.of("app", NAME);

  private final KubernetesClient client;
  private final String namespace;
  private final Duration patience;

  /** Makes the Deployment, with no pod yet. */
  BarePod(KubernetesClient client, String namespace, String volunteers, Duration patience) {
    this.client = client;
    this.namespace = namespace;
    this.patience = patience;
    PodTemplateSpec template =
        client
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName(volunteers)
            .require()
            .getSpec()
            .getTemplate();
    template.getMetadata().setLabels(LABELS);
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withNewSelector()
                .withMatchLabels(LABELS)
                .endSelector()
                .withTemplate(template)
                .endSpec()
                .build())
        .create();
  }

  /** Seconds from the patch of {@code replicas} to 1 until a watch shows the pod Ready. */
  double secondsToReady() {
    CompletableFuture<Long> ready = new CompletableFuture<>();
    try (SharedIndexInformer<Pod> _ = watch(ready)) {
      long start = System.nanoTime();
      scale(1);
      return (ready.get(patience.toSeconds(), TimeUnit.SECONDS) - start) / 1e9;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the bare pod did not become Ready", e);
    } finally {
      scale(0);
      eventually("no bare pod", patience, this::pods, List::isEmpty);
    }
  }

  private SharedIndexInformer<Pod> watch(CompletableFuture<Long> ready) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabels(LABELS)
        .inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(Pod pod) {
                if (pod.getStatus().getConditions().stream()
                    .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"))) {
                  ready.complete(System.nanoTime());
                }
              }

              @Override
              public void onUpdate(Pod before, Pod now) {
                onAdd(now);
              }

              @Override
              public void onDelete(Pod last, boolean unknown) {
                // None is deleted while it is waited for.
              }
            });
  }

  private List<Pod> pods() {
    return client.pods().inNamespace(namespace).withLabels(LABELS).list().getItems();
  }

  private void scale(int replicas) {
    client.apps().deployments().inNamespace(namespace).withName(NAME).scale(replicas);
  }
}
