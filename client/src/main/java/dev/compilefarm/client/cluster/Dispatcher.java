package dev.compilefarm.client.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The admin port of a farm's dispatcher, through a {@link Forward}. */
public final class Dispatcher implements AutoCloseable {
  private static final int ADMIN_PORT = 8080;
  private static final int OK = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Forward forward;
  private final HttpClient http;
  private final String pod;

  private Dispatcher(Forward forward, String pod) {
    this.forward = forward;
    this.pod = pod;
    this.http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  static Dispatcher of(KubernetesClient client, Pod pod) {
    return new Dispatcher(Forward.of(client, pod, ADMIN_PORT), pod.getMetadata().getName());
  }

  /**
   * The body of a page, such as {@code /v1/load}. Blocks for at most ten seconds.
   *
   * @throws ClusterException if there is no such page, or no answer
   */
  public String page(String path) {
    URI uri = URI.create("http://127.0.0.1:" + forward.localPort() + path);
    try {
      HttpResponse<String> reply =
          http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
      if (reply.statusCode() != OK) {
        throw ClusterException.of(
            "The dispatcher %s answered %s with status %d: %s"
                .formatted(pod, path, reply.statusCode(), reply.body().strip()),
            null);
      }
      return reply.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ClusterException.of("Interrupted while asking " + pod, e);
    } catch (IOException e) {
      throw ClusterException.of(
          ("The dispatcher %s did not answer %s: %s. It takes the right to create pods/portforward,"
                  + " which the role edit has")
              .formatted(pod, path, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    forward.close();
  }
}
