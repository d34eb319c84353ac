package dev.compilefarm.client.cluster;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A port of this machine that answers as a test wants it. */
final class LocalServer implements AutoCloseable {
  private final HttpServer server;

  private LocalServer(HttpServer server) {
    this.server = server;
  }

  /** One whose every request gets this answer. */
  static LocalServer start(HttpHandler answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", answer);
    server.start();
    return new LocalServer(server);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
