package dev.compilefarm.e2e;

import dev.compilefarm.e2e.cluster.Chart;
import dev.compilefarm.e2e.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * What all suites of a JVM share: one cluster, with the operator installed by the chart. Made when
 * the first suite asks; when that fails, all others fail at once with the same cause.
 */
record Platform(Cluster cluster, KubernetesClient client) {

  static Platform shared() {
    return Holder.PLATFORM;
  }

  private static Platform create() {
    Cluster cluster = Cluster.first();
    KubernetesClient client = cluster.client();
    new Chart(cluster).install(client);
    return new Platform(cluster, client);
  }

  private static final class Holder {
    static final Platform PLATFORM = create();
  }
}
