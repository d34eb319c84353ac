package dev.compilefarm.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void isUnderWayWhileOlderPodsAreLeft() {
    assertEquals(
        Rollout.UNDER_WAY, of(4, "{observedGeneration: 4, replicas: 4, updatedReplicas: 1}"));
    assertEquals(Rollout.UNDER_WAY, of(4, "{observedGeneration: 4, replicas: 3}"));
    assertEquals(Rollout.DONE, of(4, "{observedGeneration: 4}"));
  }

  /** The cluster has not looked at the new template yet. */
  @Test
  void isUnderWayBeforeTheClusterSawIt() {
    assertEquals(
        Rollout.UNDER_WAY, of(5, "{observedGeneration: 4, replicas: 3, updatedReplicas: 3}"));
  }

  @Test
  void growthReplacesNothing() {
    assertEquals(Rollout.DONE, of(4, "{observedGeneration: 4, replicas: 3, updatedReplicas: 3}"));
  }

  @Test
  void isStuckWhereTheClusterSaysSo() {
    assertEquals(
        Rollout.STUCK,
        of(
            4,
            """
            {observedGeneration: 4, replicas: 4, updatedReplicas: 1, conditions: [
              {type: Available, status: 'True'},
              {type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}]}\
            """));
  }

  private static Rollout of(long generation, String status) {
    return Rollout.of(
        YAML.unmarshal(
            """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: main-volunteers, generation: %d}
            spec: {replicas: 5}
            status: %s
            """
                .formatted(generation, status),
            Deployment.class));
  }
}
