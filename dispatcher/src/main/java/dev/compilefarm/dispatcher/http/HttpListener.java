package dev.compilefarm.dispatcher.http;

import io.netty.channel.Channel;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Listens at the admin port, in place of the framework's own server, which refuses newcomers where
 * there are too many. One event loop serves all connections, so that nothing here needs a lock.
 */
public final class HttpListener {
  private static final String RETRY_AFTER_SECONDS = "1";
  private static final int UNAVAILABLE = 503;
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final long START_SECONDS = 30;

  /** Before Vert.x's own handler, after the codec. */
  private static final String BEFORE = "handler";

  private final HttpLimits limits;
  private final LongSupplier nanoClock;
  private final HttpObserver observer;
  private final Door door;
  private final Map<Page, Places> places = new EnumMap<>(Page.class);

  /**
   * One that does not listen yet.
   *
   * @param nanoClock monotonic, as {@link System#nanoTime}
   */
  public HttpListener(HttpLimits limits, LongSupplier nanoClock, HttpObserver observer) {
    this.limits = limits;
    this.nanoClock = nanoClock;
    this.observer = observer;
    this.door = new Door(limits, nanoClock, observer);
    for (Page page : Page.values()) {
      places.put(page, new Places(page.placesMax, door));
    }
  }

  /**
   * Listens from now on, until the framework stops. Blocks until it does.
   *
   * @param root answers what is asked, on the event loop
   * @throws IOException where it cannot, with a message for people
   */
  public void open(Vertx vertx, String host, int port, Handler<HttpServerRequest> root)
      throws IOException, InterruptedException {
    try {
      vertx
          .deployVerticle(new Loop(host, port, root))
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the admin port %d cannot be opened: %s".formatted(port, e), e);
    }
  }

  /** Connections that stand; for any thread. */
  public int connections() {
    return door.open();
  }

  private void connected(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    Visit visit = new Visit(channel, limits, nanoClock, door::leave);
    channel.pipeline().addBefore(BEFORE, "visit", visit);
    door.enter(visit);
  }

  private void asked(HttpServerRequest request, Handler<HttpServerRequest> root) {
    Places kind = places.get(Page.of(request.path() == null ? "" : request.path()));
    if (kind.enter(Visit.of(request), nanoClock.getAsLong())) {
      root.handle(request);
    } else {
      observer.refused();
      Future<Void> _ =
          request
              .response()
              .setStatusCode(UNAVAILABLE)
              .putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
              .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8")
              .end("too many ask for this at a time; ask again in a second\n");
    }
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        // One connection, one request: what an HTTP/2 connection costs has no such bound.
        .setHttp2ClearTextEnabled(false)
        .setMaxHeaderSize(HttpLimits.HEAD_BYTES)
        .setMaxInitialLineLength(HttpLimits.FIRST_LINE_BYTES)
        .setReceiveBufferSize(HttpLimits.RECEIVE_BUFFER_BYTES)
        .setSendBufferSize(HttpLimits.SEND_BUFFER_BYTES);
  }

  private final class Loop extends AbstractVerticle {
    private final String host;
    private final int port;
    private final Handler<HttpServerRequest> root;

    Loop(String host, int port, Handler<HttpServerRequest> root) {
      this.host = host;
      this.port = port;
      this.root = root;
    }

    @Override
    public void start(Promise<Void> started) {
      vertx.setPeriodic(SWEEP.toMillis(), timer -> door.sweep());
      vertx
          .createHttpServer(options())
          .connectionHandler(HttpListener.this::connected)
          .requestHandler(request -> asked(request, root))
          .listen(port, host)
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }
}
