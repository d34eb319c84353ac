package dev.compilefarm.testbed;

import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * What suites of a test run share: a cluster, with the operator installed by the chart. Made when
 * the first suite asks, ended by JUnit after the last. Suites that disturb others have one of their
 * own; where there is only one cluster, which somebody gave, such a suite has it for itself while
 * it runs. Thread-safe: suites run at the same time.
 */
record Platform(Cluster cluster, KubernetesClient client, Semaphore places)
    implements AutoCloseable {
  private static final int PLACES = 1000;
  private static final Object TOGETHER = new Object();
  private static final Object APART = new Object();

  /**
   * Waits until the suite may run, and gives it its platform. It leaves again by {@link #leave}.
   *
   * @throws IllegalStateException if there is none; tried once, so that the other suites fail at
   *     once
   */
  static Platform enter(ExtensionContext suite) {
    boolean apart = disturbs(suite) && !Cluster.isGiven();
    Platform platform = shared(suite, apart);
    platform.places.acquireUninterruptibly(placesOf(suite));
    return platform;
  }

  /**
   * The lock is held while a platform is made. JUnit would start a further suite for each that
   * waits in its store, until all run at once.
   */
  private static Platform shared(ExtensionContext suite, boolean apart) {
    synchronized (apart ? APART : TOGETHER) {
      return suite
          .getRoot()
          .getStore(Namespace.create(Platform.class, apart))
          .computeIfAbsent(Attempt.class, key -> Attempt.make(), Attempt.class)
          .platform();
    }
  }

  /** The suite is over. */
  void leave(ExtensionContext suite) {
    places.release(placesOf(suite));
  }

  @Override
  public void close() {
    client.close();
    cluster.close();
  }

  private static int placesOf(ExtensionContext suite) {
    return disturbs(suite) ? PLACES : 1;
  }

  private static boolean disturbs(ExtensionContext suite) {
    return suite.getRequiredTestClass().isAnnotationPresent(DisturbsOthers.class);
  }

  /** A platform, or why there is none. */
  private record Attempt(Platform made, Throwable failure) implements AutoCloseable {

    static Attempt make() {
      Cluster cluster = null;
      try {
        cluster = Cluster.first();
        KubernetesClient client = cluster.client();
        new Chart(cluster).install(client);
        return new Attempt(new Platform(cluster, client, new Semaphore(PLACES, true)), null);
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
