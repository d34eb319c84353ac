package dev.compilefarm.dispatcher.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Asks the API server through the Kubernetes client's connections, credentials and settings. Its
 * informers are not used: one object that does not parse fails their whole list, and their watches
 * may be silent for ten minutes. Its repetitions are not used either, since the caller has a pace
 * of its own.
 */
final class HttpPodApi implements PodApi {
  private static final int PODS_A_PAGE = 200;
  private static final int GONE = 410;
  private static final int STATUS_BYTES_MAX = 16_384;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String pods;
  private final String selector;

  /** The volunteers' pods of one farm. */
  HttpPodApi(KubernetesClient client, String namespace, String farm) {
    http =
        client
            .getHttpClient()
            .newBuilder()
            .tag(
                new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    pods =
        "%s/api/v1/namespaces/%s/pods"
            .formatted(
                client.getMasterUrl().toString().replaceFirst("/+$", ""), escaped(namespace));
    selector = "compilefarm.dev/farm=%s,app.kubernetes.io/component=volunteer".formatted(farm);
  }

  @Override
  public InputStream list(Optional<String> next) throws ListException, InterruptedException {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("labelSelector", selector);
    query.put("limit", Integer.toString(PODS_A_PAGE));
    next.ifPresent(token -> query.put("continue", token));
    return get("GET pods", query, PATIENCE);
  }

  @Override
  public InputStream watch(Optional<String> version, Duration length, Duration silence)
      throws ListException, InterruptedException {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("labelSelector", selector);
    query.put("watch", "true");
    query.put("allowWatchBookmarks", "true");
    query.put("timeoutSeconds", Long.toString(length.toSeconds()));
    version.ifPresent(known -> query.put("resourceVersion", known));
    return get("the watch on pods", query, silence);
  }

  private InputStream get(String what, Map<String, String> query, Duration silence)
      throws ListException, InterruptedException {
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(URI.create(pods + "?" + encoded(query)))
            .header("Accept", "application/json")
            // Only of use where the one below did not close the connection.
            .timeout(silence.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
            .build();
    TimedBody body = new TimedBody(what);
    HttpResponse<AsyncBody> response =
        answer(
            what, http.consumeBytes(request, (buffers, ignored) -> body.bring(buffers)), silence);
    if (response.isSuccessful()) {
      return body.begin(response.body(), silence);
    }
    try (TimedBody status = body.begin(response.body(), PATIENCE)) {
      throw new ListException(
          response.code() == GONE ? ListFault.EXPIRED : ListFault.REFUSED,
          "%s: status %d%s".formatted(what, response.code(), message(status)));
    }
  }

  private static HttpResponse<AsyncBody> answer(
      String what, CompletableFuture<HttpResponse<AsyncBody>> answer, Duration silence)
      throws ListException, InterruptedException {
    try {
      return answer.get(silence.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new ListException(
          ListFault.SILENT, "%s: no answer within %s".formatted(what, silence), e);
    } catch (ExecutionException e) {
      throw new ListException(
          ListFault.UNREACHABLE, "%s: %s".formatted(what, e.getCause()), e.getCause());
    } finally {
      // One that comes later is of no use any more; the client closes its connection then.
      answer.cancel(true);
    }
  }

  /** What the API server says of a refusal. */
  private static String message(InputStream status) {
    try {
      String text = JSON.readTree(status.readNBytes(STATUS_BYTES_MAX)).path("message").asText();
      return text.isEmpty() ? "" : ", " + Printable.of(text);
    } catch (JsonProcessingException e) {
      return "";
    } catch (IOException e) {
      return ", and then " + e.getMessage();
    }
  }

  private static String encoded(Map<String, String> query) {
    return query.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + escaped(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
