package dev.compilefarm.dispatcher.it;

import static dev.compilefarm.dispatcher.protocol.Messages.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which replies another volunteer gets a chance to better. */
@Timeout(300)
class ReplayByStatusIT {
  // SIGKILL.
  private static final int KILLED = 9;

  /** distccd has no such compiler. */
  private static final int COMPILER_MISSING = 110 << 8;

  @TempDir Path scratch;

  /** distccd's 107, 110 and 118, and a compiler that the kernel killed. */
  @ParameterizedTest
  @ValueSource(ints = {107 << 8, COMPILER_MISSING, 118 << 8, KILLED})
  void isDoneByAnotherWhenTheVolunteerIsToBlame(int status) throws Exception {
    byte[] failure = reply(status, "unfit\n", new byte[0]);
    try (ScriptedVolunteer unfit = ScriptedVolunteer.answering(1, failure);
        RealDistccd sound = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, unfit.volunteer() + "," + sound.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));
      // Volunteers take turns, so one of the two goes to the unfit one first.
      for (String file : List.of("one.c", "two.c")) {
        client.assertCompiled(client.compile(file, "int good;\n"), file);
      }
      assertEquals("", client.log());
      int attempts = 0;
      for (JsonNode job : dispatcher.jobs()) {
        attempts += job.get("attempts").asInt();
      }
      assertEquals(3, attempts);
    }
  }

  @Test
  void isPassedOnWhenAllSaySo() throws Exception {
    byte[] missing = reply(COMPILER_MISSING, "missing here too\n", new byte[0]);
    try (ScriptedVolunteer one = ScriptedVolunteer.answering(1, missing);
        ScriptedVolunteer two = ScriptedVolunteer.answering(1, missing);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, one.volunteer() + "," + two.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));

      assertEquals(110, client.compile("huge.c", "int huge;\n").waitFor());

      assertTrue(client.log().contains("missing here too"), client.log());
      assertEquals(2, one.requests() + two.requests(), client.log());
    }
  }

  @Test
  void isTheRequestsFaultWhenTwoThatCompileOthersSaySo() throws Exception {
    byte[] missing = reply(COMPILER_MISSING, "", new byte[0]);
    try (ScriptedVolunteer one = ScriptedVolunteer.answering(1, missing);
        ScriptedVolunteer two = ScriptedVolunteer.answering(1, missing);
        ScriptedVolunteer three = ScriptedVolunteer.answering(1, missing);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch, String.join(",", one.volunteer(), two.volunteer(), three.volunteer()))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));

      assertNotEquals(0, client.compile("huge.c", "int huge;\n").waitFor());

      assertEquals("POISON", dispatcher.jobs().get(0).get("outcome").asText());
      assertEquals(2, dispatcher.jobs().get(0).get("attempts").asInt());
    }
  }

  /** The kernel kills the compiler proper; its driver ends with 1. */
  @Test
  void needsTooMuchMemoryWhenItIsKilledAloneToo() throws Exception {
    byte[] killed =
        reply(1 << 8, "gcc: fatal error: Killed signal terminated program cc1\n", new byte[0]);
    try (ScriptedVolunteer one = ScriptedVolunteer.answering(1, killed);
        ScriptedVolunteer two = ScriptedVolunteer.answering(1, killed);
        ScriptedVolunteer three = ScriptedVolunteer.answering(1, killed);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch, String.join(",", one.volunteer(), two.volunteer(), three.volunteer()))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));

      assertNotEquals(0, client.compile("huge.c", "int huge;\n").waitFor());

      assertEquals("OUT_OF_MEMORY", dispatcher.jobs().get(0).get("outcome").asText());
      assertEquals(2, dispatcher.jobs().get(0).get("attempts").asInt());
    }
  }

  @Test
  void takesTooLongWhenItDoesSoTwice() throws Exception {
    byte[] ended = reply(118 << 8, "", new byte[0]);
    try (ScriptedVolunteer one = ScriptedVolunteer.answering(1, ended);
        ScriptedVolunteer two = ScriptedVolunteer.answering(1, ended);
        ScriptedVolunteer three = ScriptedVolunteer.answering(1, ended);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch, String.join(",", one.volunteer(), two.volunteer(), three.volunteer()))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));

      assertNotEquals(0, client.compile("slow.c", "int slow;\n").waitFor());

      assertEquals("TOO_LONG", dispatcher.jobs().get(0).get("outcome").asText());
      assertEquals(2, dispatcher.jobs().get(0).get("attempts").asInt());
    }
  }

  @Test
  void isPassedOnAtOnceWhenTheSourceIsToBlame() throws Exception {
    byte[] error = reply(1 << 8, "wrong.c:1:1: error\n", new byte[0]);
    try (ScriptedVolunteer one = ScriptedVolunteer.answering(1, error);
        ScriptedVolunteer two = ScriptedVolunteer.answering(1, error);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, one.volunteer() + "," + two.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));

      assertEquals(1, client.compile("wrong.c", "int wrong;\n").waitFor());

      assertTrue(client.log().contains("wrong.c:1:1: error"), client.log());
      assertEquals(1, one.requests() + two.requests());
    }
  }
}
