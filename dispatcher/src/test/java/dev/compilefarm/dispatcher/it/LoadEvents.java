package dev.compilefarm.dispatcher.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that reads {@code /v1/load/stream} as it comes. */
final class LoadEvents implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data:";
  private static final long PATIENCE_SECONDS = 60;

  private final InputStream body;
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> end;

  private LoadEvents(InputStream body) {
    this.body = body;
    this.end = CompletableFuture.runAsync(this::read, task -> Thread.ofVirtual().start(task));
  }

  /** Returns when the dispatcher has said that there will be events. */
  static LoadEvents of(RealDispatcher dispatcher) {
    return of(dispatcher, Map.of());
  }

  /** The same, asked for with these headers. */
  static LoadEvents of(RealDispatcher dispatcher, Map<String, String> headers) {
    HttpResponse<InputStream> response =
        dispatcher.get("/v1/load/stream", headers, HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError("the stream has status " + response.statusCode());
    }
    return new LoadEvents(response.body());
  }

  /** The next event, for which it waits. */
  JsonNode next() throws InterruptedException {
    JsonNode event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event within " + PATIENCE_SECONDS + " s");
    }
    return event;
  }

  /** Moves the events that are here already, without waiting. */
  void drainTo(List<JsonNode> target) {
    events.drainTo(target);
  }

  /** Waits for the end, and fails if that is not a good one. */
  void awaitEnd() throws InterruptedException, ExecutionException, TimeoutException {
    end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        if (line.startsWith(DATA)) {
          events.add(JSON.readTree(line.substring(DATA.length())));
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
