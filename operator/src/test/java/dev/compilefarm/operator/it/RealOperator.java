package dev.compilefarm.operator.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged operator as a process of its own. */
final class RealOperator implements AutoCloseable {
  /** Far more than a kubelet gives it. */
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(30);

  private final Process process;
  private final Path log;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private RealOperator(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Starts one, of whom nothing is known yet, for the API server on a port of this machine. */
  static RealOperator start(Path scratch, int apiPort) throws IOException {
    return start(scratch, apiPort, Map.of());
  }

  /**
   * The same with more settings.
   *
   * @param settings of its environment
   */
  static RealOperator start(Path scratch, int apiPort, Map<String, String> settings)
      throws IOException {
    int port = freePort();
    Path log = scratch.resolve("operator-%d.log".formatted(port));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-jar",
            Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
    Map<String, String> environment = builder.environment();
    environment.put("KUBERNETES_MASTER", "http://127.0.0.1:" + apiPort);
    environment.put("KUBECONFIG", scratch.resolve("none").toString());
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.put("COMPILEFARM_DISPATCHER_IMAGE", "dispatcher");
    environment.put("COMPILEFARM_VOLUNTEER_IMAGE", "volunteer");
    environment.put("COMPILEFARM_TOOLS_IMAGE", "tools");
    // A tenth or less of what it is, so that a test does not take a minute.
    environment.put("COMPILEFARM_WATCH_SILENCE", "3s");
    environment.putAll(settings);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new RealOperator(builder.start(), log, port);
  }

  /** A port that nobody listens on. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What its liveness probe answers; 0 while it does not. */
  int live() {
    return status("/q/health/live");
  }

  /** What its readiness probe answers; 0 while it does not. */
  int ready() {
    return status("/q/health/ready");
  }

  /** The lines of its log that hold a word. */
  List<String> logged(String word) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(word)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int status(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                  .timeout(PROBE_TIMEOUT)
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
