package dev.compilefarm.operator.load;

import dev.compilefarm.operator.observe.Load;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks dispatcher pods. Thread-safe; blocks, for a bounded time. Every {@link IOException} has a
 * message for people.
 */
final class DispatcherHttp implements AutoCloseable {
  static final String LOAD = "/v1/load";
  static final String STREAM = LOAD + "/stream";

  /** Ten times the load of a farm of a thousand volunteers. */
  static final int LOAD_BYTES_MAX = 1 << 20;

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final int port;
  private final Duration timeout;
  private final TokenFile token;
  private final HttpClient http;

  /**
   * @param timeout of a reply, from the wish to connect on
   * @param token sent with the wish for a stream, and with nothing else
   */
  DispatcherHttp(int port, Duration timeout, TokenFile token) {
    this.port = port;
    this.timeout = timeout;
    this.token = token;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /** The pod's load as of now. */
  Load load(String address) throws IOException, InterruptedException {
    HttpResponse<String> reply =
        reply(
            request(address, LOAD).build(),
            BodyHandlers.limiting(BodyHandlers.ofString(), LOAD_BYTES_MAX));
    if (reply.statusCode() != OK) {
      throw unusable(reply.statusCode());
    }
    return LoadReply.parse(reply.body());
  }

  /**
   * The pod's stream of loads. It holds a connection until it is closed.
   *
   * @param rate at which it is read
   * @throws NoStreamException when it has to be polled instead
   */
  EventStream stream(String address, IntakeRate rate) throws IOException, InterruptedException {
    EventStream stream = new EventStream(new EventParser(LOAD_BYTES_MAX), rate);
    boolean open = false;
    try {
      HttpRequest.Builder request = request(address, STREAM);
      token.read().ifPresent(text -> request.header("Authorization", "Bearer " + text));
      int status = reply(request.build(), head -> stream).statusCode();
      if (status == NOT_FOUND || status == UNAVAILABLE) {
        throw new NoStreamException(status);
      }
      if (status != OK) {
        throw unusable(status);
      }
      open = true;
      return stream;
    } finally {
      if (!open) {
        stream.close();
      }
    }
  }

  /** Ends whatever is under way. */
  @Override
  public void close() {
    http.shutdownNow();
  }

  /**
   * Bounds the whole of it, while a timeout of the request itself would end with the header, or,
   * from Java 26 on, with the body, which a stream's never does.
   */
  private <T> HttpResponse<T> reply(HttpRequest request, BodyHandler<T> body)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<T>> reply = http.sendAsync(request, body);
    try {
      return reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      throw noReply(e);
    } finally {
      reply.cancel(true);
    }
  }

  /** A connection that does not come in time is told as a reply that does not: either is first. */
  private IOException failure(Throwable cause) {
    return switch (cause) {
      case HttpConnectTimeoutException e -> noReply(e);
      case IOException e -> e;
      default -> new IOException(cause);
    };
  }

  private IOException noReply(Exception cause) {
    return new IOException("no reply within %d ms".formatted(timeout.toMillis()), cause);
  }

  private HttpRequest.Builder request(String address, String path) {
    String host = address.contains(":") ? "[" + address + "]" : address;
    return HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(host, port, path)));
  }

  private static IOException unusable(int status) {
    return new IOException("the reply has status " + status);
  }
}
