package dev.compilefarm.client.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.compilefarm.client.build.FarmShare;
import dev.compilefarm.client.diagnosis.Cause;
import dev.compilefarm.client.diagnosis.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A build that knows nothing but the port of a dispatcher, over a real connection. */
class FarmWatchTest {
  private static final String MINE = "10.1.0.9";

  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private LocalServer server;

  @BeforeEach
  void listen() throws IOException {
    server = LocalServer.start(this::answer);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String page = pages.get(exchange.getRequestURI().toString());
    byte[] body = String.valueOf(page).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(page == null ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private FarmWatch watch() {
    int port = server.port();
    return FarmWatch.start(new DispatcherAlone("main", "127.0.0.1", port), Set.of(MINE));
  }

  @Test
  void namesTheDispatchersOwnService() {
    assertEquals("main-dispatcher.ci.svc", DispatcherAlone.of("main", "main.ci.svc").host());
    assertEquals("main-dispatcher", DispatcherAlone.of("main", "main").host());
    assertEquals("lb.example", DispatcherAlone.of("main", "lb.example").host());
  }

  @Test
  void sumsUpTheJobsSinceTheStart() {
    pages.put("/v1/jobs?limit=1", "{\"jobs\": [{\"id\": 7}], \"next\": \"7\"}");
    pages.put(
        "/v1/jobs?limit=1000&tenant=" + MINE,
        """
        {"jobs": [
          {"id": 6, "tenant": "10.1.0.9", "protocol": 3, "waitedSeconds": 100, "servedSeconds": 100},
          {"id": 8, "tenant": "10.1.0.9", "protocol": 3, "waitedSeconds": 1, "servedSeconds": 2},
          {"id": 9, "tenant": "10.1.0.9", "protocol": 2, "waitedSeconds": 3, "servedSeconds": 4}],
         "next": null}
        """);
    try (FarmWatch watch = watch()) {
      assertTrue(watch.isAnswered());
      assertEquals(Optional.of(new FarmShare(2, 1, 4, 6, List.of())), watch.share());
    }
  }

  @Test
  void findsWhatHoldsTheBuildUp() {
    pages.put("/v1/jobs?limit=1", "{\"jobs\": [], \"next\": null}");
    pages.put(
        "/v1/load",
        """
        {"queued": 9, "running": 4, "slots": {"total": 4, "busy": 4}, "tenants": [
          {"tenant": "10.1.0.9", "queued": 9, "running": 4, "weight": 1, "bound": "FARM"},
          {"tenant": "10.1.0.10", "queued": 0, "running": 0, "weight": 1, "bound": "CLIENT"}]}
        """);
    try (FarmWatch watch = watch()) {
      watch.look();
      Finding finding = watch.verdict().orElseThrow();
      assertEquals(Cause.FARM_BOUND, finding.cause());
      assertEquals(
          "Jobs of 10.1.0.9 wait for slots: 9 jobs wait, and 4 of 4 slots are busy.",
          finding.sentence());
    }
  }

  @Test
  void doesNotJudgeABuildByOthers() {
    pages.put("/v1/jobs?limit=1", "{\"jobs\": [], \"next\": null}");
    pages.put(
        "/v1/load",
        """
        {"queued": 0, "running": 4, "slots": {"total": 8, "busy": 4}, "tenants": [
          {"tenant": "nightly", "queued": 0, "running": 4, "weight": 1, "bound": "CLIENT"}]}
        """);
    try (FarmWatch watch = watch()) {
      watch.look();
      assertEquals(Optional.empty(), watch.verdict());
    }
  }

  @Test
  void doesNotJudgeABuildBeforeTheDispatcherDoes() {
    String load =
        """
        {"queued": 3, "running": 4, "slots": {"total": 4, "busy": 4}, "tenants": [
          {"tenant": "10.1.0.9", "queued": 3, "running": 4, "weight": 1, "bound": %s}]}
        """;
    pages.put("/v1/jobs?limit=1", "{\"jobs\": [], \"next\": null}");
    pages.put("/v1/load", load.formatted("null"));
    try (FarmWatch watch = watch()) {
      watch.look();
      assertEquals(Optional.empty(), watch.verdict());
      pages.put("/v1/load", load.formatted("\"BALANCED\""));
      watch.look();
      assertEquals(Cause.BALANCED, watch.verdict().orElseThrow().cause());
    }
  }

  @Test
  void goesOnWhereThePortDoesNotAnswer() {
    try (FarmWatch watch = watch()) {
      watch.look();
      assertFalse(watch.isAnswered());
      assertEquals(Optional.empty(), watch.share());
      assertEquals(Optional.empty(), watch.verdict());
    }
  }
}
