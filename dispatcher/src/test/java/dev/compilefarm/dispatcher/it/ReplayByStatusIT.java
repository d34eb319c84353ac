package dev.compilefarm.dispatcher.it;

import static dev.compilefarm.dispatcher.protocol.Messages.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which wait statuses another volunteer gets a chance to better. */
@Timeout(300)
class ReplayByStatusIT {
  // SIGKILL.
  private static final int OUT_OF_MEMORY = 9;

  @TempDir Path scratch;

  /** distccd's 107, 110 and 118, and a compiler that the kernel killed. */
  @Test
  void isDoneByAnotherWhenTheVolunteerIsToBlame() throws Exception {
    // It has more free slots, so it is asked first.
    try (ScriptedVolunteer unfit = ScriptedVolunteer.holding(2);
        RealDistccd sound = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, unfit.volunteer() + "," + sound.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));
      for (int status : new int[] {107 << 8, 110 << 8, 118 << 8, OUT_OF_MEMORY}) {
        String file = "status" + status + ".c";
        Process compile = client.compile(file, "int good;\n");
        unfit.awaitRequest().answer(reply(status, "unfit\n", new byte[0]));
        client.assertCompiled(compile, file);
      }
      assertEquals("", client.log());
      assertEquals(4, dispatcher.jobs().size());
      dispatcher.jobs().forEach(job -> assertEquals(2, job.get("attempts").asInt()));
    }
  }

  @Test
  void isPassedOnWhenThreeSaySo() throws Exception {
    byte[] killed = reply(OUT_OF_MEMORY, "killed here too\n", new byte[0]);
    try (ScriptedVolunteer one = ScriptedVolunteer.answering(1, killed);
        ScriptedVolunteer two = ScriptedVolunteer.answering(1, killed);
        ScriptedVolunteer three = ScriptedVolunteer.answering(1, killed);
        ScriptedVolunteer four = ScriptedVolunteer.answering(1, killed);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                String.join(
                    ",", one.volunteer(), two.volunteer(), three.volunteer(), four.volunteer()))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));

      assertEquals(128 + OUT_OF_MEMORY, client.compile("huge.c", "int huge;\n").waitFor());

      assertTrue(client.log().contains("killed here too"), client.log());
      assertEquals(
          3, one.requests() + two.requests() + three.requests() + four.requests(), client.log());
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
