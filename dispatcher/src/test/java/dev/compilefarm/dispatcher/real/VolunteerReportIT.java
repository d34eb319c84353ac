package dev.compilefarm.dispatcher.real;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new volunteer says that it listens before the API does. */
@Timeout(300)
class VolunteerReportIT {
  private static final String UID = "0b5c";
  private static final String SCHEDULED = "\"phase\": \"Pending\"";

  private static final String REPORT =
      "POST /v1/volunteers/v1/listening HTTP/1.1\r\nHost: x\r\nCompilefarm-Pod-Uid: x\r\n\r\n";

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

  @Test
  void strangersCostABoundedAmount() throws Exception {
    try (ScriptedApi api = ScriptedApi.start();
        RealDispatcher dispatcher = start(api)) {
      await("too many are refused")
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> raw(dispatcher, REPORT) == 429);
      assertEquals(
          400, raw(dispatcher, "POST /v1/volunteers/v1/listening HTTP/1.1\r\nHost: x\r\n\r\n"));
      assertEquals(404, raw(dispatcher, "GET /v1/load HTTP/1.1\r\nHost: x\r\n\r\n"));
      assertEquals(
          414,
          raw(
              dispatcher,
              "POST /v1/volunteers/" + "v".repeat(600) + "/listening HTTP/1.1\r\n\r\n"));

      List<Socket> idle = new ArrayList<>();
      await("a stranger has no more connections")
          .atMost(Duration.ofMinutes(1))
          .until(() -> {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), dispatcher.reportPort());
            socket.setSoTimeout(100);
            idle.add(socket);
            return isClosed(socket);
          });
      assertTrue(idle.size() > 2, idle.size() + " connections");
      for (Socket socket : idle) {
        socket.close();
      }
      await("and has some again")
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> raw(dispatcher, "GET /v1/load HTTP/1.1\r\nHost: x\r\n\r\n") == 404);
    }
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** The status of the answer to this text. */
  private static int raw(RealDispatcher dispatcher, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), dispatcher.reportPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (answer.isEmpty()) {
        throw new EOFException("the connection was closed");
      }
      return Integer.parseInt(answer.split(" ", 3)[1]);
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
      "annotations": {"compilefarm.dev/slots": "2"}}}
    """
        .formatted(status, UID, System.nanoTime());
  }
}
