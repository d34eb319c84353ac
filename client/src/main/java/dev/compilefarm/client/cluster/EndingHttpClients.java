package dev.compilefarm.client.cluster;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * HTTP clients of the JDK whose threads end when the cluster's client is closed. The library leaves
 * that to the garbage collector. Then a thread still waits for the network when the process ends,
 * and the JVM waits 300 ms for it (HotSpot's {@code VM_Exit::wait_for_threads_in_native_to_block}).
 */
final class EndingHttpClients extends JdkHttpClientFactory {
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final Queue<HttpClient> built = new ConcurrentLinkedQueue<>();

  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    return new RememberingBuilder(super.createNewHttpClientBuilder());
  }

  @Override
  protected void closeHttpClient(JdkHttpClientImpl client) {
    for (HttpClient http = built.poll(); http != null; http = built.poll()) {
      http.shutdownNow();
      try {
        http.awaitTermination(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    super.closeHttpClient(client);
  }

  /** The same builder, but what it builds is remembered. */
  private final class RememberingBuilder implements HttpClient.Builder {
    private final HttpClient.Builder builder;

    private RememberingBuilder(HttpClient.Builder builder) {
      this.builder = builder;
    }

    @Override
    public HttpClient build() {
      HttpClient http = builder.build();
      built.add(http);
      return http;
    }

    @Override
    public HttpClient.Builder cookieHandler(CookieHandler cookieHandler) {
      builder.cookieHandler(cookieHandler);
      return this;
    }

    @Override
    public HttpClient.Builder connectTimeout(Duration duration) {
      builder.connectTimeout(duration);
      return this;
    }

    @Override
    public HttpClient.Builder sslContext(SSLContext sslContext) {
      builder.sslContext(sslContext);
      return this;
    }

    @Override
    public HttpClient.Builder sslParameters(SSLParameters sslParameters) {
      builder.sslParameters(sslParameters);
      return this;
    }

    @Override
    public HttpClient.Builder executor(Executor executor) {
      builder.executor(executor);
      return this;
    }

    @Override
    public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
      builder.followRedirects(policy);
      return this;
    }

    @Override
    public HttpClient.Builder version(HttpClient.Version version) {
      builder.version(version);
      return this;
    }

    @Override
    public HttpClient.Builder priority(int priority) {
      builder.priority(priority);
      return this;
    }

    @Override
    public HttpClient.Builder proxy(ProxySelector proxySelector) {
      builder.proxy(proxySelector);
      return this;
    }

    @Override
    public HttpClient.Builder authenticator(Authenticator authenticator) {
      builder.authenticator(authenticator);
      return this;
    }

    @Override
    public HttpClient.Builder localAddress(InetAddress localAddress) {
      builder.localAddress(localAddress);
      return this;
    }
  }
}
