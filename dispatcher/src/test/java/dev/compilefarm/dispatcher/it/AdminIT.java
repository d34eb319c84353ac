package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.dispatcher.protocol.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged dispatcher shows over HTTP, asked by real clients. */
@Timeout(300)
class AdminIT {
  private static final int SUBSCRIBERS_MAX = 32;
  private static final String SUBSCRIBERS = "compilefarm_load_stream_subscribers";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A farm that compiles nothing: the jobs of its clients wait. */
  private static final String NOBODY = "127.7.0.1:9/1";

  private static final Pattern JOB_LINE =
      Pattern.compile(
          ".* DEBUG .* job=1 tenant=127.0.0.1 compiler=\\S*gcc .* attempts=2 outcome=done about=");

  @TempDir Path scratch;

  @BeforeEach
  void letDistccdIn() throws IOException {
    // As root, distccd becomes somebody else, who must reach its folder and the gate.
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void theStreamTellsThePresentStateThenChangesAndIsNeverSilentForLong() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY);
        Socket job = begin(dispatcher)) {
      dispatcher.awaitLoad("the job waits", load -> load.get("queued").asInt() == 1);
      try (LoadEvents events = LoadEvents.of(dispatcher)) {
        JsonNode first = events.next();
        assertEquals(names(dispatcher.load()), names(first));
        assertEquals(1, first.at("/jobs/accepted").asInt());

        job.shutdownOutput();
        JsonNode last = nextWith(1, "/jobs/ended/ABANDONED", events);

        JsonNode heartbeat = events.next();
        assertEquals(last.get("jobs"), heartbeat.get("jobs"));
      }
    }
  }

  @Test
  void underLoadTheStreamTellsAtMostTenStatesASecondAndTheLastOne() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY)) {
      long start = System.nanoTime();
      try (LoadEvents events = LoadEvents.of(dispatcher)) {
        int jobs = 0;
        List<JsonNode> told = new ArrayList<>(List.of(events.next()));
        while (told.size() < 15) {
          abandonOne(dispatcher);
          jobs++;
          events.drainTo(told);
        }
        while (told.getLast().at("/jobs/ended/ABANDONED").asInt() < jobs) {
          told.add(events.next());
        }
        // All were sent within this time, 100 ms apart, however late they came in.
        long most = 1 + Duration.ofNanos(System.nanoTime() - start).toMillis() / 100;
        assertTrue(told.size() <= most, "%d events, at most %d".formatted(told.size(), most));
        assertTrue(told.size() < jobs, "%d events of %d jobs".formatted(told.size(), jobs));
        assertEquals(jobs, told.getLast().at("/jobs/accepted").asInt());
        assertEquals(0, told.getLast().at("/queued").asInt());
      }
    }
  }

  @Test
  void theStreamTakesSoManySubscribersAndTellsTheNextWhatToDo() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY)) {
      List<LoadEvents> all = new ArrayList<>();
      for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
        all.add(LoadEvents.of(dispatcher));
      }
      for (LoadEvents events : all) {
        assertEquals(0, events.next().at("/jobs/accepted").asInt());
      }
      HttpResponse<String> refusal = dispatcher.get("/v1/load/stream");
      assertEquals(503, refusal.statusCode());
      assertEquals("32 clients read this stream already; poll /v1/load instead\n", refusal.body());
      assertTrue(refusal.headers().firstValue("Retry-After").isPresent());

      abandonOne(dispatcher);
      for (LoadEvents events : all) {
        nextWith(1, "/jobs/accepted", events);
      }
      for (LoadEvents events : all) {
        events.close();
      }
      awaitSubscribers(dispatcher, 0);
      try (LoadEvents events = LoadEvents.of(dispatcher)) {
        assertEquals(1, events.next().at("/jobs/accepted").asInt());
      }
    }
  }

  @Test
  void subscribersThatGoAwayAreForgottenWithoutAWord() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY)) {
      for (int i = 0; i < 2 * SUBSCRIBERS_MAX; i++) {
        try (Socket subscriber = subscribe(new Socket(), dispatcher)) {
          assertNotEquals(-1, subscriber.getInputStream().read());
          abandonOne(dispatcher);
          // A reset instead of an orderly end, every other time.
          subscriber.setSoLinger(i % 2 == 0, 0);
        }
      }
      awaitSubscribers(dispatcher, 0);
      assertFalse(dispatcher.log().contains("ERROR"), dispatcher.log());
    }
  }

  @Test
  void aSubscriberThatDoesNotReadIsHungUpOnAndTheOthersGoOn() throws Exception {
    // So many volunteers make states of 200 KB, which soon fill any socket, and one job is enough
    // for changes all the time: it is tried on one after the other.
    String volunteers =
        IntStream.range(0, 2000)
            .mapToObj(i -> "127.7.%d.%d:9/1".formatted(i / 200, 1 + i % 200))
            .collect(Collectors.joining(","));
    try (RealDispatcher dispatcher =
            RealDispatcher.start(scratch, volunteers, Map.of("QUARKUS_HTTP_IDLE_TIMEOUT", "8S"));
        LoadEvents reading = LoadEvents.of(dispatcher);
        Socket stalled = new Socket();
        Socket job = begin(dispatcher)) {
      stalled.setReceiveBufferSize(4096);
      subscribe(stalled, dispatcher);
      awaitSubscribers(dispatcher, 2);

      awaitSubscribers(dispatcher, 1);

      stalled.setSoTimeout((int) PATIENCE.toMillis());
      readToTheEnd(stalled.getInputStream());
      reading.drainTo(new ArrayList<>());
      assertEquals(1, reading.next().at("/jobs/accepted").asInt());
      assertTrue(job.isConnected());
      assertFalse(dispatcher.log().contains("ERROR"), dispatcher.log());
    }
  }

  @Test
  void theStreamGoesOnWhileJobsAreFinishedAndEndsBeforeTheProcess() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY);
        LoadEvents events = LoadEvents.of(dispatcher);
        Socket stalled = subscribe(new Socket(), dispatcher);
        Socket job = begin(dispatcher)) {
      nextWith(1, "/queued", events);

      dispatcher.terminate();
      await("readiness is off")
          .atMost(PATIENCE)
          .until(() -> dispatcher.get("/q/health/ready").statusCode() == 503);
      job.shutdownOutput();

      nextWith(1, "/jobs/ended/ABANDONED", events);
      events.awaitEnd();
      assertEquals(0, dispatcher.awaitEnd(), dispatcher.log());
      assertTrue(stalled.isConnected());
    }
  }

  @Test
  void jobsAndMetricsTellWhatBecameOfAJob() throws Exception {
    Gate gate = Gate.closed(scratch);
    // Of two that are alike, the first by name gets the first job.
    List<Integer> ports =
        Stream.of(Ports.free(), Ports.free())
            .sorted(Comparator.comparing(String::valueOf))
            .toList();
    try (RealDistccd first = RealDistccd.start(ports.getFirst(), 2, scratch);
        RealDistccd second = RealDistccd.start(ports.getLast(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                "127.0.0.1:%d/2,127.0.0.1:%d/1".formatted(first.port(), second.port()),
                Map.of("QUARKUS_LOG_CATEGORY__COMPILEFARM_JOBS__LEVEL", "DEBUG"))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      Process compile = client.compile("held.c", gate.source());
      gate.awaitCompile(first);
      first.killWholeTree();
      gate.awaitCompile(second);

      JsonNode running = dispatcher.jobs("?state=running&tenant=127.0.0.1");
      assertEquals(2, running.get(0).get("attempts").asInt());
      assertTrue(running.get(0).get("endedAt").isNull());
      assertEquals(0, dispatcher.jobs("?state=queued").size());
      gate.open();
      assertEquals(0, compile.waitFor(), client.log());
      dispatcher.awaitLoad("the job is done", load -> load.at("/jobs/done").asInt() == 1);

      JsonNode job = dispatcher.jobs("?limit=1&state=ended&tenant=127.0.0.1").get(0);
      assertTrue(job.get("compiler").asText().endsWith("gcc"), job.get("compiler").asText());
      assertEquals("127.0.0.1:" + second.port(), job.get("volunteer").asText());
      assertEquals(2, job.get("attempts").asInt());
      assertEquals("DONE", job.get("outcome").asText());
      assertTrue(job.get("requestBytes").asInt() > 0);
      assertTrue(job.get("replyBytes").asInt() > 0);
      assertTrue(job.get("waitedSeconds").asDouble() >= 0);
      assertTrue(job.get("servedSeconds").asDouble() > 0);
      assertFalse(at(job, "startedAt").isBefore(at(job, "queuedAt")));
      assertTrue(at(job, "endedAt").isAfter(at(job, "startedAt")));
      assertEquals(0, dispatcher.jobs("?tenant=10.9.9.9").size());

      // The job's observers are told after everybody can see that it is done, the log the last.
      await("the log line of the job")
          .atMost(PATIENCE)
          .until(() -> dispatcher.log().lines().anyMatch(JOB_LINE.asMatchPredicate()));
      assertEquals(1, dispatcher.metric("compilefarm_job_wait_seconds_count"));
      assertEquals(1, dispatcher.metric("compilefarm_job_replay_seconds_count"));
      assertEquals(1, dispatcher.metric("compilefarm_job_service_seconds_count"));
      assertTrue(dispatcher.metric("compilefarm_job_replay_seconds_sum") > 0);
    }
  }

  @Test
  void aQueryThatMakesNoSenseIsToldWhatWouldBeRight() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY)) {
      HttpResponse<String> limit = dispatcher.get("/v1/jobs?limit=all");
      assertEquals(400, limit.statusCode());
      assertEquals("limit is 'all'; it must be a whole number from 1 to 1000\n", limit.body());
      HttpResponse<String> state = dispatcher.get("/v1/jobs?state=done");
      assertEquals(400, state.statusCode());
      assertEquals(
          "state is 'done'; it must be one of queued, running, answering, ended\n", state.body());
    }
  }

  @Test
  void aReportOfAVolunteerThatIsNoPodIsRefusedWithItsReason() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY)) {
      String path = "/v1/volunteers/v1/listening";
      HttpResponse<String> unknown =
          dispatcher.post(path, Map.of("Compilefarm-Pod-Uid", "0b5c"), "");
      assertEquals(404, unknown.statusCode());
      assertEquals(
          "no volunteer pod of this name is known here; a new one may be in a moment\n",
          unknown.body());
      assertEquals(
          1, dispatcher.metric("compilefarm_volunteer_reports_total{outcome=\"unknown_pod\"}"));
      assertEquals(0, dispatcher.metric("compilefarm_volunteer_reports_total{outcome=\"taken\"}"));

      HttpResponse<String> anonymous = dispatcher.post(path, Map.of(), "");
      assertEquals(400, anonymous.statusCode());
      assertEquals(
          "the header Compilefarm-Pod-Uid is missing; it must be the pod's UID\n",
          anonymous.body());
      assertEquals(413, dispatcher.post(path, Map.of(), "x".repeat(70_000)).statusCode());
    }
  }

  @Test
  void whoIsAnsweredBeforeItsRequestHasEndedMaySendTheRest() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY);
        Socket visitor = new Socket(InetAddress.getLoopbackAddress(), dispatcher.adminPort())) {
      OutputStream out = visitor.getOutputStream();
      int parts = 66;
      String head =
          "POST /v1/volunteers/v1/listening HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
              .formatted(parts * 1000);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(visitor.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      for (int part = 0; part < parts; part++) {
        // It has closed by the next answer, if it does. After a reset the second part fails.
        assertEquals(200, dispatcher.get("/q/health/live").statusCode());
        out.write(new byte[1000]);
      }
    }
  }

  /** A job of a client that stays for as long as the connection does. */
  private static Socket begin(RealDispatcher dispatcher) throws IOException {
    Socket job = dispatcher.connect();
    job.getOutputStream().write(Messages.request(1, List.of("gcc"), new byte[100]));
    return job;
  }

  /** A job whose client goes away at once. Returns when the dispatcher is done with it. */
  private static void abandonOne(RealDispatcher dispatcher) throws IOException {
    try (Socket job = begin(dispatcher)) {
      job.shutdownOutput();
      assertEquals(-1, job.getInputStream().read());
    }
  }

  private static Socket subscribe(Socket socket, RealDispatcher dispatcher) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), dispatcher.adminPort()));
    socket
        .getOutputStream()
        .write(
            "GET /v1/load/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void awaitSubscribers(RealDispatcher dispatcher, int count) {
    await(count + " subscribers")
        .atMost(PATIENCE)
        .until(() -> dispatcher.metric(SUBSCRIBERS) == count);
  }

  /** The first event in which this is so. */
  private static JsonNode nextWith(int value, String path, LoadEvents events)
      throws InterruptedException {
    JsonNode event = events.next();
    while (event.at(path).asInt() != value) {
      event = events.next();
    }
    return event;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Instant at(JsonNode job, String field) {
    return Instant.parse(job.get(field).asText());
  }

  private static void readToTheEnd(InputStream in) throws IOException {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      assertEquals("Connection reset", e.getMessage());
    }
  }
}
