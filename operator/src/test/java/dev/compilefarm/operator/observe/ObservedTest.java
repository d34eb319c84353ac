package dev.compilefarm.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.names.FarmNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose objects count for a farm. */
class ObservedTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final FarmNames NAMES = new FarmNames("main", "ci");
  private static final Observed NOTHING =
      Observed.of(NAMES, List.of(), List.of(), Optional.empty());

  @Test
  void objectsOfTheFarmsNamespaceCount() {
    Observed observed =
        Observed.of(
            NAMES,
            List.of(deployment("ci")),
            List.of(pod("ci", "volunteer"), pod("ci", "dispatcher")),
            Optional.empty());

    assertEquals(3, observed.live().orElseThrow().replicas());
    assertEquals(1, observed.volunteers().pods().size());
    assertEquals(1, observed.dispatcher().pods().size());
    assertEquals(1, Observed.dispatcherPods(NAMES, List.of(pod("ci", "dispatcher"))).size());
  }

  @Test
  void deploymentOfAnotherNamespaceChangesNothing() {
    assertEquals(
        NOTHING, Observed.of(NAMES, List.of(deployment("elsewhere")), List.of(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dispatcher", "volunteer"})
  void podOfAnotherNamespaceChangesNothing(String component) {
    Pod pod = pod("elsewhere", component);

    assertEquals(NOTHING, Observed.of(NAMES, List.of(), List.of(pod), Optional.empty()));
    assertEquals(List.of(), Observed.dispatcherPods(NAMES, List.of(pod)));
  }

  private static Deployment deployment(String namespace) {
    return YAML.unmarshal(
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: main-volunteers
          namespace: %s
          labels: {compilefarm.dev/farm: main, compilefarm.dev/farm-namespace: ci}
        spec:
          replicas: 3
          template: {spec: {containers: [{name: distccd, image: "other:1"}]}}
        """
            .formatted(namespace),
        Deployment.class);
  }

  private static Pod pod(String namespace, String component) {
    return YAML.unmarshal(
        """
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: main-%2$s-1
          namespace: %1$s
          labels:
            compilefarm.dev/farm: main
            compilefarm.dev/farm-namespace: ci
            app.kubernetes.io/component: %2$s
        status:
          podIP: 10.0.0.9
          conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}]
        """
            .formatted(namespace, component),
        Pod.class);
  }
}
