package dev.compilefarm.dispatcher.report;

import dev.compilefarm.dispatcher.discovery.ReportVerdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The port of volunteers' reports: one thing to say, one report a connection. Apart from the admin
 * port, so that a NetworkPolicy can keep volunteers, which run what strangers send, from that one.
 * All is done on one event loop, so one report is looked at at a time.
 */
public final class ReportServer {
  private static final Pattern ROUTE = Pattern.compile("/v1/volunteers/([^/]+)/listening");
  private static final int NO_CONTENT = 204;
  private static final int CONNECTIONS_MAX = 256;
  private static final int CONNECTIONS_PER_ADDRESS_MAX = 16;
  private static final int IDLE_SECONDS = 5;

  /** A report is some packets; who takes longer keeps others out. */
  private static final long CONNECTION_MILLIS = 5_000;

  // A pod's name has 253 at most.
  private static final int LINE_CHARACTERS_MAX = 512;
  private static final int HEADER_BYTES_MAX = 2_048;

  private final Vertx vertx;
  private final ReportDesk desk;

  // Only on the event loop.
  private final Map<String, Integer> connectionsByAddress = new HashMap<>();
  private int connections;

  /** Does nothing before {@link #open}. */
  public ReportServer(Vertx vertx, ReportDesk desk) {
    this.vertx = vertx;
    this.desk = desk;
  }

  /** Opens the port; to be called once. It is closed with the event loop. */
  public void open(int port) throws IOException {
    HttpServerOptions options =
        new HttpServerOptions()
            .setPort(port)
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxInitialLineLength(LINE_CHARACTERS_MAX)
            .setMaxHeaderSize(HEADER_BYTES_MAX)
            .setHttp2ClearTextEnabled(false);
    HttpServer server =
        vertx
            .createHttpServer(options)
            .connectionHandler(this::connected)
            .requestHandler(this::answer);
    try {
      server.listen().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IOException(
          "port %d cannot be listened on: %s".formatted(port, e.getCause().getMessage()), e);
    }
  }

  private void connected(HttpConnection connection) {
    String address = connection.remoteAddress().hostAddress();
    if (connections >= CONNECTIONS_MAX
        || connectionsByAddress.getOrDefault(address, 0) >= CONNECTIONS_PER_ADDRESS_MAX) {
      connection.close();
      return;
    }
    connections++;
    connectionsByAddress.merge(address, 1, Integer::sum);
    long overdue = vertx.setTimer(CONNECTION_MILLIS, timer -> connection.close());
    connection.closeHandler(closed -> {
      vertx.cancelTimer(overdue);
      connections--;
      connectionsByAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    });
  }

  private void answer(HttpServerRequest request) {
    Matcher route = ROUTE.matcher(request.path());
    String uid = request.getHeader(ReportDesk.UID_HEADER);
    if (!request.method().equals(HttpMethod.POST) || !route.matches()) {
      end(request, 404, "only POST /v1/volunteers/{pod name}/listening is known here");
    } else if (uid == null) {
      end(request, 400, ReportDesk.UID_MISSING);
    } else {
      receive(
          request, body -> answer(request, desk.take(route.group(1), uid, address(request), body)));
    }
  }

  /**
   * Of a body that is too long, little more is kept than one may have, and the rest is not read.
   */
  private static void receive(HttpServerRequest request, Consumer<byte[]> received) {
    Buffer body = Buffer.buffer();
    request.handler(part -> {
      body.appendBuffer(part);
      if (body.length() > ReportBody.BYTES_MAX) {
        request.handler(rest -> {}).endHandler(end -> {});
        received.accept(body.getBytes());
      }
    });
    request.endHandler(end -> received.accept(body.getBytes()));
  }

  private void answer(HttpServerRequest request, ReportAnswer answer) {
    int status = ReportDesk.status(answer.verdict());
    if (answer.verdict() == ReportVerdict.TOO_MANY) {
      request.response().putHeader("Retry-After", ReportDesk.RETRY_AFTER_SECONDS);
      vertx.setTimer(
          ReportDesk.DELAY_OF_TOO_MANY.toMillis(),
          timer -> end(request, status, answer.sentence()));
    } else {
      end(request, status, answer.sentence());
    }
  }

  private static InetAddress address(HttpServerRequest request) {
    return InetAddress.ofLiteral(request.remoteAddress().hostAddress());
  }

  private static void end(HttpServerRequest request, int status, String sentence) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader("Connection", "close")
        .putHeader("Content-Type", "text/plain");
    Future<Void> sent = status == NO_CONTENT ? response.end() : response.end(sentence + "\n");
    // The header alone closes nothing where the client does not.
    sent.onComplete(written -> closeWhenRead(request));
  }

  /**
   * Closes when the request has been read to its end, which its connection's time bounds. With a
   * part of it unread, the kernel would send a reset, and the answer could be lost (RFC 9112,
   * section 9.6).
   */
  private static void closeWhenRead(HttpServerRequest request) {
    if (request.isEnded()) {
      request.connection().close();
    } else {
      request
          .handler(rest -> {})
          .endHandler(end -> request.connection().close())
          .exceptionHandler(gone -> {});
    }
  }
}
