package dev.compilefarm.client.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/**
 * What the command asks of a pod. To read a pod into the library's types takes a seventh of a
 * second of a start, for some hundreds of classes; these few fields do not need them. Pure.
 *
 * @param created when, as the API server writes it
 * @param isEnding whether it was told to end
 * @param isRestarted whether a container of it is not the first one
 */
record DispatcherPod(
    String name, String created, boolean isReady, boolean isEnding, boolean isRestarted) {

  /** What the API server says of it. */
  static DispatcherPod of(GenericKubernetesResource pod) {
    return new DispatcherPod(
        pod.getMetadata().getName(),
        pod.getMetadata().getCreationTimestamp(),
        entries(pod, "conditions").stream()
            .anyMatch(condition ->
                "Ready".equals(condition.get("type")) && "True".equals(condition.get("status"))),
        pod.getMetadata().getDeletionTimestamp() != null,
        entries(pod, "containerStatuses").stream()
            .anyMatch(container ->
                container.get("restartCount") instanceof Number count && count.intValue() > 0));
  }

  /** Of a list of the status; what is no object there is passed over. */
  private static List<Map<?, ?>> entries(GenericKubernetesResource pod, String list) {
    return pod.get("status", list) instanceof List<?> entries
        ? entries.stream()
            .<Map<?, ?>>mapMulti((entry, next) -> {
              if (entry instanceof Map<?, ?> fields) {
                next.accept(fields);
              }
            })
            .toList()
        : List.of();
  }
}
