package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients can do wrong on purpose, and that it costs the others nothing. */
@Timeout(300)
class HostileClientsIT {
  private static final int OF_EACH_KIND = 200;
  private static final int ADDRESSES = 10;
  private static final int HOARDERS = 5;
  private static final int HOARDED_BYTES = 30 << 20;
  private static final String WAITING_REQUESTS =
      "compilefarm_spool_waiting_messages{message=\"request\"}";
  private static final String TOO_LARGE = "compilefarm_jobs_ended_total{outcome=\"too_large\"}";
  private static final String HEAD = "DIST00000001ARGC00000001ARGV00000003gcc";

  @TempDir Path scratch;

  @Test
  void areClosedAndCountedByReason() throws Exception {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, "127.0.0.1:9/1")) {
      assertClosed(dispatcher, "GET / HTTP/1.0\r\n\r\n");
      assertClosed(dispatcher, "DIST00000009");
      assertClosed(dispatcher, "DIST00000001ARGC00ffffff");
      assertToldAndClosed(dispatcher, HEAD + "DOTIffffffff");
      assertClosed(dispatcher, "DIST00000001DOTI00000000");
      assertClosed(dispatcher, HEAD + "DOTI00000001\nmore");
      RawClient.connect("127.0.0.2", dispatcher.port()).close();
      try (RawClient cut = RawClient.connect("127.0.0.2", dispatcher.port())) {
        cut.send("DIST0000");
      }
      awaitRejected(dispatcher, "not_distcc", 1);
      awaitRejected(dispatcher, "unknown_version", 1);
      awaitRejected(dispatcher, "too_large", 1);
      dispatcher.awaitMetric(TOO_LARGE, 1);
      awaitRejected(dispatcher, "out_of_order", 1);
      awaitRejected(dispatcher, "trailing_bytes", 1);
      awaitRejected(dispatcher, "empty", 1);
      awaitRejected(dispatcher, "incomplete", 1);
    }
  }

  @Test
  void doNotKeepABuildFromItsEnd() throws Exception {
    List<RawClient> hostile = new ArrayList<>();
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 2, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                volunteer.volunteer(),
                Map.of("COMPILEFARM_CLIENT_IO_TIMEOUT_SECONDS", "10"));
        ScheduledExecutorService seconds = Executors.newSingleThreadScheduledExecutor()) {
      // OF_EACH_KIND silent ones.
      connect(hostile, dispatcher);
      for (RawClient client : connect(hostile, dispatcher)) {
        drip(seconds, client, 0);
      }
      sendAll(connect(hostile, dispatcher), "x".repeat(100));
      sendAll(connect(hostile, dispatcher), HEAD + "DOTIffffffff");
      List<RawClient> cut = connect(hostile, dispatcher);
      sendAll(cut, HEAD + "DOTI00001000int x;");
      for (RawClient client : cut) {
        client.hangUp();
      }

      RealClient build = new RealClient(scratch, "build", dispatcher.hosts(",lzo"));
      List<Process> compiles = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        compiles.add(build.compile("t" + i + ".c", "int x%d;\n".formatted(i)));
      }
      for (int i = 0; i < compiles.size(); i++) {
        build.assertCompiled(compiles.get(i), "t" + i + ".c");
      }

      awaitRejected(dispatcher, "idle", 2 * OF_EACH_KIND);
      awaitRejected(dispatcher, "not_distcc", OF_EACH_KIND);
      dispatcher.awaitMetric(TOO_LARGE, OF_EACH_KIND);
      awaitRejected(dispatcher, "incomplete", OF_EACH_KIND);
      dispatcher.awaitMetric("compilefarm_connections_open", 0);
      dispatcher.awaitMetric(
          "compilefarm_spool_used_bytes{message=\"request\",store=\"memory\"}", 0);
    } finally {
      for (RawClient client : hostile) {
        client.close();
      }
    }
  }

  /** Each sends most of a large request at once, and then hardly anything. */
  @Test
  void doNotKeepTheSpoolForThemselves() throws Exception {
    List<RawClient> hostile = new ArrayList<>();
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                volunteer.volunteer(),
                Map.of("COMPILEFARM_CLIENT_IO_TIMEOUT_SECONDS", "5"));
        ScheduledExecutorService seconds = Executors.newScheduledThreadPool(HOARDERS)) {
      for (int i = 0; i < HOARDERS; i++) {
        RawClient hoarder = RawClient.connect("127.0.0.2", dispatcher.port());
        hostile.add(hoarder);
        drip(seconds, hoarder, HOARDED_BYTES);
      }
      dispatcher.awaitLoad(
          "one of them waits for room", load -> dispatcher.metric(WAITING_REQUESTS) > 0);

      RealClient build = new RealClient(scratch, "build", dispatcher.hosts(",lzo"));
      build.assertCompiled(build.compile("x.c", "int x;\n"), "x.c");

      dispatcher.awaitLoad(
          "all of them are closed",
          load -> rejected(dispatcher, "idle") + rejected(dispatcher, "gave_way") == HOARDERS);
    } finally {
      for (RawClient client : hostile) {
        client.close();
      }
    }
  }

  @Test
  void areCappedByAddress() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                volunteer.volunteer(),
                Map.of("COMPILEFARM_MAX_CONNECTIONS_PER_ADDRESS", "2"));
        RawClient first = RawClient.connect("127.0.0.2", dispatcher.port());
        RawClient second = RawClient.connect("127.0.0.2", dispatcher.ports().getLast())) {
      dispatcher.awaitMetric("compilefarm_connections_open", 2);
      try (RawClient third = RawClient.connect("127.0.0.2", dispatcher.port())) {
        third.awaitClosed();
      }
      assertEquals(1, rejected(dispatcher, "too_many_connections_of_address"));
      try (RawClient other = RawClient.request("127.0.0.3", dispatcher.port(), "gcc")) {
        assertEquals(0, other.awaitStatus());
      }
      first.hangUp();
      second.hangUp();
      dispatcher.awaitMetric("compilefarm_connections_open", 0);
      try (RawClient again = RawClient.request("127.0.0.2", dispatcher.port(), "gcc")) {
        assertEquals(0, again.awaitStatus());
      }
    }
  }

  @Test
  void makePlaceForOthersWhenTheyAreSilent() throws Exception {
    List<RawClient> silent = new ArrayList<>();
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch, volunteer.volunteer(), Map.of("COMPILEFARM_MAX_CONNECTIONS", "5"))) {
      for (int i = 0; i < 5; i++) {
        silent.add(RawClient.connect("127.0.0.2", dispatcher.port()));
      }
      dispatcher.awaitMetric("compilefarm_connections_open", 5);
      try (RawClient other = RawClient.request("127.0.0.3", dispatcher.port(), "gcc")) {
        assertEquals(0, other.awaitStatus());
      }
      silent.getFirst().awaitClosed();
      awaitRejected(dispatcher, "gave_way", 1);
      awaitRejected(dispatcher, "too_many_connections", 0);
    } finally {
      for (RawClient client : silent) {
        client.close();
      }
    }
  }

  private static List<RawClient> connect(List<RawClient> hostile, RealDispatcher dispatcher)
      throws IOException {
    List<RawClient> fresh = new ArrayList<>();
    for (int i = 0; i < OF_EACH_KIND; i++) {
      fresh.add(RawClient.connect("127.0.0." + (2 + i % ADDRESSES), dispatcher.port()));
    }
    hostile.addAll(fresh);
    return fresh;
  }

  private static void sendAll(List<RawClient> clients, String bytes) throws IOException {
    for (RawClient client : clients) {
      client.send(bytes);
    }
  }

  /** A source that is announced and does not come is not awaited for long. */
  private static void assertToldAndClosed(RealDispatcher dispatcher, String bytes)
      throws IOException {
    try (RawClient client = RawClient.connect("127.0.0.2", dispatcher.port())) {
      client.send(bytes);
      assertEquals(0x100, client.awaitStatus());
      client.awaitClosed();
    }
  }

  private static void assertClosed(RealDispatcher dispatcher, String bytes) throws IOException {
    try (RawClient client = RawClient.connect("127.0.0.2", dispatcher.port())) {
      client.send(bytes);
      client.awaitClosed();
    }
  }

  private static double rejected(RealDispatcher dispatcher, String reason) {
    return dispatcher.metric(series(reason));
  }

  private static void awaitRejected(RealDispatcher dispatcher, String reason, int number) {
    dispatcher.awaitMetric(series(reason), number);
  }

  private static String series(String reason) {
    return "compilefarm_connections_rejected_total{reason=\"%s\"}".formatted(reason);
  }

  /** Lets it send the head of a request and so much of the body, and then one byte a second. */
  private static void drip(ScheduledExecutorService seconds, RawClient client, int bytesAtOnce) {
    Queue<byte[]> first =
        new ArrayDeque<>(
            List.of(
                (HEAD + "DOTI02000000").getBytes(StandardCharsets.US_ASCII),
                new byte[bytesAtOnce]));
    Future<?> _ =
        seconds.scheduleAtFixedRate(
            () -> {
              try {
                client.send(first.isEmpty() ? new byte[1] : first.remove());
              } catch (IOException e) {
                // It was closed; no more of this one.
                throw new UncheckedIOException(e);
              }
            },
            0,
            1,
            TimeUnit.SECONDS);
  }
}
