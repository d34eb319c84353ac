package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is to blame when a volunteer hangs up: the request, or the volunteer. */
@Timeout(300)
class PoisonIT {
  /** More than the buffers of the sockets hold. */
  private static final int LARGE_SOURCE_BYTES = 12 << 20;

  @TempDir Path scratch;

  @Test
  void theRequestWhereTwoVolunteersHangUpOnIt() throws Exception {
    try (RealDistccd one = RealDistccd.start(Ports.free(), 1, scratch);
        RealDistccd two = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, one.volunteer() + "," + two.volunteer())) {
      RealClient sound = new RealClient(scratch, "sound", dispatcher.hosts(",lzo"));
      sound.assertCompiled(sound.compile("before.c", "int before;\n"), "before.c");
      RealClient wrong =
          new RealClient(scratch, "wrong", dispatcher.hosts(",lzo"), pathWith("mycc"));

      assertNotEquals(0, wrong.compileWith("mycc", "x.c", "int x;\n").waitFor());

      JsonNode first = dispatcher.jobs().get(1);
      assertEquals("POISON", first.get("outcome").asText(), first::toString);
      assertEquals("mycc", first.get("compiler").asText());
      assertEquals(2, first.get("attempts").asInt());
      assertEquals(2, dispatcher.load().at("/slots/total").asInt(), "nobody is set aside");
      assertTrue(dispatcher.log().contains("WARN"), dispatcher.log());
      assertTrue(dispatcher.log().contains("failed on compiler mycc"), dispatcher.log());
      sound.assertCompiled(sound.compile("after.c", "int after;\n"), "after.c");
    }
  }

  @Test
  void theRequestWhereTheOnlyVolunteerRefusesIt() throws Exception {
    try (RealDistccd only = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, only.volunteer())) {
      RealClient wrong = new RealClient(scratch, "wrong", dispatcher.hosts(""), pathWith("mycc"));
      for (String file : List.of("one.c", "two.c")) {
        assertNotEquals(0, wrong.compileWith("mycc", file, "int x;\n").waitFor());
        dispatcher.awaitLoad("it is judged", load -> load.at("/running").asInt() == 0);
      }

      RealClient sound = new RealClient(scratch, "sound", dispatcher.hosts(""));
      sound.assertCompiled(sound.compile("after.c", "int after;\n"), "after.c");

      JsonNode first = dispatcher.jobs().get(0);
      assertEquals("POISON", first.get("outcome").asText(), first::toString);
      assertEquals(1, first.get("attempts").asInt(), first::toString);
      assertEquals(1, dispatcher.load().at("/slots/total").asInt(), "nobody is set aside");
    }
  }

  /** As where the dispatcher's address has changed, and distccd's allow list has not. */
  @Test
  void theVolunteersWhereTheyDoNotAllowTheDispatcher() throws Exception {
    try (RealDistccd one = RealDistccd.startAllowingOnly(Ports.free(), 1, scratch, "10.0.0.0/8");
        RealDistccd two = RealDistccd.startAllowingOnly(Ports.free(), 1, scratch, "10.0.0.0/8");
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, one.volunteer() + "," + two.volunteer());
        RawClient client = RawClient.request("127.0.0.1", dispatcher.port(), "gcc")) {
      dispatcher.awaitLoad(
          "both are black holes, and the job is held",
          load ->
              load.at("/volunteers/0/state").asText().equals("BLACK_HOLE")
                  && load.at("/volunteers/1/state").asText().equals("BLACK_HOLE")
                  && load.at("/queued").asInt() == 1);
      assertEquals(0, dispatcher.load().at("/jobs/ended/POISON").asInt());
      for (RealDistccd volunteer : List.of(one, two)) {
        assertTrue(
            dispatcher
                .log()
                .contains(
                    "Volunteer %s at %s closes each connection of the dispatcher before it"
                        .formatted(volunteer.name(), volunteer.name())),
            dispatcher.log());
      }
      client.hangUp();
    }
  }

  @Test
  void theVolunteerWhereItHangsUpOnCanariesToo() throws Exception {
    assertBecomesBlackHole("int x;\n");
  }

  /** Such a request is broken off before all of it was sent. */
  @Test
  void theVolunteerWhereItHangsUpOnLargeRequestsAndCanaries() throws Exception {
    assertBecomesBlackHole("/*" + "x".repeat(LARGE_SOURCE_BYTES) + "*/ int x;\n", "-CC");
  }

  private void assertBecomesBlackHole(String source, String... options) throws Exception {
    try (RealDistccd sound = RealDistccd.start(Ports.free(), 1, scratch);
        RealDistccd broken = RealDistccd.startBroken(Ports.free(), 2, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, broken.volunteer() + "," + sound.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));
      await("the volunteer is a black hole, and a job is done without being given to it")
          .atMost(Duration.ofSeconds(60))
          .until(() -> {
            boolean aside = isBlackHole(dispatcher, broken);
            client.assertCompiled(client.compile("x.c", source, options), "x.c", options);
            int attempts =
                dispatcher.jobs().get(dispatcher.jobs().size() - 1).get("attempts").asInt();
            return aside && attempts == 1 && isBlackHole(dispatcher, broken);
          });
      assertFalse(isBlackHole(dispatcher, sound));
      dispatcher.awaitLoad(
          "every job is done",
          load -> load.at("/jobs/done").asInt() == load.at("/jobs/accepted").asInt());
    }
  }

  private static boolean isBlackHole(RealDispatcher dispatcher, RealDistccd volunteer) {
    return StreamSupport.stream(dispatcher.load().get("volunteers").spliterator(), false)
        .filter(known -> known.get("name").asText().equals(volunteer.name()))
        .anyMatch(known -> known.get("state").asText().equals("BLACK_HOLE"));
  }

  private Map<String, String> pathWith(String compiler) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("bin"));
    Files.createSymbolicLink(folder.resolve(compiler), Path.of("/usr/bin/gcc"));
    return Map.of("PATH", folder + ":" + System.getenv("PATH"));
  }
}
