package dev.compilefarm.testbed.actor;

import static dev.compilefarm.testbed.Eventually.eventually;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Somebody who works with a namespace as a user of the cluster: applies, looks, deletes. */
public final class ClusterUser {
  private static final Duration READY = Duration.ofSeconds(90);

  private final KubernetesClient client;
  private final String namespace;

  public ClusterUser(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** As {@code kubectl apply -f -} does, with all documents of the text. */
  public void apply(String yaml) {
    objects(yaml).forEach(object -> object.forceConflicts().serverSideApply());
  }

  /**
   * Lets the API server judge all documents of the text without storing anything. Unknown fields
   * are errors, as they are for {@code kubectl}.
   */
  public void tryOut(String yaml) {
    objects(yaml).forEach(object -> object.dryRun().fieldValidation(Validation.STRICT).create());
  }

  private Stream<NamespaceableResource<HasMetadata>> objects(String yaml) {
    return client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .items()
        .stream()
        .map(object -> {
          object.getMetadata().setNamespace(namespace);
          return client.resource(object);
        });
  }

  /** Puts a file in a ConfigMap, from which pods without a network read it. */
  public void storeFile(String configMap, String key, Path file) {
    try {
      String content = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      client
          .configMaps()
          .inNamespace(namespace)
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName(configMap)
                  .endMetadata()
                  .addToBinaryData(key, content)
                  .build())
          .create();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies a farm and waits until it takes jobs. */
  public void applyAndAwaitReady(String farm, String yaml) {
    apply(yaml);
    awaitReady(farm);
  }

  public void awaitReady(String farm) {
    awaitCondition(farm, "Ready", READY, condition -> condition.getStatus().equals("True"));
  }

  /**
   * Waits until the cluster calls a Deployment's one pod available, which is the last that it says
   * of a new one: it must have been ready for some seconds.
   */
  public void awaitAvailable(String deployment) {
    eventually(
        "the Deployment " + deployment + " available",
        READY,
        () ->
            client
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(deployment)
                .require()
                .getStatus()
                .getAvailableReplicas(),
        available -> available != null && available == 1);
  }

  /** Waits for a condition that speaks of the farm's present generation. */
  public Condition awaitCondition(
      String farm, String type, Duration atMost, Predicate<Condition> isSo) {
    return eventually(
            "the condition " + type + " of farm " + farm,
            atMost,
            () -> condition(farm, type),
            condition -> condition.filter(isSo).isPresent())
        .orElseThrow();
  }

  private Optional<Condition> condition(String name, String type) {
    CompileFarm farm = farm(name);
    return conditions(farm).stream()
        .filter(condition -> condition.getType().equals(type))
        .filter(c -> farm.getMetadata().getGeneration().equals(c.getObservedGeneration()))
        .findFirst();
  }

  /** All conditions of a farm; none before the operator has seen it. */
  public List<Condition> conditions(CompileFarm farm) {
    CompileFarmStatus status = farm.getStatus();
    return status == null || status.conditions() == null ? List.of() : status.conditions();
  }

  public CompileFarm farm(String name) {
    return client.resources(CompileFarm.class).inNamespace(namespace).withName(name).get();
  }

  /** As {@code kubectl patch --type merge}. */
  public void patchFarm(String name, String json) {
    client
        .resources(CompileFarm.class)
        .inNamespace(namespace)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  public void deleteFarm(String name) {
    deleteFarm(name, DeletionPropagation.BACKGROUND);
  }

  /** As {@code kubectl delete --cascade}. */
  public void deleteFarm(String name, DeletionPropagation cascade) {
    client
        .resources(CompileFarm.class)
        .inNamespace(namespace)
        .withName(name)
        .withPropagationPolicy(cascade)
        .delete();
  }

  /** Deletes a pod as a node that loses power does: without a word and without grace. */
  public void killPod(String name) {
    client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
  }

  /**
   * Does something while a quota, {@code no-more-pods}, lets the namespace have no new pods. Those
   * that are there stay.
   */
  public void withoutRoomForPods(Runnable meanwhile) {
    apply(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: no-more-pods}
        spec:
          hard: {pods: "0"}
        """);
    try {
      meanwhile.run();
    } finally {
      client.resourceQuotas().inNamespace(namespace).withName("no-more-pods").delete();
    }
  }

  /**
   * Asks for a pod's eviction once, as {@code kubectl drain} does again and again.
   *
   * @return false if a PodDisruptionBudget forbids it now, or the pod is gone
   */
  public boolean evict(String pod) {
    // Told "not now", the client would ask again by itself for minutes.
    RequestConfig once =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestRetryBackoffLimit(0)
            .build();
    try {
      return client
          .newClient(once)
          .adapt(KubernetesClient.class)
          .pods()
          .inNamespace(namespace)
          .withName(pod)
          .evict();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** The farm's volunteer pods, whatever their state. */
  public List<Pod> volunteers(String farm) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabels(
            Map.of("compilefarm.dev/farm", farm, "app.kubernetes.io/component", "volunteer"))
        .list()
        .getItems();
  }

  /** Those volunteer pods that are ready and stay. */
  public List<Pod> readyVolunteers(String farm) {
    return volunteers(farm).stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(Readiness::isPodReady)
        .toList();
  }

  public void awaitVolunteers(String farm, int count, Duration atMost) {
    eventually(
        count + " volunteer pods of farm " + farm,
        atMost,
        () -> volunteers(farm).stream().map(pod -> pod.getMetadata().getName()).toList(),
        names -> names.size() == count);
  }
}
