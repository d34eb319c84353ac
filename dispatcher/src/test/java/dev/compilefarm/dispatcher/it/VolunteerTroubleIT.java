package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to real compilers on a volunteer is not told as an error of the source. */
@Timeout(300)
class VolunteerTroubleIT {
  /** Its object does not fit into a megabyte. */
  private static final String BIG = "char big[] = {[3000000] = 1};\n";

  @TempDir Path scratch;

  /** gcc lives, says that its child was killed, and ends with 1. */
  @Test
  void aCompilerThatIsKilledIsStartedAgainOnAnotherVolunteer() throws Exception {
    try (RealDistccd one = RealDistccd.start(Ports.free(), 2, scratch);
        RealDistccd two = RealDistccd.start(Ports.free(), 2, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, one.volunteer() + "," + two.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      Process compile = client.compile("a.c", gate.source());
      gate.awaitCompile(one, two);
      boolean ranAtOne = one.assemblers() == 1;
      one.killAssemblers();
      two.killAssemblers();

      gate.awaitCompile(ranAtOne ? two : one);
      gate.open();
      client.assertCompiled(compile, "a.c");
      JsonNode job = dispatcher.jobs().get(0);
      assertEquals("DONE", job.get("outcome").asText());
      assertEquals(2, job.get("attempts").asInt());
    }
  }

  @Test
  void aCompilerThatIsKilledOnceMoreIsRefused() throws Exception {
    try (RealDistccd one = RealDistccd.start(Ports.free(), 2, scratch);
        RealDistccd two = RealDistccd.start(Ports.free(), 2, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, one.volunteer() + "," + two.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));
      Process compile = client.compile("a.c", gate.source());
      gate.awaitCompile(one, two);
      boolean ranAtOne = one.assemblers() == 1;
      one.killAssemblers();
      two.killAssemblers();
      gate.awaitCompile(ranAtOne ? two : one);
      one.killAssemblers();
      two.killAssemblers();

      assertNotEquals(0, compile.waitFor());
      assertEquals("OUT_OF_MEMORY", dispatcher.jobs().get(0).get("outcome").asText());
    }
  }

  /** The assembler says so, and gcc ends with 1 as for an error in the source. */
  @Test
  void anObjectThatDoesNotFitOnADiskIsMadeElsewhere() throws Exception {
    List<String> smallDisk =
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=1m,mode=1777 tmpfs \"$TMPDIR\" && exec \"$0\" \"$@\"");
    assumeTrue(
        exit("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt") == 0,
        "needs the right to mount");
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
    try (RealDistccd small = RealDistccd.start(smallDisk, address, 2, scratch);
        RealDistccd large = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, small.volunteer() + "," + large.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      for (String file : List.of("one.c", "two.c", "three.c")) {
        client.assertCompiled(client.compile(file, BIG), file);
      }
      assertFalse(client.hasBackedOff(), client.log());
    }
  }

  @Test
  void aCompileThatTakesTooLongTwiceIsRefused() throws Exception {
    List<String> ended = List.of("--job-lifetime=1");
    try (RealDistccd one = RealDistccd.start(Ports.free(), 1, scratch, ended);
        RealDistccd two = RealDistccd.start(Ports.free(), 1, scratch, ended);
        RealDistccd three = RealDistccd.start(Ports.free(), 1, scratch, ended);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch, String.join(",", one.volunteer(), two.volunteer(), three.volunteer()))) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));

      assertNotEquals(0, client.compile("slow.c", gate.source()).waitFor());

      JsonNode job = dispatcher.jobs().get(0);
      assertEquals("TOO_LONG", job.get("outcome").asText());
      assertEquals(2, job.get("attempts").asInt());
    }
  }

  /** The assembler looks for the file where only the client has it. */
  @Test
  void aFileThatOnlyTheClientHasIsToldAsThat() throws Exception {
    try (RealDistccd one = RealDistccd.start(Ports.free(), 1, scratch);
        RealDistccd two = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, one.volunteer() + "," + two.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));

      assertEquals(1, client.compile("a.c", "asm(\".incbin \\\"of.the.client\\\"\");\n").waitFor());

      JsonNode job = dispatcher.jobs().get(0);
      assertEquals("NOT_DISTRIBUTABLE", job.get("outcome").asText());
      assertEquals(1, job.get("attempts").asInt());
    }
  }

  private static int exit(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
