package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.dispatcher.identity.Tokens;
import dev.compilefarm.dispatcher.protocol.Messages;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What strangers can do to the admin port, and that it costs a bounded amount. */
@Timeout(300)
class AdminCrowdIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NOBODY = "127.7.0.1:9/1";
  private static final String OPEN = "compilefarm_admin_connections_open";
  private static final String CLOSED = "compilefarm_admin_connections_closed_total{reason=\"%s\"}";
  private static final int CONNECTIONS_MAX = 128;
  private static final int READERS = 200;

  /** The readiness probe of the dispatcher's pod has no smaller failureThreshold. */
  private static final int FAILURES_MAX = 3;

  /** The pod has 512 MiB. */
  private static final long RESIDENT_MAX = 400 << 20;

  private static final List<String> PATHS =
      List.of(
          "/v1/jobs", "/v1/jobs?limit=1000", "/v1/jobs", "/v1/load", "/v1/load/stream", "/metrics");
  private static final int JOBS = 1200;
  private static final int MANY_JOBS = 5000;
  private static final int CLIENTS = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path scratch;

  private final List<SlowReader> strangers = new ArrayList<>();

  @BeforeEach
  void letDistccdIn() throws IOException {
    // As root, distccd becomes somebody else, who must reach its folder.
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void sendHome() throws IOException {
    for (SlowReader stranger : strangers) {
      stranger.close();
    }
  }

  @Test
  void whoAsksAndDoesNotReadKeepsNobodyFromAnything() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 2, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch, volunteer.volunteer() + "," + silent(500), PackagedJvm.OPTIONS)) {
      abandonTogether(MANY_JOBS, dispatcher);
      for (int i = 0; i < READERS; i++) {
        ask("127.0.0.1", dispatcher, PATHS.get(i % PATHS.size()));
        if (i % 10 == 0) {
          probe(dispatcher);
        }
      }
      RealClient build = new RealClient(scratch, "build", dispatcher.hosts(",lzo"));
      List<Process> compiles = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        compiles.add(build.compile("t" + i + ".c", "int x%d;\n".formatted(i)));
      }
      for (int i = 0; i < compiles.size(); i++) {
        ask("127.0.0.1", dispatcher, PATHS.getFirst());
        build.assertCompiled(compiles.get(i), "t" + i + ".c");
        probe(dispatcher);
      }
      assertTrue(dispatcher.process().isAlive(), dispatcher.log());
      long resident = Memory.of(dispatcher.process()).residentMax();
      assertTrue(resident < RESIDENT_MAX, "resident bytes: " + resident);
      await("no more than there is room for")
          .atMost(PATIENCE)
          .until(() -> dispatcher.metric(OPEN) <= CONNECTIONS_MAX);
      assertNotEquals(0, dispatcher.metric(CLOSED.formatted("crowded")));
    }
  }

  @Test
  void whoSaysNothingKeepsNoProbeOut() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY)) {
      for (int i = 0; i < 2000; i++) {
        String from = i % 2 == 0 ? "127.0.0.2" : "127.1.%d.%d".formatted(i / 200, 1 + i % 200);
        strangers.add(SlowReader.connect(from, dispatcher.adminPort()));
        if (i % 50 == 0) {
          probe(dispatcher);
        }
      }
      await("no more than there is room for")
          .atMost(PATIENCE)
          .until(() -> dispatcher.metric(OPEN) <= CONNECTIONS_MAX);
      assertNotEquals(0, dispatcher.metric(CLOSED.formatted("crowded")));
      // Those that nobody pushed out go in time too.
      dispatcher.awaitMetric(OPEN, 1);
      assertNotEquals(0, dispatcher.metric(CLOSED.formatted("no_request")));
      strangers.getLast().awaitClosed();
    }
  }

  /** As readers do who were all sent home in the same moment. */
  @Test
  void whoComesWithManyOthersIsHeard() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY)) {
      for (int i = 0; i < 5; i++) {
        List<Future<SlowReader>> crowd = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int j = 0; j < 2 * CONNECTIONS_MAX; j++) {
            crowd.add(
                threads.submit(
                    () -> SlowReader.ask("127.0.0.1", dispatcher.adminPort(), "/v1/jobs")));
          }
          probe(dispatcher);
          probe(dispatcher);
        }
        for (Future<SlowReader> stranger : crowd) {
          strangers.add(stranger.get());
        }
      }
    }
  }

  @Test
  void whoIsAloneAndWellBehavedIsNotPushedOutByACrowd() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY);
        LoadEvents events = LoadEvents.of(dispatcher)) {
      assertEquals(0, events.next().at("/queued").asInt());
      for (int i = 0; i < 3 * CONNECTIONS_MAX; i++) {
        ask("127.0.0.2", dispatcher, "/v1/load/stream");
      }
      abandon(1, dispatcher);
      JsonNode event = events.next();
      while (event.at("/jobs/accepted").asInt() == 0) {
        event = events.next();
      }
    }
  }

  @Test
  void whoAsksByteByByteAndWhoAsksAgainAreNotListenedTo() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY)) {
      SlowReader dripping = SlowReader.connect("127.0.0.2", dispatcher.adminPort());
      strangers.add(dripping);
      dripping.send("GET /v1/load HTTP/1.1\r\nX: ");
      SlowReader greedy = SlowReader.connect("127.0.0.2", dispatcher.adminPort());
      strangers.add(greedy);
      greedy.send("GET /q/health/live HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50));
      long read = greedy.readToTheEnd();
      assertTrue(read > 0 && read < 1000, "one reply of 50: " + read);
      await("its request is not waited for")
          .atMost(PATIENCE)
          .until(() -> {
            dripping.send("x");
            return dispatcher.metric(CLOSED.formatted("no_request")) >= 1;
          });
    }
  }

  @Test
  void pagesAreFewAtATimeAndWhoDoesNotReadHandsItsPlaceOn() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY)) {
      abandon(JOBS, dispatcher);
      String page = "/v1/jobs?limit=1000";
      // Two places, and four readers at once.
      await("one is refused and told what to do")
          .atMost(PATIENCE)
          .until(() -> {
            for (int i = 0; i < 4; i++) {
              ask("127.0.0.1", dispatcher, page);
            }
            HttpResponse<String> reply = dispatcher.get(page);
            return reply.statusCode() == 503
                && reply.headers().firstValue("Retry-After").equals(Optional.of("1"))
                && reply.body().equals("too many ask for this at a time; ask again in a second\n");
          });
      await("one place is handed on")
          .atMost(PATIENCE)
          .until(() -> dispatcher.get(page).statusCode() == 200);
      try (SlowReader other = SlowReader.ask("127.0.0.3", dispatcher.adminPort(), page)) {
        assertEquals("HTTP/1.1 200 OK", other.status());
      }
      assertNotEquals(0, dispatcher.metric(CLOSED.formatted("displaced")));
    }
  }

  @Test
  void allPagesTogetherHaveEveryJobOnce() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, NOBODY)) {
      abandon(250, dispatcher);
      JsonNode first = JSON.readTree(dispatcher.get("/v1/jobs").body());
      assertEquals(LongStream.rangeClosed(151, 250).boxed().toList(), ids(first));
      List<Long> all = new ArrayList<>(ids(first));
      JsonNode page = first;
      while (!page.get("next").isNull()) {
        abandon(1, dispatcher);
        String cursor = page.get("next").asText();
        page = JSON.readTree(dispatcher.get("/v1/jobs?limit=60&after=" + cursor).body());
        all.addAll(0, ids(page));
      }
      assertEquals(LongStream.rangeClosed(1, 250).boxed().toList(), all);

      HttpResponse<String> bad = dispatcher.get("/v1/jobs?after=x");
      assertEquals(400, bad.statusCode());
      assertEquals("after is 'x'; it must be what an earlier page names as next\n", bad.body());
      assertEquals(400, dispatcher.get("/v1/jobs?limit=1001").statusCode());
      assertEquals(200, dispatcher.get("/v1/jobs?limit=1000").statusCode());
    }
  }

  @Test
  void theOperatorsStreamHasAPlaceThatNobodyElseCanTake() throws Exception {
    Tokens tokens = new Tokens("k1");
    try (ScriptedKeys api = ScriptedKeys.of(tokens);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                NOBODY,
                Map.of("KUBERNETES_MASTER", api.url(), "COMPILEFARM_OPERATOR", Tokens.SUBJECT))) {
      for (int i = 0; i < 2 * CONNECTIONS_MAX; i++) {
        ask("127.2.0." + (1 + i % 100), dispatcher, "/v1/load/stream");
      }
      dispatcher.awaitMetric("compilefarm_load_stream_subscribers", 32);
      assertEquals(503, dispatcher.get("/v1/load/stream").statusCode());
      Map<String, String> forged =
          Map.of("Authorization", "Bearer " + new Tokens("k2").operators());
      assertEquals(503, dispatcher.get("/v1/load/stream", forged).statusCode());

      await("the keys are here").atMost(PATIENCE).until(() -> api.asked() > 0);
      try (LoadEvents events =
          LoadEvents.of(dispatcher, Map.of("Authorization", "Bearer " + tokens.operators()))) {
        assertEquals(0, events.next().at("/queued").asInt());
        for (int i = 0; i < 2 * CONNECTIONS_MAX; i++) {
          ask("127.0.0.1", dispatcher, "/v1/load/stream");
        }
        abandon(1, dispatcher);
        JsonNode event = events.next();
        while (event.at("/jobs/accepted").asInt() == 0) {
          event = events.next();
        }
        assertEquals(33, dispatcher.metric("compilefarm_load_stream_subscribers"));
      }
      assertTrue(api.asked() <= 2, "asked for keys: " + api.asked());
    }
  }

  private void ask(String from, RealDispatcher dispatcher, String path) throws IOException {
    strangers.add(SlowReader.ask(from, dispatcher.adminPort(), path));
  }

  /**
   * As the kubelet: a connection for each, and again where there is no answer, up to the number of
   * failures at which it would act.
   */
  private static void probe(RealDispatcher dispatcher) throws IOException {
    for (String path : List.of("/q/health/live", "/q/health/ready")) {
      String status = null;
      for (int i = 0; i < FAILURES_MAX && status == null; i++) {
        try (SlowReader kubelet = SlowReader.ask("127.0.0.1", dispatcher.adminPort(), path)) {
          status = kubelet.status();
        }
      }
      assertEquals("HTTP/1.1 200 OK", status, path);
    }
  }

  /** So many jobs whose clients go away at once. */
  private static void abandon(int jobs, RealDispatcher dispatcher) throws IOException {
    byte[] request = Messages.request(1, List.of("x".repeat(100)), new byte[100]);
    for (int i = 0; i < jobs; i++) {
      try (Socket job = dispatcher.connect()) {
        job.getOutputStream().write(request);
        job.shutdownOutput();
        assertEquals(-1, job.getInputStream().read());
      }
    }
  }

  /** The same, of several clients at a time. */
  private static void abandonTogether(int jobs, RealDispatcher dispatcher) throws Exception {
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            threads.submit(() -> {
              abandon(jobs / CLIENTS, dispatcher);
              return null;
            }));
      }
    }
    for (Future<?> client : clients) {
      client.get();
    }
  }

  /** Volunteers that cannot be connected to; they make a load large. */
  private static String silent(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> "127.7.%d.%d:9/1".formatted(i / 200, 1 + i % 200))
        .collect(Collectors.joining(","));
  }

  private static List<Long> ids(JsonNode page) {
    List<Long> ids = new ArrayList<>();
    page.get("jobs").forEach(job -> ids.add(job.get("id").asLong()));
    return ids;
  }
}
