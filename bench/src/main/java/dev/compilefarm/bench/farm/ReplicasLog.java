package dev.compilefarm.bench.farm;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/** When this process saw which {@code spec.replicas} of one Deployment, by a watch. Thread-safe. */
final class ReplicasLog implements AutoCloseable, ResourceEventHandler<Deployment> {
  private record Seen(Instant at, int replicas) {}

  private final Deque<Seen> seen = new ConcurrentLinkedDeque<>();
  private final SharedIndexInformer<Deployment> informer;

  ReplicasLog(KubernetesClient client, String namespace, String deployment) {
    informer = client.apps().deployments().inNamespace(namespace).withName(deployment).inform(this);
  }

  /** When one or more were first seen, not before the given time. */
  Optional<Instant> firstAboveZero(Instant notBefore) {
    return seen.stream()
        .filter(s -> s.replicas() > 0 && !s.at().isBefore(notBefore))
        .map(Seen::at)
        .findFirst();
  }

  @Override
  public void onAdd(Deployment now) {
    seen.add(new Seen(Instant.now(), now.getSpec().getReplicas()));
  }

  @Override
  public void onUpdate(Deployment before, Deployment now) {
    onAdd(now);
  }

  @Override
  public void onDelete(Deployment last, boolean unknown) {
    // Nothing to note.
  }

  @Override
  public void close() {
    informer.close();
  }
}
