package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client is held for as long as it takes, although it gives up after three silent seconds. */
@Timeout(300)
class HoldIT {
  private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(3);

  /** Less than the truth, so that a busy machine has a second to spare. */
  private static final Map<String, String> SETTINGS =
      Map.of("COMPILEFARM_CLIENT_IO_TIMEOUT_SECONDS", "2");

  @TempDir Path scratch;

  @Test
  void untilAVolunteerIsThere() throws Exception {
    int port = Ports.free();
    try (RealDispatcher dispatcher =
        RealDispatcher.start(scratch, "127.0.0.1:" + port + "/4", SETTINGS)) {
      FourClients clients = new FourClients(scratch, dispatcher, environment());
      clients.compile("int early;\n");
      dispatcher.awaitLoad(
          "all four have waited for longer than they are patient",
          load ->
              load.get("queued").asInt() == 4
                  && load.get("oldestWaitSeconds").asDouble() > 2 * CLIENT_PATIENCE.toSeconds());
      try (RealDistccd late = RealDistccd.start(port, 4, scratch)) {
        clients.assertCompiled();
        dispatcher.awaitLoad("all are done", load -> load.at("/jobs/done").asInt() == 4);
        assertEquals(port, late.port());
      }
    }
  }

  @Test
  void untilALongCompileIsDone() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 4, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, volunteer.volunteer(), SETTINGS)) {
      FourClients clients = new FourClients(scratch, dispatcher, environment());
      clients.compile(gate.source());
      gate.awaitCompiles(4, volunteer);
      dispatcher.awaitJobs(
          "all four have run for longer than their clients are patient",
          jobs ->
              StreamSupport.stream(jobs.spliterator(), false)
                  .map(job -> Instant.parse(job.get("startedAt").asText()))
                  .allMatch(start ->
                      start.isBefore(Instant.now().minus(CLIENT_PATIENCE.multipliedBy(2)))));
      gate.open();
      clients.assertCompiled();
    }
  }

  private static Map<String, String> environment() {
    return Map.of("DISTCC_IO_TIMEOUT", Long.toString(CLIENT_PATIENCE.toSeconds()));
  }
}
