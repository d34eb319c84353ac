package dev.compilefarm.client.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class DispatcherPodTest {

  @Test
  void aReadyPodSaysSo() {
    DispatcherPod pod =
        pod(
            """
            {"conditions": [
              {"type": "PodScheduled", "status": "True"}, {"type": "Ready", "status": "True"}],
             "containerStatuses": [{"name": "dispatcher", "restartCount": 0}]}
            """);

    assertEquals("main-dispatcher-0", pod.name());
    assertEquals("2026-01-01T00:00:00Z", pod.created());
    assertTrue(pod.isReady());
    assertFalse(pod.isEnding());
    assertFalse(pod.isRestarted());
  }

  @Test
  void aPodIsNotReadyBeforeItsConditionIsTrue() {
    assertFalse(pod("{\"conditions\": [{\"type\": \"Ready\", \"status\": \"False\"}]}").isReady());
    assertFalse(
        pod("{\"conditions\": [{\"type\": \"Initialized\", \"status\": \"True\"}]}").isReady());
    assertFalse(pod("{}").isReady());
  }

  @Test
  void aPodThatIsToldToEndIsEnding() {
    GenericKubernetesResource told = resource("{}");
    told.getMetadata().setDeletionTimestamp("2026-01-01T00:01:00Z");

    assertTrue(DispatcherPod.of(told).isEnding());
  }

  @Test
  void aSecondContainerIsARestart() {
    assertTrue(
        pod("""
        {"containerStatuses": [
          {"name": "linkerd", "restartCount": 0}, {"name": "dispatcher", "restartCount": 1}]}
        """)
            .isRestarted());
  }

  @Test
  void whatIsNoObjectInAListIsPassedOver() {
    assertFalse(
        pod("{\"conditions\": [\"Ready\", null, 1], \"containerStatuses\": \"none\"}").isReady());
  }

  private static DispatcherPod pod(String status) {
    return DispatcherPod.of(resource(status));
  }

  private static GenericKubernetesResource resource(String status) {
    return Serialization.unmarshal(
        """
        {"apiVersion": "v1", "kind": "Pod", "status": %s,
         "metadata": {"name": "main-dispatcher-0", "creationTimestamp": "2026-01-01T00:00:00Z"}}
        """
            .formatted(status),
        GenericKubernetesResource.class);
  }
}
