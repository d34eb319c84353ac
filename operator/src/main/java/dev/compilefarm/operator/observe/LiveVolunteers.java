package dev.compilefarm.operator.observe;

import dev.compilefarm.operator.names.Annotations;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Deployment of a farm's volunteers as it is in the cluster.
 *
 * @param replicas as asked for
 * @param template of its pods, with all that the cluster filled in
 * @param marks the operator's annotations on it
 */
public record LiveVolunteers(
    int replicas, PodTemplateSpec template, SortedMap<String, String> marks, Rollout rollout) {

  public LiveVolunteers {
    marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
  }

  /** Empty for a Deployment without a template, which only a stand-in of a test is. */
  static Optional<LiveVolunteers> of(Deployment deployment) {
    return Optional.ofNullable(deployment.getSpec().getTemplate())
        .map(template ->
            new LiveVolunteers(
                Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(0),
                template,
                marks(deployment),
                Rollout.of(deployment)));
  }

  /** Of the container that compiles. */
  public Optional<String> image() {
    return containers().stream().map(Container::getImage).findFirst();
  }

  /** An init container brings distccd into the pods. */
  public boolean hasInjectedTools() {
    return spec().map(PodSpec::getInitContainers).stream()
        .flatMap(List::stream)
        .anyMatch(container -> "tools".equals(container.getName()));
  }

  /** Of the nodes that it is for; empty where it does not say. */
  public Optional<String> architecture() {
    return spec().map(PodSpec::getNodeSelector).map(labels -> labels.get("kubernetes.io/arch"));
  }

  /** What the operator wrote on it; empty where that operator knew no such mark. */
  public Optional<String> mark(String annotation) {
    return Optional.ofNullable(marks.get(annotation));
  }

  private List<Container> containers() {
    return spec().map(PodSpec::getContainers).orElse(List.of()).stream()
        .filter(container -> "distccd".equals(container.getName()))
        .toList();
  }

  private Optional<PodSpec> spec() {
    return Optional.ofNullable(template.getSpec());
  }

  private static SortedMap<String, String> marks(Deployment deployment) {
    TreeMap<String, String> marks = new TreeMap<>();
    Map<String, String> annotations =
        Optional.ofNullable(deployment.getMetadata().getAnnotations()).orElse(Map.of());
    for (String name : Annotations.OF_VOLUNTEERS) {
      Optional.ofNullable(annotations.get(name)).ifPresent(value -> marks.put(name, value));
    }
    return marks;
  }
}
