package dev.compilefarm.dispatcher.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.compilefarm.dispatcher.identity.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An API server that is asked for nothing but the keys of its tokens. */
final class ScriptedKeys implements AutoCloseable {
  private static final String PATH = "/openid/v1/jwks";

  private final HttpServer server;
  private final Tokens tokens;
  private final AtomicInteger asked = new AtomicInteger();

  private ScriptedKeys(HttpServer server, Tokens tokens) {
    this.server = server;
    this.tokens = tokens;
    server.createContext(PATH, this::answer);
    server.start();
  }

  /** One that publishes the key of these. */
  static ScriptedKeys of(Tokens tokens) throws IOException {
    return new ScriptedKeys(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), tokens);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How often it was asked. */
  int asked() {
    return asked.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.incrementAndGet();
      byte[] keys = tokens.published().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, keys.length);
      exchange.getResponseBody().write(keys);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
