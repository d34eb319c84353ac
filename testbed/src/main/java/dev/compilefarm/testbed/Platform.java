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
record Platform(Cluster cluster, KubernetesClient client) implements AutoCloseable {
  /**
   * Suites at a time beside one that disturbs. JUnit's own limit does not hold: its pool starts
   * another thread for each that waits for an answer of the API server.
   */
  private static final int SUITES = Integer.getInteger("compilefarm.suites", 2);

  private static final Semaphore PLACES = new Semaphore(SUITES, true);
  private static final Object TOGETHER = new Object();
  private static final Object APART = new Object();

  /**
   * Waits until the suite may run, and gives it its platform. It leaves again by {@link #leave}.
   *
   * @throws IllegalStateException if there is none; tried once, so that the other suites fail at
   *     once
   */
  static Platform enter(ExtensionContext suite) {
    int places = placesOf(suite);
    if (places > 0) {
      // A fair semaphore lets nobody pass who waits in line, not even for none.
      PLACES.acquireUninterruptibly(places);
    }
    try {
      return shared(suite, disturbs(suite) && !Cluster.isGiven());
    } catch (RuntimeException e) {
      leave(suite);
      throw e;
    }
  }

  /** The suite is over. */
  static void leave(ExtensionContext suite) {
    PLACES.release(placesOf(suite));
  }

  private static Platform shared(ExtensionContext suite, boolean apart) {
    // Not JUnit's store alone: two suites that come at once would both make one.
    synchronized (apart ? APART : TOGETHER) {
      return suite
          .getRoot()
          .getStore(Namespace.create(Platform.class, apart))
          .computeIfAbsent(Attempt.class, key -> Attempt.make(), Attempt.class)
          .platform();
    }
  }

  @Override
  public void close() {
    client.close();
    cluster.close();
  }

  /** On a cluster of its own a suite that disturbs needs none, on a given one all of them. */
  private static int placesOf(ExtensionContext suite) {
    if (!disturbs(suite)) {
      return 1;
    }
    return Cluster.isGiven() ? SUITES : 0;
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
