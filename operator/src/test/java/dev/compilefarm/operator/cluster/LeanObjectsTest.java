package dev.compilefarm.operator.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class LeanObjectsTest {
  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {"name": "main-volunteers-1", "labels": {"compilefarm.dev/farm": "main"},
        "managedFields": [
         {"manager": "kubelet", "operation": "Update", "fieldsType": "FieldsV1",
          "fieldsV1": {"f:status": {"f:podIP": {}}}}]},
       "spec": {"nodeName": "node-1", "containers": [{"name": "distccd"}]},
       "status": {"podIP": "10.1.2.3"}}\
      """;

  private final KubernetesSerialization serialization = serialization();

  @Test
  void aPodIsReadWithoutItsManagersAndOfItsSpecOnlyTheNode() {
    // When
    Pod pod = serialization.unmarshal(POD, Pod.class);

    // Then
    assertEquals(new PodSpecBuilder().withNodeName("node-1").build(), pod.getSpec());
    assertEquals(0, pod.getMetadata().getManagedFields().size());
    assertTrue(pod.getAdditionalProperties().isEmpty());
    assertEquals("main", pod.getMetadata().getLabels().get("compilefarm.dev/farm"));
    assertEquals("10.1.2.3", pod.getStatus().getPodIP());
  }

  @Test
  void soAreThoseOfAList() {
    // When
    PodList pods =
        serialization.unmarshal(
            """
            {"apiVersion": "v1", "kind": "PodList", "metadata": {}, "items": [%s]}\
            """
                .formatted(POD),
            PodList.class);

    // Then
    assertEquals(0, pods.getItems().getFirst().getSpec().getContainers().size());
    assertEquals(0, pods.getItems().getFirst().getMetadata().getManagedFields().size());
  }

  @Test
  void ofOtherObjectsTheOperatorsOwnFieldsStayAndTheSpec() {
    // When
    Deployment deployment =
        serialization.unmarshal(
            """
            {"apiVersion": "apps/v1", "kind": "Deployment",
             "metadata": {"name": "main-volunteers", "managedFields": [
              {"manager": "kube-controller-manager", "operation": "Update"},
              {"manager": "compilefarm-operator", "operation": "Apply", "fieldsType": "FieldsV1",
               "fieldsV1": {"f:spec": {"f:replicas": {}}}}]},
             "spec": {"replicas": 3}}\
            """,
            Deployment.class);

    // Then
    assertEquals(1, deployment.getMetadata().getManagedFields().size());
    ManagedFieldsEntry own = deployment.getMetadata().getManagedFields().getFirst();
    assertEquals("compilefarm-operator", own.getManager());
    assertNotNull(own.getFieldsV1().getAdditionalProperties().get("f:spec"));
    assertEquals(3, deployment.getSpec().getReplicas());
  }

  private static KubernetesSerialization serialization() {
    ObjectMapper mapper = new ObjectMapper();
    new LeanObjects().customize(mapper);
    return new KubernetesSerialization(mapper, true);
  }
}
