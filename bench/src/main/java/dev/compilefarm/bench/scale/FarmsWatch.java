package dev.compilefarm.bench.scale;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Objects;
import java.util.Optional;

/** All farms and their Deployments, kept up to date by watches. */
final class FarmsWatch implements AutoCloseable {
  private final SharedIndexInformer<CompileFarm> farms;
  private final SharedIndexInformer<Deployment> deployments;
  private final int volunteersPerFarm;

  FarmsWatch(KubernetesClient client, int volunteersPerFarm) {
    this.volunteersPerFarm = volunteersPerFarm;
    farms = client.resources(CompileFarm.class).inAnyNamespace().inform();
    deployments =
        client.apps().deployments().inAnyNamespace().withLabel("compilefarm.dev/farm").inform();
  }

  /** Deployments of farms. */
  int deployments() {
    return deployments.getStore().list().size();
  }

  /** Pods of farms that are Ready, as their Deployments count them. */
  int readyPods() {
    return deployments.getStore().list().stream()
        .map(d -> d.getStatus() == null ? null : d.getStatus().getReadyReplicas())
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** Farms that say that they are Ready and have all volunteers. */
  int settled() {
    return (int)
        farms.getStore().list().stream()
            .filter(farm -> ready(farm).equals("True"))
            .filter(
                farm -> Objects.equals(farm.getStatus().volunteers().ready(), volunteersPerFarm))
            .count();
  }

  /** Farms that say that their dispatcher is silent. */
  int silent() {
    return (int)
        farms.getStore().list().stream().filter(farm -> ready(farm).equals("Unknown")).count();
  }

  private static String ready(CompileFarm farm) {
    return Optional.ofNullable(farm.getStatus()).map(status -> status.conditions()).stream()
        .flatMap(conditions -> conditions.stream())
        .filter(condition -> condition.getType().equals("Ready"))
        .map(condition -> condition.getStatus())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    farms.close();
    deployments.close();
  }
}
