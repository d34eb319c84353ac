package dev.compilefarm.e2e;

import dev.compilefarm.e2e.cluster.Chart;
import dev.compilefarm.e2e.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * What all suites of a test run share: one cluster, with the operator installed by the chart. Made
 * when the first suite asks, ended by JUnit after the last.
 */
record Platform(Cluster cluster, KubernetesClient client) implements AutoCloseable {

  /**
   * The platform of this run.
   *
   * @throws IllegalStateException if it cannot be made; tried once, so that the other suites fail
   *     at once
   */
  static Platform shared(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(Platform.class))
        .computeIfAbsent(Attempt.class, key -> Attempt.make(), Attempt.class)
        .platform();
  }

  @Override
  public void close() {
    client.close();
    cluster.close();
  }

  /** A platform, or why there is none. */
  private record Attempt(Platform made, Throwable failure) implements AutoCloseable {

    static Attempt make() {
      Cluster cluster = null;
      try {
        cluster = Cluster.first();
        KubernetesClient client = cluster.client();
        new Chart(cluster).install(client);
        return new Attempt(new Platform(cluster, client), null);
      } catch (RuntimeException | AssertionError e) {
        if (cluster != null) {
          cluster.close();
        }
        return new Attempt(null, e);
      }
    }

    Platform platform() {
      if (made == null) {
        throw new IllegalStateException("there is no cluster to test on: " + failure, failure);
      }
      return made;
    }

    @Override
    public void close() {
      if (made != null) {
        made.close();
      }
    }
  }
}
