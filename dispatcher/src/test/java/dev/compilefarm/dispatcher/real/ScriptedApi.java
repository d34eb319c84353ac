package dev.compilefarm.dispatcher.real;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An API server that knows no pod until it is told to say so on the watch. What a real one does
 * with real pods is the business of the suites in e2e.
 */
final class ScriptedApi implements AutoCloseable {
  private static final String NO_PODS =
      """
      {"apiVersion": "v1", "kind": "PodList", "metadata": {"resourceVersion": "1"}, "items": []}
      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  private ScriptedApi(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  static ScriptedApi start() throws IOException {
    return new ScriptedApi(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Tells on the watch what became of a pod. */
  void tell(String type, String pod) {
    events.add("{\"type\": \"%s\", \"object\": %s}".formatted(type, pod.replace("\n", " ")));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getQuery().contains("watch=true")) {
        byte[] body = NO_PODS.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } else if (exchange.getRequestHeaders().containsKey("Upgrade")) {
        // No WebSocket here; the client asks for a plain stream then.
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, 0);
        while (true) {
          exchange.getResponseBody().write((events.take() + "\n").getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
