package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the API server does, the dispatcher finds its volunteers again. */
@Timeout(300)
class DiscoveryIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String LIST_AGE = "compilefarm_volunteer_list_age_seconds";

  /** Of the list, in seconds; a minute by default. */
  private static final int AGE_MAX = 2;

  @TempDir Path scratch;

  @Test
  void itStartsBeforeTheApiServerIsThereAndWell() throws Exception {
    try (ScriptedApi api = ScriptedApi.absent();
        RealDispatcher dispatcher = startUnready(api)) {
      awaitFailures(dispatcher, "unreachable");
      assertNotReadyButAlive(dispatcher);

      api.answerWith(403);
      api.open();
      awaitFailures(dispatcher, "refused");
      assertNotReadyButAlive(dispatcher);

      api.answerWith(200);
      api.listIs(Optional.of("{\"items\": [{"));
      awaitFailures(dispatcher, "unreadable");
      assertNotReadyButAlive(dispatcher);

      api.tell("ADDED", pod("v1"));
      api.listIs(Optional.empty());
      awaitVolunteer(dispatcher, "v1");
      await("it is ready").atMost(PATIENCE).until(() -> isReady(dispatcher));
      assertTrue(dispatcher.log().contains("status 403, scripted"), dispatcher.log());
    }
  }

  @Test
  void itLosesNothingByTheApiServersTroublesAndHearsWhatIsNewAfterThem() throws Exception {
    try (ScriptedApi api = ScriptedApi.start();
        RealDispatcher dispatcher = startUnready(api)) {
      api.tell("ADDED", pod("first"));
      awaitVolunteer(dispatcher, "first");
      assertQuietFarmIsNotListedAgain(dispatcher, api);

      afterTrouble(dispatcher, "unreadable", api, () -> api.say("{\"type\": \"ADDED\", \"obj"));
      afterTrouble(dispatcher, "expired", api, api::forget);
      afterTrouble(
          dispatcher,
          "silent",
          api,
          () -> {
            api.silenceWatches(true);
            api.tell("ADDED", pod("while-silent"));
            awaitVolunteer(dispatcher, "while-silent");
            awaitFailures(dispatcher, "silent");
            api.silenceWatches(false);
          });
      afterTrouble(
          dispatcher,
          "refused",
          api,
          () -> {
            api.answerWith(500);
            api.say("the watch breaks off here");
            awaitFailures(dispatcher, "refused");
            api.answerWith(200);
          });
      afterTrouble(
          dispatcher,
          "unreachable",
          api,
          () -> {
            api.shut();
            awaitFailures(dispatcher, "unreachable");
            assertTrue(isReady(dispatcher), "with its old list");
            api.open();
          });
      await("the list is young again")
          .atMost(PATIENCE)
          .until(() -> dispatcher.metric(LIST_AGE) < AGE_MAX);
      assertEquals(0, dispatcher.metric("compilefarm_volunteer_list_restarts_total"));
      assertEquals(
          0, dispatcher.metric("compilefarm_volunteer_list_failures_total{reason=\"internal\"}"));
    }
  }

  @Test
  void aPodThatCannotBeReadIsItsOwnTroubleOnly() throws Exception {
    try (ScriptedApi api = ScriptedApi.start();
        RealDispatcher dispatcher = startUnready(api)) {
      api.addOddItem("{\"metadata\": {\"name\": 7}}");
      api.addOddItem("null");
      api.addOddItem(
          pod("odd")
              .replace("\"podIP\": \"127.0.0.1\"", "\"podIP\": {\"x\": [1]}")
              .replace("/slots\": \"2\"", "/slots\": []"));
      api.tell("ADDED", pod("large").replace("\"2\"", "\"2000000000\""));
      api.forget();
      awaitVolunteer(dispatcher, "large");
      api.tell("ADDED", pod("v1"));
      awaitVolunteer(dispatcher, "v1");
      assertEquals(202, dispatcher.load().at("/slots/total").asInt());
      await("it is told")
          .atMost(PATIENCE)
          .until(() -> logLines(dispatcher, "it counts as 200") > 0);
      await("it is told").atMost(PATIENCE).until(() -> logLines(dispatcher, "metadata.name") > 0);

      int listsBefore = api.lists();
      api.forget();
      await("a further list").atMost(PATIENCE).until(() -> api.lists() > listsBefore);
      api.tell("ADDED", pod("v2"));
      awaitVolunteer(dispatcher, "v2");
      assertEquals(1, logLines(dispatcher, "it counts as 200"), dispatcher.log());
      assertEquals(1, logLines(dispatcher, "metadata.name"), dispatcher.log());
    }
  }

  private static void assertQuietFarmIsNotListedAgain(RealDispatcher dispatcher, ScriptedApi api)
      throws IOException {
    int lists = api.lists();
    int watches = api.watches();
    await("watches end and begin in their time")
        .atMost(PATIENCE)
        .until(() -> api.watches() >= watches + 3);
    // A busy machine may be late by a third of a second.
    if (failures(dispatcher, "silent") == 0) {
      assertEquals(lists, api.lists());
      assertEquals(0, failures(dispatcher, "unreachable"));
      assertFalse(dispatcher.log().contains("WARN"), dispatcher.log());
    }
  }

  private interface Trouble {
    void make() throws IOException;
  }

  /** Makes trouble, and waits until a volunteer is known that came meanwhile; always ready. */
  private static void afterTrouble(
      RealDispatcher dispatcher, String reason, ScriptedApi api, Trouble trouble)
      throws IOException {
    double before = failures(dispatcher, reason);
    trouble.make();
    api.tell("ADDED", pod("after-" + reason));
    awaitVolunteer(dispatcher, "after-" + reason);
    awaitVolunteer(dispatcher, "first");
    await("it is counted as " + reason)
        .atMost(PATIENCE)
        .until(() -> failures(dispatcher, reason) > before);
    assertTrue(isReady(dispatcher), "after " + reason);
  }

  private RealDispatcher startUnready(ScriptedApi api) throws IOException {
    return RealDispatcher.startUnready(
        scratch,
        Map.of(
            "KUBERNETES_MASTER",
            api.url(),
            "COMPILEFARM_FARM",
            "main",
            "COMPILEFARM_NAMESPACE",
            "ci",
            "COMPILEFARM_VOLUNTEER_LIST_MAX_AGE_SECONDS",
            Integer.toString(AGE_MAX)));
  }

  private static void assertNotReadyButAlive(RealDispatcher dispatcher) {
    assertFalse(isReady(dispatcher));
    assertEquals(200, dispatcher.get("/q/health/live").statusCode());
  }

  private static boolean isReady(RealDispatcher dispatcher) {
    return dispatcher.get("/q/health/ready").statusCode() == 200;
  }

  private static double failures(RealDispatcher dispatcher, String reason) {
    return dispatcher.metric(
        "compilefarm_volunteer_list_failures_total{reason=\"" + reason + "\"}");
  }

  private static void awaitFailures(RealDispatcher dispatcher, String reason) {
    double before = failures(dispatcher, reason);
    await("it fails for " + reason)
        .atMost(PATIENCE)
        .until(() -> failures(dispatcher, reason) > before);
  }

  private static void awaitVolunteer(RealDispatcher dispatcher, String name) {
    dispatcher.awaitLoad("volunteer " + name + " is known", load -> names(load).contains(name));
  }

  private static List<String> names(JsonNode load) {
    return StreamSupport.stream(load.get("volunteers").spliterator(), false)
        .map(volunteer -> volunteer.get("name").asText())
        .toList();
  }

  private static long logLines(RealDispatcher dispatcher, String words) throws IOException {
    return dispatcher.log().lines().filter(line -> line.contains(words)).count();
  }

  private static String pod(String name) {
    return """
    {"apiVersion": "v1", "kind": "Pod",
     "metadata": {
       "name": "%s", "namespace": "ci", "uid": "uid-of-%s",
       "labels": {"compilefarm.dev/farm": "main", "pod-template-hash": "6c8f"},
       "ownerReferences": [{"kind": "ReplicaSet", "name": "main-volunteers-6c8f", "controller": true}],
       "annotations": {"compilefarm.dev/slots": "2"}},
     "status": {
       "phase": "Running", "podIP": "127.0.0.1", "podIPs": [{"ip": "127.0.0.1"}],
       "conditions": [{"type": "Ready", "status": "True"}]}}
    """
        .formatted(name, name);
  }
}
