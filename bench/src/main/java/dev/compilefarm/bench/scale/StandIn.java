package dev.compilefarm.bench.scale;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One HTTP server that answers for all dispatchers as an idle one does: {@code /v1/load}, and
 * {@code /v1/load/stream} with its heartbeat (docs/reference/http.md).
 */
final class StandIn implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final HttpServer server;
  private final byte[] load;
  private final AtomicInteger streams = new AtomicInteger();

  /**
   * @param address of this machine, on which a free port is taken
   */
  StandIn(String address, int volunteers) throws IOException {
    load = idle(volunteers).getBytes(StandardCharsets.UTF_8);
    server = HttpServer.create(new InetSocketAddress(address, 0), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/load", this::answer);
    server.createContext("/v1/load/stream", this::stream);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Readers of streams that are connected now, as far as is known here. */
  int streams() {
    return streams.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, load.length);
      exchange.getResponseBody().write(load);
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    streams.incrementAndGet();
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      while (true) {
        body.write("data:".getBytes(StandardCharsets.UTF_8));
        body.write(load);
        body.write("\n\n".getBytes(StandardCharsets.UTF_8));
        body.flush();
        Thread.sleep(HEARTBEAT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.decrementAndGet();
    }
  }

  private static String idle(int volunteers) {
    return """
    {"queued":0,"running":0,"oldestWaitSeconds":0.0,"meanServiceSeconds":null,\
    "slots":{"total":%d,"busy":0,"draining":0},\
    "jobs":{"accepted":0,"done":0,"replayed":0,"ended":{}},"tenants":[],"volunteers":[%s]}\
    """
        .formatted(
            2 * volunteers,
            IntStream.range(0, volunteers)
                .mapToObj(
                    """
                    {"name":"main-volunteers-7c9f8d5b6-%05d","slots":2,"busy":0,"state":"READY"}\
                    """
                        ::formatted)
                .collect(Collectors.joining(",")));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
