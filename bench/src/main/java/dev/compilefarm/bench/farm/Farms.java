package dev.compilefarm.bench.farm;

import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.Cluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/** The farms that are measured. */
final class Farms {
  /** Longer than anything here takes on a machine that works. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private Farms() {}

  /** Has the operator of this checkout in the cluster, and a new namespace for farms. */
  static Chart install(Cluster cluster, KubernetesClient client, String namespace) {
    Chart chart = new Chart(cluster);
    chart.install(client);
    client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    return chart;
  }

  /** From no volunteer to one, and back as soon as there is no job. */
  static String elastic(String name) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec:
      scaling: {minVolunteers: 0, maxVolunteers: 1, scaleDownDelaySeconds: 1}
    """
        .formatted(name);
  }

  /** Two volunteers for one job each. */
  static String pair(String name) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec:
      replicas: 2
      volunteers: {slots: 1}
    """
        .formatted(name);
  }
}
