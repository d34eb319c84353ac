package dev.compilefarm.operator.cluster;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Connections to the API server, of which one that waits for the other side and hears nothing is
 * closed. A watch whose server has vanished looks like one where nothing happens; the client would
 * wait for up to ten minutes. A watch that was closed goes on where it was, which costs one request
 * and loses no event.
 */
final class WatchedHttp implements HttpClient.Factory {
  private final Vertx vertx;

  /**
   * @param silence after which a connection is closed; whole seconds
   */
  WatchedHttp(Vertx vertx, Duration silence) {
    this.vertx = withSilence(vertx, Math.toIntExact(silence.toSeconds()));
  }

  @Override
  public VertxHttpClientBuilder<WatchedHttp> newBuilder() {
    return new VertxHttpClientBuilder<>(this, vertx);
  }

  /** The builder of the client sets all options by itself and hands them to Vert.x. */
  private static Vertx withSilence(Vertx vertx, int seconds) {
    return (Vertx)
        Proxy.newProxyInstance(
            Vertx.class.getClassLoader(),
            new Class<?>[] {Vertx.class},
            (proxy, method, arguments) -> {
              if (arguments != null
                  && arguments.length == 1
                  && arguments[0] instanceof HttpClientOptions options) {
                options.setIdleTimeoutUnit(TimeUnit.SECONDS).setReadIdleTimeout(seconds);
              }
              try {
                return method.invoke(vertx, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
