package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the process begins and ends. */
@Timeout(300)
class ProcessLifeIT {
  @TempDir Path scratch;

  @Test
  void finishesWhatItHasWhenItIsToldToStop() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, volunteer.volunteer())) {
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
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                volunteer.volunteer(),
                Map.of("COMPILEFARM_SHUTDOWN_GRACE_SECONDS", "1"))) {
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
}
