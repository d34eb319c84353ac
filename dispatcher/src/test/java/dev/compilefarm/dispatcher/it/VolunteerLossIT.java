package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A volunteer dies in the middle of jobs, in one way or another; the clients notice nothing. */
@Timeout(300)
class VolunteerLossIT {
  @TempDir Path scratch;

  @Test
  void isReplayedWhenTheWholeTreeIsKilled() throws Exception {
    int spare = Ports.free();
    try (RealDistccd lost = RealDistccd.start(Ports.free(), 9, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, volunteers(lost, spare))) {
      FourClients clients = new FourClients(scratch, dispatcher, Map.of());
      clients.compile(gate.source());
      gate.awaitCompiles(4, lost);
      try (RealDistccd second = RealDistccd.start(spare, 4, scratch)) {
        lost.killWholeTree();

        gate.awaitCompiles(4, second);
        gate.open();
        clients.assertCompiled();
        assertAllReplayedOnce(dispatcher, second.name());
      }
    }
  }

  /** The orphans keep the connections open, so it is the port that tells. */
  @Test
  void isReplayedWhenDistccdIsTerminatedAndItsCompilersRunOn() throws Exception {
    int spare = Ports.free();
    try (RealDistccd lost = RealDistccd.start(Ports.free(), 9, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, volunteers(lost, spare))) {
      FourClients clients = new FourClients(scratch, dispatcher, Map.of());
      clients.compile(gate.source());
      gate.awaitCompiles(4, lost);
      try (RealDistccd second = RealDistccd.start(spare, 4, scratch)) {
        lost.terminateAlone();

        gate.awaitCompiles(4, second);
        assertEquals(4, lost.assemblers());
        gate.open();
        clients.assertCompiled();
        assertAllReplayedOnce(dispatcher, second.name());
      }
    }
  }

  /**
   * No reset and no refusal comes from a machine that is gone; the silence of its port tells, while
   * the port of another volunteer that is busy answers.
   */
  @Test
  void isReplayedWhenTheMachineIsGone() throws Exception {
    Optional<OtherMachine> made = OtherMachine.start();
    assumeTrue(made.isPresent(), "needs the right to make a network namespace");
    try (OtherMachine machine = made.get();
        RealDistccd lost =
            RealDistccd.start(machine.wrapper(), machine.address(Ports.free()), 4, scratch);
        RealDistccd second = RealDistccd.start(Ports.free(), 8, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, lost.volunteer() + "," + second.volunteer())) {
      FourClients clients = new FourClients(scratch, dispatcher, Map.of());
      FourClients more = new FourClients(scratch.resolve("more"), dispatcher, Map.of());
      clients.compile(gate.source());
      more.compile(gate.source());
      gate.awaitCompiles(8, lost, second);
      long onLost = lost.assemblers();
      assertTrue(onLost > 0 && onLost < 8, onLost + " on the machine that will be gone");
      machine.vanish();

      gate.awaitCompiles(8, second);
      assertEquals(onLost, lost.assemblers());
      gate.open();
      clients.assertCompiled();
      more.assertCompiled();
      dispatcher.awaitLoad("all are done", load -> load.at("/jobs/done").asInt() == 8);
      assertEquals(onLost, dispatcher.load().at("/jobs/replayed").asInt());
      assertTrue(
          dispatcher.log().contains("Nobody listens at volunteer " + lost.name()),
          dispatcher.log());
    }
  }

  /** Nobody listens at the spare one yet, so all jobs go to the one to be lost. */
  private static String volunteers(RealDistccd lost, int spare) {
    return "%s,127.0.0.1:%d/4".formatted(lost.volunteer(), spare);
  }

  private static void assertAllReplayedOnce(RealDispatcher dispatcher, String volunteer) {
    dispatcher.awaitLoad("all are done", load -> load.at("/jobs/done").asInt() == 4);
    // A start at the one that is lost, just before that is known, counts too.
    assertTrue(dispatcher.load().at("/jobs/replayed").asInt() >= 4);
    dispatcher
        .jobs()
        .forEach(job -> {
          assertEquals(2, job.get("attempts").asInt(), job::toString);
          assertEquals(volunteer, job.get("volunteer").asText());
        });
  }
}
