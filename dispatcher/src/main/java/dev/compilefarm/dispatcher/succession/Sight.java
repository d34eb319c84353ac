package dev.compilefarm.dispatcher.succession;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What the API told of a dispatcher's surroundings at one moment. Pure.
 *
 * @param ownPodGoes whether the dispatcher's own pod is to end or is no more. Else only its process
 *     was told to: by its liveness probe, or by a node that shuts down. The cluster makes no
 *     successor then
 * @param farm whether the farm stays
 * @param namespaceGoes whether the namespace is being deleted; then no pod can be made in it
 * @param ready UIDs of the other pods of the farm's dispatcher that stay and are Ready
 */
record Sight(boolean ownPodGoes, Farm farm, boolean namespaceGoes, Set<String> ready) {

  /** What becomes of the farm. */
  enum Farm {
    STAYS,
    /** It is being deleted, and its operator keeps its volunteers until its jobs are done. */
    GOES,
    /** There is none, and its volunteers go too. */
    GONE
  }

  /** Of a dispatcher that may ask no more: its farm has lost the RoleBinding. */
  static final Sight ROLE_IS_GONE = new Sight(true, Farm.GOES, false, Set.of());

  Sight {
    ready = Set.copyOf(ready);
  }

  /**
   * Reads it.
   *
   * @param ownPod name of the dispatcher's own pod
   * @param pods the list of the pods of the farm's dispatcher
   * @param farm empty where there is none
   * @param namespace empty where there is none
   */
  static Sight of(
      String ownPod, JsonNode pods, Optional<JsonNode> farm, Optional<JsonNode> namespace) {
    boolean ownPodGoes = true;
    Set<String> ready = new HashSet<>();
    for (JsonNode pod : pods.path("items")) {
      boolean goes = isDeleted(pod);
      if (pod.at("/metadata/name").asText().equals(ownPod)) {
        ownPodGoes = goes;
      } else if (!goes && isReady(pod)) {
        ready.add(pod.at("/metadata/uid").asText());
      }
    }
    return new Sight(
        ownPodGoes,
        farm.map(found -> isDeleted(found) ? Farm.GOES : Farm.STAYS).orElse(Farm.GONE),
        namespace.map(Sight::isDeleted).orElse(true),
        ready);
  }

  /** The same, since the farm's RoleBinding is gone. */
  Sight withoutRole() {
    return farm == Farm.STAYS ? new Sight(ownPodGoes, Farm.GOES, namespaceGoes, ready) : this;
  }

  /** Whether what waits can never run: nobody makes a volunteer any more. */
  boolean endsAll() {
    return namespaceGoes || farm == Farm.GONE;
  }

  private static boolean isDeleted(JsonNode object) {
    return object.at("/metadata/deletionTimestamp").isTextual();
  }

  /** A pod that has failed or ended is not Ready. */
  private static boolean isReady(JsonNode pod) {
    return StreamSupport.stream(pod.at("/status/conditions").spliterator(), false)
        .anyMatch(condition ->
            condition.path("type").asText().equals("Ready")
                && condition.path("status").asText().equals("True"));
  }
}
