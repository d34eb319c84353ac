package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.dispatcher.protocol.Messages;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs go only where their compiler is, and nowhere where it is not. */
@Timeout(300)
class KnownCompilersIT {
  @TempDir Path scratch;

  @Test
  void aJobIsTriedOnlyAtTheVolunteerThatHasItsCompiler() throws Exception {
    try (RealDistccd other = RealDistccd.startBroken(Ports.free(), 4, scratch);
        RealDistccd sound = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                "%s=clang,%s=gcc:x86_64-linux-gnu-gcc"
                    .formatted(other.volunteer(), sound.volunteer()))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      for (int i = 0; i < 5; i++) {
        String file = "x%d.c".formatted(i);
        client.assertCompiled(client.compile(file, "int x;\n"), file);
      }
      dispatcher.jobs().forEach(job -> assertEquals(1, job.get("attempts").asInt(), job::toString));
      JsonNode load = dispatcher.load();
      assertEquals(2, load.get("toolchains").size());
      load.get("volunteers").forEach(one -> assertEquals("READY", one.get("state").asText()));
    }
  }

  @Test
  void aClientIsToldOfACompilerThatNobodyHasBeforeItSendsItsSource() throws Exception {
    try (RealDistccd sound = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, sound.volunteer() + "=gcc:x86_64-linux-gnu-gcc");
        RawClient client = RawClient.connect("127.0.0.1", dispatcher.ports().getFirst())) {
      client.send(
          Messages.concat(
              Messages.head("DIST", 1), Messages.head("ARGC", 4), Messages.packet("ARGV", "icc")));
      assertEquals(0x100, client.awaitStatus());

      dispatcher.awaitLoad(
          "it is counted", load -> load.at("/jobs/ended/UNKNOWN_COMPILER").asInt() == 1);
      JsonNode job = dispatcher.jobs().get(0);
      assertEquals("icc", job.get("compiler").asText());
      assertEquals("UNKNOWN_COMPILER", job.get("outcome").asText());
      assertEquals("icc", job.get("about").asText());
      assertEquals(
          "this farm has no compiler icc; it has gcc, x86_64-linux-gnu-gcc",
          job.get("sentence").asText());
      JsonNode refusal = dispatcher.load().at("/refusals/0");
      assertEquals("icc", refusal.get("compiler").asText());
      assertEquals(1, refusal.get("jobs").asInt());
      assertTrue(
          dispatcher
              .log()
              .contains(
                  "Refused a job of tenant 127.0.0.1, compiler icc: this farm has no compiler icc;"
                      + " it has gcc, x86_64-linux-gnu-gcc."),
          dispatcher.log());
      dispatcher.awaitMetric("compilefarm_jobs_ended_total{outcome=\"unknown_compiler\"}", 1);
    }
  }
}
