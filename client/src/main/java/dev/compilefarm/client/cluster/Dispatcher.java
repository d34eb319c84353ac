package dev.compilefarm.client.cluster;

import dev.compilefarm.client.load.JobFilter;
import dev.compilefarm.client.load.JobSearch;
import dev.compilefarm.client.load.JobsPage.Job;
import dev.compilefarm.client.load.Load;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The admin port of a farm's dispatcher. */
public final class Dispatcher implements AutoCloseable {
  static final int ADMIN_PORT = 8080;
  private static final int OK = 200;
  private static final int CROWDED = 503;

  /** A dispatcher that has no place for a reply says so; others' replies take a moment. */
  private static final int TRIES = 5;

  private static final int MOST_SECONDS_BETWEEN = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A build waits for it at its start, where a NetworkPolicy drops what it sends. */
  private static final Duration PATIENCE_IN_THE_CLUSTER = Duration.ofMillis(500);

  private final String name;
  private final String root;
  private final String right;
  private final Runnable end;
  private final HttpClient http;

  private Dispatcher(String name, String root, Duration connecting, String right, Runnable end) {
    this.name = name;
    this.root = root;
    this.right = right;
    this.end = end;
    this.http = HttpClient.newBuilder().connectTimeout(connecting).build();
  }

  /** Through the API server, by a forward of {@link #ADMIN_PORT}, which ends with it. */
  static Dispatcher by(Forward forward) {
    return new Dispatcher(
        forward.pod(),
        "http://127.0.0.1:" + forward.localPort(),
        PATIENCE,
        "It takes the right to create pods/portforward, which the role edit has",
        forward::close);
  }

  /** Asks the port itself, and nothing before the first page. */
  static Dispatcher at(String host, int port) {
    return new Dispatcher(
        host,
        "http://%s:%d".formatted(host, port),
        PATIENCE_IN_THE_CLUSTER,
        "The chart's farm.monitoringFrom names who reaches this port",
        () -> {});
  }

  /** The load at this moment. */
  public Load load() {
    return Load.of(page("/v1/load"));
  }

  /**
   * The newest jobs that match.
   *
   * @param state as the dispatcher's parameter has it
   * @param most as many are enough
   */
  public JobSearch.Found jobs(
      Optional<String> tenant, Optional<String> state, JobFilter filter, int most) {
    return JobSearch.newest(
        this::page, parameter("tenant", tenant) + parameter("state", state), filter, most);
  }

  /** The jobs of a tenant that arrived after another job. */
  List<Job> jobsSince(String tenant, long id) {
    return JobSearch.since(this::page, parameter("tenant", Optional.of(tenant)), id);
  }

  private static String parameter(String parameter, Optional<String> value) {
    return value
        .map(text -> "&%s=%s".formatted(parameter, URLEncoder.encode(text, StandardCharsets.UTF_8)))
        .orElse("");
  }

  /**
   * The body of a page, such as {@code /v1/load}. Blocks for at most ten seconds, and for as long
   * again each time that the dispatcher has no place for the reply.
   *
   * @throws ClusterException if there is no such page, or no answer
   */
  public String page(String path) {
    try {
      HttpResponse<String> reply = reply(path);
      for (int tries = 1; tries < TRIES && reply.statusCode() == CROWDED; tries++) {
        Thread.sleep(Duration.ofSeconds(secondsToWait(reply)));
        reply = reply(path);
      }
      if (reply.statusCode() != OK) {
        throw ClusterException.of(
            "The dispatcher %s answered %s with status %d: %s"
                .formatted(name, path, reply.statusCode(), reply.body().strip()),
            null);
      }
      return reply.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ClusterException.of("Interrupted while asking " + name, e);
    } catch (IOException e) {
      throw ClusterException.of(
          "The dispatcher %s did not answer %s: %s. %s"
              .formatted(name, path, e.getMessage(), right),
          e);
    }
  }

  private HttpResponse<String> reply(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(root + path)).timeout(PATIENCE).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static int secondsToWait(HttpResponse<String> reply) {
    return reply
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,4}"))
        .map(value -> Math.min(Integer.parseInt(value), MOST_SECONDS_BETWEEN))
        .orElse(1);
  }

  @Override
  public void close() {
    http.shutdownNow();
    end.run();
  }
}
