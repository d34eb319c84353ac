package dev.compilefarm.dispatcher.it;

import static dev.compilefarm.dispatcher.protocol.Messages.reply;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client goes away: its job ends, and what it held is free again. */
@Timeout(300)
class ClientGoneIT {
  /** More than the buffers of the sockets hold. */
  private static final int LARGE_OBJECT_BYTES = 16 << 20;

  @TempDir Path scratch;

  @Test
  void whileQueuedAndWhileRunning() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, volunteer.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      Process running = client.compile("held.c", gate.source());
      gate.awaitCompile(volunteer);
      Process queued = client.compile("queued.c", "int queued;\n");
      dispatcher.awaitLoad("the second job waits", load -> load.get("queued").asInt() == 1);

      queued.destroyForcibly().waitFor();
      dispatcher.awaitLoad("it left the queue", load -> load.get("queued").asInt() == 0);
      running.destroyForcibly().waitFor();
      dispatcher.awaitLoad("its slot is free", load -> load.get("running").asInt() == 0);

      await("the volunteer's compiler is gone")
          .atMost(Duration.ofSeconds(30))
          .until(() -> volunteer.assemblers() == 0);
      assertEquals(2, dispatcher.load().at("/jobs/ended/ABANDONED").asInt());
      client.assertCompiled(client.compile("next.c", "int next;\n"), "next.c");
    }
  }

  @Test
  void whileBeingAnswered() throws Exception {
    byte[] large = reply(0, "", new byte[LARGE_OBJECT_BYTES]);
    try (ScriptedVolunteer volunteer = ScriptedVolunteer.answering(1, large);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, volunteer.volunteer())) {
      try (RawClient client = RawClient.request("127.0.0.2", dispatcher.port(), "gcc")) {
        dispatcher.awaitJobs(
            "it takes its reply", jobs -> jobs.at("/0/state").asText().equals("ANSWERING"));
        assertEquals(0, dispatcher.load().get("running").asInt());
        assertEquals(1, dispatcher.metric("compilefarm_connections_open"));
        client.hangUp();
        dispatcher.awaitJobs(
            "its job has ended", jobs -> jobs.at("/0/outcome").asText().equals("ABANDONED"));
        dispatcher.awaitMetric("compilefarm_connections_open", 0);
        dispatcher.awaitMetric(
            "compilefarm_spool_used_bytes{message=\"reply\",store=\"memory\"}", 0);
      }
    }
  }
}
