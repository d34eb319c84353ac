package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Volunteers with several addresses, with addresses of IPv6, and machines that have no others. */
@Timeout(300)
class AddressesIT {
  @TempDir Path scratch;

  @Test
  void aVolunteerIsReachedByTheSecondAddressOfItsName() throws Exception {
    Path hosts = scratch.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 vol.test\n127.0.0.9 vol.test\n127.0.0.1 localhost\n");
    try (RealDistccd volunteer = start("127.0.0.9");
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                List.of("-XX:TieredStopAtLevel=1", "-Djdk.net.hosts.file=" + hosts),
                Map.of("COMPILEFARM_VOLUNTEERS", "vol.test:%d/2".formatted(volunteer.port())))) {
      assertCompiles(dispatcher, "vol.test:" + volunteer.port());
    }
  }

  @Test
  void aVolunteerMayHaveAnAddressOfIpv6() throws Exception {
    try (RealDistccd volunteer = start("::1");
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, "[::1]:%d/2".formatted(volunteer.port()))) {
      assertCompiles(dispatcher, "[0:0:0:0:0:0:0:1]:" + volunteer.port());
    }
  }

  /** The dispatcher, its volunteer and its client, with curl, where there is no IPv4. */
  @Test
  void aMachineMayHaveNoIpv4() throws Exception {
    assumeTrue(exit("unshare", "-n", "ip", "-6", "addr", "show", "lo") == 0, "needs a namespace");
    // distccd becomes somebody else.
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path script = scratch.resolve("ipv6-only");
    Files.write(script, AddressesIT.class.getResourceAsStream("/ipv6-only").readAllBytes());
    assertEquals(
        0,
        exit(
            "unshare",
            "-n",
            "bash",
            script.toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath().toString(),
            scratch.toString()),
        () -> log());
  }

  private static void assertCompiles(RealDispatcher dispatcher, String address) throws Exception {
    Path folder = Files.createTempDirectory("compilefarm-client");
    RealClient client = new RealClient(folder, "client", dispatcher.hosts(",lzo"));
    for (String file : List.of("a.c", "b.c")) {
      client.assertCompiled(client.compile(file, "int x;\n"), file);
    }
    dispatcher.jobs().forEach(job -> assertEquals(1, job.get("attempts").asInt(), job::toString));
    JsonNode volunteer = dispatcher.load().at("/volunteers/0");
    assertEquals("READY", volunteer.get("state").asText());
    assertEquals(address, volunteer.get("address").asText());
    ApplicationFiles.delete(folder);
  }

  private RealDistccd start(String address) throws IOException {
    return RealDistccd.start(
        List.of(), new InetSocketAddress(InetAddress.ofLiteral(address), Ports.free()), 2, scratch);
  }

  private int exit(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("command.log").toFile())
            .start();
    assertTrue(process.waitFor(4, TimeUnit.MINUTES), "it takes too long");
    return process.exitValue();
  }

  private String log() {
    try {
      return Files.readString(scratch.resolve("command.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
