package dev.compilefarm.operator.apply;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Volumes of kind image. An API server whose feature gate ImageVolume is off takes a Deployment
 * with them and stores it without, and without their mounts ({@code dropImageVolumes} in {@code
 * pkg/api/pod/util.go} of Kubernetes 1.34; the gate is on by default from 1.35 on). It notes that
 * they were sent nevertheless, so what is stored never looks like what was sent.
 */
final class DroppedVolumes {
  private DroppedVolumes() {}

  /** Names of those that are desired and not stored. */
  static Set<String> of(HasMetadata actual, HasMetadata desired) {
    Set<String> stored = names(volumes(actual));
    return volumes(desired).stream()
        .filter(volume -> volume.getImage() != null)
        .map(Volume::getName)
        .filter(name -> !stored.contains(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is stored, with these volumes in the places where they were sent. */
  static <R extends HasMetadata> R putBack(R actual, R desired) {
    Set<String> dropped = of(actual, desired);
    if (dropped.isEmpty()) {
      return actual;
    }
    Deployment copy = new DeploymentBuilder((Deployment) actual).build();
    PodSpec pod = pod(copy).orElseThrow();
    PodSpec sent = pod(desired).orElseThrow();
    pod.setVolumes(
        merged(pod.getVolumes(), sent.getVolumes(), volume -> dropped.contains(volume.getName())));
    putMountsBack(pod.getContainers(), sent.getContainers(), dropped);
    putMountsBack(pod.getInitContainers(), sent.getInitContainers(), dropped);
    // It is of the same kind as what it was made from.
    @SuppressWarnings("unchecked")
    R same = (R) copy;
    return same;
  }

  private static void putMountsBack(
      List<Container> containers, List<Container> sent, Set<String> dropped) {
    for (Container container : containers) {
      sent.stream()
          .filter(other -> Objects.equals(other.getName(), container.getName()))
          .findFirst()
          .ifPresent(other ->
              container.setVolumeMounts(
                  merged(
                      container.getVolumeMounts(),
                      other.getVolumeMounts(),
                      (VolumeMount mount) -> dropped.contains(mount.getName()))));
    }
  }

  private static <T> List<T> merged(List<T> stored, List<T> sent, Predicate<T> isDropped) {
    List<T> all = new ArrayList<>(stored);
    for (int i = 0; i < sent.size(); i++) {
      if (isDropped.test(sent.get(i))) {
        all.add(Math.min(i, all.size()), sent.get(i));
      }
    }
    return all;
  }

  private static Set<String> names(List<Volume> volumes) {
    return volumes.stream().map(Volume::getName).collect(Collectors.toSet());
  }

  private static List<Volume> volumes(HasMetadata object) {
    return pod(object).map(PodSpec::getVolumes).orElse(List.of());
  }

  private static Optional<PodSpec> pod(HasMetadata object) {
    return object instanceof Deployment deployment
        ? Optional.of(deployment.getSpec().getTemplate().getSpec())
        : Optional.empty();
  }
}
