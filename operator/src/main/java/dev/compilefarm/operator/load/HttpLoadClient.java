package dev.compilefarm.operator.load;

import dev.compilefarm.operator.observe.Load;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** {@code GET http://<pod IP>:<port>/v1/load}. Blocks; safe for use by many threads. */
final class HttpLoadClient implements LoadClient {
  /**
   * A dispatcher answers from memory within milliseconds; a second is a busy node, more is trouble.
   */
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  HttpLoadClient(int port) {
    this.port = port;
  }

  @Override
  public Load load(String address) throws IOException, InterruptedException {
    var host = address.contains(":") ? "[" + address + "]" : address;
    var request =
        HttpRequest.newBuilder(URI.create("http://%s:%d/v1/load".formatted(host, port)))
            .timeout(TIMEOUT)
            .build();
    var reply = http.send(request, BodyHandlers.ofString());
    if (reply.statusCode() != 200) {
      throw new IOException("the reply has status " + reply.statusCode());
    }
    return LoadReply.parse(reply.body());
  }
}
