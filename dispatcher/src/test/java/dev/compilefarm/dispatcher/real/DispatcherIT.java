package dev.compilefarm.dispatcher.real;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged dispatcher between real distcc and real distccd, without Kubernetes. */
@Timeout(300)
class DispatcherIT {
  @TempDir Path scratch;

  @BeforeEach
  void letDistccdIn() throws IOException {
    // As root, distccd becomes somebody else, who must reach its folder and the gate.
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",lzo"})
  void buildsWhatALocalCompilerBuilds(String options) throws Exception {
    try (RealDistccd one = RealDistccd.start(Ports.free(), 2, scratch);
        RealDistccd two = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, slots(one, 2, two, 1))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(options));
      List<Process> compiles = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        compiles.add(client.compile("t" + i + ".cpp", source(i), "-O1"));
      }
      for (int i = 0; i < compiles.size(); i++) {
        assertEquals(0, compiles.get(i).waitFor(), client.log());
        String file = "t" + i + ".cpp";
        assertEquals(0, client.compileAtHome(file, "-O1").waitFor());
        assertArrayEquals(
            Files.readAllBytes(client.localObject(file)), Files.readAllBytes(client.object(file)));
      }
      dispatcher.awaitLoad("all are done", load -> load.at("/jobs/done").asInt() == 9);
      assertEquals(9, dispatcher.load().at("/jobs/accepted").asInt());
      assertFalse(client.hasBackedOff());
    }
  }

  @Test
  void passesACompilersErrorOnAndCountsItAsDone() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, slots(volunteer, 1))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      assertEquals(1, client.compile("wrong.c", "int x(").waitFor());
      assertTrue(client.log().contains("wrong.c:1:1: error:"), client.log());
      dispatcher.awaitLoad("the job is done", load -> load.at("/jobs/done").asInt() == 1);
      assertEquals(0, dispatcher.load().at("/jobs/replayed").asInt());
    }
  }

  @Test
  void holdsAJobUntilAVolunteerIsThere() throws Exception {
    int port = Ports.free();
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, "127.0.0.1:" + port + "/1")) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      Process compile = client.compile("early.c", "int early;\n");
      dispatcher.awaitLoad(
          "the volunteer was tried and set aside",
          load -> load.at("/volunteers/0/state").asText().equals("UNREACHABLE"));
      try (RealDistccd late = RealDistccd.start(port, 1, scratch)) {
        assertEquals(0, compile.waitFor(), client.log());
        assertEquals(port, late.port());
        assertFalse(client.hasBackedOff());
      }
    }
  }

  @Test
  void replaysWhatADeadVolunteerLeft() throws Exception {
    Gate gate = Gate.closed(scratch);
    try (RealDistccd first = RealDistccd.start(Ports.free(), 2, scratch);
        RealDistccd second = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, slots(first, 2, second, 1))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      Process compile = client.compile("held.c", gate.source());
      gate.awaitCompile(first);

      first.killWholeTree();

      gate.awaitCompile(second);
      gate.open();
      assertEquals(0, compile.waitFor(), client.log());
      assertFalse(client.hasBackedOff());
      dispatcher.awaitLoad("the job is done", load -> load.at("/jobs/done").asInt() == 1);
      assertEquals(1, dispatcher.load().at("/jobs/replayed").asInt());
      assertEquals(2, dispatcher.jobs().get(0).get("attempts").asInt());
    }
  }

  @Test
  void forgetsJobsWhoseClientsWereKilled() throws Exception {
    Gate gate = Gate.closed(scratch);
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, slots(volunteer, 1))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      Process running = client.compile("held.c", gate.source());
      gate.awaitCompile(volunteer);
      Process queued = client.compile("queued.c", "int queued;\n");
      dispatcher.awaitLoad("the second job waits", load -> load.get("queued").asInt() == 1);

      queued.destroyForcibly().waitFor();
      dispatcher.awaitLoad("it left the queue", load -> load.get("queued").asInt() == 0);
      running.destroyForcibly().waitFor();
      dispatcher.awaitLoad("its slot is free", load -> load.get("running").asInt() == 0);

      assertEquals(2, dispatcher.load().at("/jobs/ended/ABANDONED").asInt());
      assertEquals(0, client.compile("next.c", "int next;\n").waitFor(), client.log());
    }
  }

  @Test
  void closesAndCountsWhatIsNoRequestAndServesTheOthers() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, slots(volunteer, 1))) {
      assertClosed(dispatcher, "GET / HTTP/1.0\r\n\r\n");
      assertClosed(dispatcher, "DIST00000009");
      assertClosed(dispatcher, "DIST00000001ARGC00010001");
      assertClosed(dispatcher, "DIST00000001ARGC00000001ARGV00000003gccDOTIffffffff");
      assertClosed(dispatcher, "DIST00000001DOTI00000000");
      assertClosed(dispatcher, "DIST00000003CDIR00000008/../src/");
      dispatcher.connect().close();
      try (Socket cut = dispatcher.connect()) {
        cut.getOutputStream().write("DIST0000".getBytes(StandardCharsets.US_ASCII));
      }
      for (Map.Entry<String, Integer> expected :
          Map.of(
                  "not_distcc", 1,
                  "unknown_version", 1,
                  "too_large", 2,
                  "out_of_order", 1,
                  "unsafe_path", 1,
                  "empty", 1,
                  "incomplete", 1)
              .entrySet()) {
        String series =
            "compilefarm_connections_rejected_total{reason=\"" + expected.getKey() + "\"}";
        await(series)
            .atMost(Duration.ofSeconds(30))
            .until(() -> dispatcher.metric(series) == expected.getValue());
      }
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      assertEquals(0, client.compile("sound.c", "int sound;\n").waitFor(), client.log());
    }
  }

  @Test
  void finishesWhatItHasWhenItIsToldToStop() throws Exception {
    Gate gate = Gate.closed(scratch);
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, slots(volunteer, 1))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      Process running = client.compile("held.c", gate.source());
      gate.awaitCompile(volunteer);
      Process queued = client.compile("queued.c", "int queued;\n");
      dispatcher.awaitLoad("the second job waits", load -> load.get("queued").asInt() == 1);

      dispatcher.terminate();

      await("no more connections are taken")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThrows(ConnectException.class, () -> dispatcher.connect().close()));
      assertEquals(503, dispatcher.get("/q/health/ready").statusCode());
      assertEquals(200, dispatcher.get("/q/health/live").statusCode());
      gate.open();
      assertEquals(0, running.waitFor(), client.log());
      assertEquals(0, queued.waitFor(), client.log());
      assertEquals(0, dispatcher.awaitEnd(), dispatcher.log());
      assertFalse(dispatcher.log().contains("is over"), dispatcher.log());
    }
  }

  @Test
  void doesNotEndWellWhenItCouldNotFinishWhatItHas() throws Exception {
    Gate gate = Gate.closed(scratch);
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch, slots(volunteer, 1), Map.of("COMPILEFARM_SHUTDOWN_GRACE_SECONDS", "1"))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      Process running = client.compile("held.c", gate.source());
      gate.awaitCompile(volunteer);

      dispatcher.terminate();

      assertEquals(1, dispatcher.awaitEnd(), dispatcher.log());
      assertTrue(
          dispatcher.log().contains("Stopping with 0 jobs queued and 1 running"), dispatcher.log());
      running.destroyForcibly().waitFor();
    }
  }

  @Test
  void refusesToStartWithSettingsThatMakeNoSense() throws Exception {
    Path log = scratch.resolve("log");
    Process process =
        RealDispatcher.launch(
            log, Map.of("COMPILEFARM_VOLUNTEERS", "nowhere", "COMPILEFARM_MAX_CONNECTIONS", "0"));
    assertEquals(1, process.waitFor());
    String output = Files.readString(log);
    assertTrue(output.contains("'nowhere' is not of the form host:port/slots"), output);
    assertTrue(output.contains("compilefarm.max-connections is 0; it must lie between"), output);
  }

  private static String source(int number) {
    return """
    #include <string>
    #include <vector>
    std::string joined%d(int n) {
      std::vector<std::string> parts(n, "x");
      std::string all;
      for (const auto& part : parts) all += part;
      return all;
    }
    """
        .formatted(number);
  }

  private static void assertClosed(RealDispatcher dispatcher, String bytes) throws IOException {
    try (Socket socket = dispatcher.connect()) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      out.write(bytes.getBytes(StandardCharsets.US_ASCII));
      assertEquals(-1, socket.getInputStream().read(), bytes);
    }
  }

  private static String slots(RealDistccd volunteer, int slots) {
    return "127.0.0.1:%d/%d".formatted(volunteer.port(), slots);
  }

  private static String slots(RealDistccd one, int slotsOfOne, RealDistccd two, int slotsOfTwo) {
    return slots(one, slotsOfOne) + "," + slots(two, slotsOfTwo);
  }
}
