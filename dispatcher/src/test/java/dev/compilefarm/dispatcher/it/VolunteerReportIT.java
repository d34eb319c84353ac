package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new volunteer says that it listens before the API does. */
@Timeout(300)
class VolunteerReportIT {
  private static final String UID = "0b5c";

  /** Longer than one packet. */
  private static final String COMPILERS =
      """
      {"compilers": [{"path": "/usr/bin/gcc-14", "digest": "%s", "names": ["gcc", "/%s"]}]}\
      """
          .formatted("5a".repeat(32), "x".repeat(4_000));

  private static final String SCHEDULED = "\"phase\": \"Pending\"";

  @TempDir Path scratch;

  @Test
  void itTakesJobsFromItsOwnWordOnAndTheApiHasTheLast() throws Exception {
    try (ScriptedApi api = ScriptedApi.start();
        RealDispatcher dispatcher = start(api)) {
      assertEquals(404, report(dispatcher, UID).statusCode(), "nobody has told of the pod yet");

      api.tell("ADDED", pod(SCHEDULED));
      await("the report is taken")
          .atMost(Duration.ofMinutes(1))
          .until(() -> report(dispatcher, UID).statusCode() == 204);
      assertEquals("READY", dispatcher.load().at("/volunteers/0/state").asText());
      assertEquals("127.0.0.1:3632", dispatcher.load().at("/volunteers/0/address").asText());
      HttpResponse<String> other = report(dispatcher, "1c6d");
      assertEquals(404, other.statusCode());
      assertEquals("the pod of this name has another UID\n", other.body());
      assertRepeated(report(dispatcher, UID));
      assertRepeated(
          dispatcher.post("/v1/volunteers/v1/listening", Map.of("Compilefarm-Pod-Uid", UID), ""));
      assertTrue(dispatcher.load().at("/volunteers/0/toolchain").isMissingNode());
      assertRepeated(
          dispatcher.post(
              "/v1/volunteers/v1/listening", Map.of("Compilefarm-Pod-Uid", UID), COMPILERS));
      JsonNode load = dispatcher.load();
      assertEquals("/usr/bin/gcc-14", load.at("/toolchains/0/compilers/0/path").asText());
      assertEquals(load.at("/toolchains/0/id"), load.at("/volunteers/0/toolchain"));

      api.tell("MODIFIED", pod(running("True")));
      api.tell("MODIFIED", pod(running("False")));
      awaitState(dispatcher, "NOT_READY");
    }
  }

  @Test
  void itsWordIsNotEnoughForLong() throws Exception {
    try (ScriptedApi api = ScriptedApi.start();
        RealDispatcher dispatcher = start(api)) {
      api.tell("ADDED", pod(running("False")));
      awaitState(dispatcher, "NOT_READY");
      assertEquals(204, report(dispatcher, UID).statusCode());
      assertEquals("READY", dispatcher.load().at("/volunteers/0/state").asText());

      awaitState(dispatcher, "NOT_READY");
      assertRepeated(report(dispatcher, UID));
      assertEquals("NOT_READY", dispatcher.load().at("/volunteers/0/state").asText());
    }
  }

  private static void assertRepeated(HttpResponse<String> answer) {
    assertEquals(409, answer.statusCode());
    assertEquals(
        "this pod has reported before; what the API says of it counts now\n", answer.body());
  }

  private RealDispatcher start(ScriptedApi api) throws IOException {
    return RealDispatcher.start(
        scratch,
        List.of("-XX:TieredStopAtLevel=1"),
        Map.of(
            "KUBERNETES_MASTER",
            api.url(),
            "COMPILEFARM_FARM",
            "main",
            "COMPILEFARM_NAMESPACE",
            "ci"));
  }

  private static HttpResponse<String> report(RealDispatcher dispatcher, String uid) {
    return dispatcher.report("v1", uid);
  }

  private static void awaitState(RealDispatcher dispatcher, String state) {
    dispatcher.awaitLoad(
        "the volunteer is " + state, load -> load.at("/volunteers/0/state").asText().equals(state));
  }

  private static String running(String ready) {
    return """
    "phase": "Running", "podIP": "127.0.0.1", "podIPs": [{"ip": "127.0.0.1"}],
    "conditions": [{"type": "Ready", "status": "%s"}]
    """
        .formatted(ready);
  }

  private static String pod(String status) {
    return """
    {"apiVersion": "v1", "kind": "Pod", "status": {%s}, "metadata": {
      "name": "v1", "namespace": "ci", "uid": "%s", "resourceVersion": "%d",
      "labels": {"compilefarm.dev/farm": "main", "pod-template-hash": "6c8f"},
      "ownerReferences": [{"kind": "ReplicaSet", "name": "main-volunteers-6c8f", "controller": true}],
      "annotations": {"compilefarm.dev/slots": "2"}}}
    """
        .formatted(status, UID, System.nanoTime());
  }
}
