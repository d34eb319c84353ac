package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dispatcher in Kubernetes that is told to end, in a farm that has no volunteer. */
@Timeout(300)
class SuccessionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String STANDS = "{\"metadata\": {\"name\": \"x\"}}";
  private static final String GOES =
      "{\"metadata\": {\"name\": \"x\", \"deletionTimestamp\": \"2026-01-01T00:00:00Z\"}}";
  private static final String OWN =
      """
      {"metadata": {"name": "own", "uid": "1", "deletionTimestamp": "2026-01-01T00:00:00Z"}}
      """;
  private static final String SUCCESSOR =
      """
      {"metadata": {"name": "successor", "uid": "2"},
       "status": {"conditions": [{"type": "Ready", "status": "%s"}]}}
      """;

  /** Of stock distcc where the farm hangs up and it may not compile at home: EXIT_NO_HOSTS. */
  private static final int EXIT_HUNG_UP = 116;

  @TempDir Path scratch;

  @Test
  void takesJobsUntilItsSuccessorDoes() throws Exception {
    try (ScriptedApi api = api(SUCCESSOR.formatted("False"));
        RealDispatcher dispatcher = start(api)) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));

      dispatcher.terminate();
      awaitLog(dispatcher, "taking jobs until a successor does");

      assertEquals(200, dispatcher.get("/q/health/ready").statusCode());
      assertEquals(200, dispatcher.get("/q/health/live").statusCode());
      Process late = client.compile("late.c", "int late;\n");
      dispatcher.awaitLoad("the job is taken", load -> load.get("queued").asInt() == 1);

      dispatchersAre(api, SUCCESSOR.formatted("True"));
      awaitPortsClosed(dispatcher);
      assertTrue(dispatcher.log().contains("its successor takes jobs"), dispatcher.log());
      assertEquals(1, dispatcher.load().get("queued").asInt());
      assertTrue(late.isAlive());
      late.destroyForcibly().waitFor();
      assertEquals(0, dispatcher.awaitEnd(), dispatcher.log());
    }
  }

  @Test
  void finishesWhatWaitsInAFarmThatIsDeletedButNotWhereItsNamespaceGoes() throws Exception {
    try (ScriptedApi api = api();
        RealDispatcher dispatcher = start(api)) {
      api.answer("/compilefarms/main", GOES);
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      Process queued = client.compile("queued.c", "int queued;\n");
      dispatcher.awaitLoad("the job waits", load -> load.get("queued").asInt() == 1);

      dispatcher.terminate();
      awaitPortsClosed(dispatcher);
      assertEquals(1, dispatcher.load().get("queued").asInt());

      api.answer("/api/v1/namespaces/ci", GOES);
      assertEquals(EXIT_HUNG_UP, queued.waitFor(), client.log());
      assertEquals(0, dispatcher.awaitEnd(), dispatcher.log());
    }
  }

  private static ScriptedApi api(String... others) throws Exception {
    ScriptedApi api = ScriptedApi.start();
    api.answer("/compilefarms/main", STANDS);
    api.answer("/api/v1/namespaces/ci", STANDS);
    dispatchersAre(api, others);
    return api;
  }

  private static void dispatchersAre(ScriptedApi api, String... others) {
    String own = others.length == 0 ? OWN : OWN + ",";
    api.answer(
        "component%3Ddispatcher", "{\"items\": [%s%s]}".formatted(own, String.join(",", others)));
  }

  private RealDispatcher start(ScriptedApi api) throws Exception {
    return RealDispatcher.start(
        scratch,
        QuickStart.options(),
        Map.of(
            "COMPILEFARM_FARM", "main",
            "COMPILEFARM_NAMESPACE", "ci",
            "COMPILEFARM_POD", "own",
            "KUBERNETES_MASTER", api.url()));
  }

  private static void awaitLog(RealDispatcher dispatcher, String text) {
    await(text).atMost(PATIENCE).until(() -> dispatcher.log().contains(text));
  }

  private static void awaitPortsClosed(RealDispatcher dispatcher) {
    await("its ports are closed")
        .atMost(PATIENCE)
        .until(() -> {
          try {
            dispatcher.connect().close();
            return false;
          } catch (ConnectException e) {
            return true;
          }
        });
  }
}
