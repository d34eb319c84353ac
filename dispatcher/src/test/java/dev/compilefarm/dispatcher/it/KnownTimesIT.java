package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What jobs took is known to the next dispatcher that has the same directory. */
@Timeout(300)
class KnownTimesIT {
  @TempDir Path scratch;
  private Path spool;
  private RealDistccd distccd;

  @BeforeEach
  void start() throws IOException {
    spool = Files.createDirectory(scratch.resolve("spool"));
    distccd = RealDistccd.start(Ports.free(), 2, scratch);
  }

  @AfterEach
  void end() {
    distccd.close();
  }

  @Test
  void aDispatcherThatIsStartedAgainKnowsWhatJobsTook() throws Exception {
    try (RealDispatcher first = dispatcher()) {
      assertEquals("SIZE", expectedFrom(first));
      first.terminate();
      assertEquals(0, first.awaitEnd());
    }
    try (RealDispatcher second = dispatcher()) {
      assertEquals("EARLIER_JOB", expectedFrom(second));
      assertEquals(1, second.metric("compilefarm_jobs_expected_total{from=\"earlier_job\"}"));
      JsonNode job = second.jobs().get(0);
      assertTrue(job.get("expectedSeconds").asDouble() > 0, job::toString);
    }
  }

  @Test
  void aFileThatCannotBeReadIsForgotten() throws Exception {
    Path file = Files.writeString(spool.resolve("compilefarm-times"), "no times");
    try (RealDispatcher dispatcher = dispatcher()) {
      assertEquals("SIZE", expectedFrom(dispatcher));
      assertTrue(
          dispatcher.log().contains("Not known how long earlier jobs took: " + file),
          dispatcher.log());
    }
  }

  private RealDispatcher dispatcher() throws IOException {
    return RealDispatcher.start(
        scratch, distccd.volunteer(), Map.of("COMPILEFARM_SPOOL_DIRECTORY", spool.toString()));
  }

  /** What told how long one compile would take, which is done now. */
  private String expectedFrom(RealDispatcher dispatcher) throws Exception {
    RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));
    client.assertCompiled(client.compile("x.c", "int x;\n"), "x.c");
    dispatcher.awaitJobs(
        "it has ended", jobs -> jobs.get(0).get("outcome").asText().equals("DONE"));
    return dispatcher.jobs().get(0).get("expectedFrom").asText();
  }
}
