package dev.compilefarm.dispatcher.discovery;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Who made a pod, as far as it tells. Labels are copied by hand, and by tools; the reference to a
 * controller is not. Pure.
 */
final class PodMaker {
  private static final String FARM = "compilefarm.dev/farm";
  private static final String REVISION = "pod-template-hash";

  private PodMaker() {}

  /**
   * Whether a ReplicaSet of the volunteers' Deployment controls it. Kubernetes calls a ReplicaSet
   * by its Deployment and by the hash of the template, which is a label of its pods too.
   */
  static boolean isVolunteersDeployment(JsonNode metadata) {
    JsonNode labels = metadata.path("labels");
    String replicaSet =
        "%s-volunteers-%s".formatted(labels.path(FARM).asText(), labels.path(REVISION).asText());
    for (JsonNode owner : metadata.path("ownerReferences")) {
      if (owner.path("controller").asBoolean()
          && owner.path("kind").asText().equals("ReplicaSet")
          && owner.path("name").asText().equals(replicaSet)) {
        return true;
      }
    }
    return false;
  }
}
