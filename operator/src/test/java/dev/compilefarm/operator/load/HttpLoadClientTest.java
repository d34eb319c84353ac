package dev.compilefarm.operator.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpLoadClientTest {
  private HttpServer server;

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void asksForTheLoad() throws IOException, InterruptedException {
    serve(
        200,
        "{\"queued\":5,\"running\":1,\"oldestWaitSeconds\":2,\"slots\":{\"total\":1,\"busy\":1}}");

    assertEquals(5, client().load("127.0.0.1").queued());
  }

  @Test
  void refusesOtherStatus() throws IOException {
    serve(503, "{}");

    var failure = assertThrows(IOException.class, () -> client().load("127.0.0.1"));

    assertEquals("the reply has status 503", failure.getMessage());
  }

  private HttpLoadClient client() {
    return new HttpLoadClient(server.getAddress().getPort());
  }

  private void serve(int status, String body) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/load",
        exchange -> {
          var bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }
}
