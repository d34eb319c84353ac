package dev.compilefarm.operator.uninstall;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An API server that has one reply for each path, 404 for all others, and keeps the patches that it
 * was sent. It stores nothing.
 */
final class FixedReplies implements AutoCloseable {
  private record Reply(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final List<String> patches = new CopyOnWriteArrayList<>();

  FixedReplies() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::reply);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  void answer(String path, String body) {
    replies.put(path, new Reply(200, body));
  }

  void refuse(String path, int status) {
    replies.put(
        path,
        new Reply(
            status,
            "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": %d}".formatted(status)));
  }

  /** In the order of their coming, each as its path, a space and its body. */
  List<String> patches() {
    return List.copyOf(patches);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void reply(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("PATCH")) {
        patches.add(path + " " + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      }
      Reply reply =
          replies.getOrDefault(
              path,
              new Reply(404, "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 404}"));
      byte[] bytes = reply.body().getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
