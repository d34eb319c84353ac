package dev.compilefarm.client.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EndingHttpClientsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** A process would wait for such a thread when it ends. */
  @Test
  void noThreadWaitsForTheNetworkOnceTheClientIsClosed() throws InterruptedException {
    Set<Thread> before = selectors();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.empty())
            .withHttpClientFactory(new EndingHttpClients())
            .build();
    Set<Thread> its = selectors();
    its.removeAll(before);
    assertFalse(its.isEmpty(), "the client has no thread that waits");

    client.close();

    for (Thread thread : its) {
      thread.join(LONG);
      assertFalse(thread.isAlive(), thread::getName);
    }
  }

  private static Set<Thread> selectors() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith("-SelectorManager"))
        .collect(Collectors.toSet());
  }
}
