package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dispatcher or its network is in trouble, and the volunteers are not: nothing is broken off.
 */
@Timeout(300)
class OwnTroubleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BLAMES_NOBODY = "no volunteer is blamed";
  private static final String WELL_AGAIN = "Most busy volunteers answer again";

  @TempDir Path scratch;

  /** Each round of questions fails for want of a descriptor, three times over. */
  @Test
  void compilesGoOnWhileTheDispatcherHasNoDescriptorLeft() throws Exception {
    try (RealDistccd first = RealDistccd.start(Ports.free(), 2, scratch);
        RealDistccd second = RealDistccd.start(Ports.free(), 2, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, first.volunteer() + "," + second.volunteer())) {
      FourClients clients = compileAtTheGate(gate, dispatcher, first, second);
      for (int time = 1; time <= 3; time++) {
        limitDescriptors(dispatcher, "1");
        awaitLines(dispatcher, BLAMES_NOBODY, time);
        limitDescriptors(dispatcher, "1024");
        awaitLines(dispatcher, WELL_AGAIN, time);
      }
      gate.open();
      assertNoneWasBrokenOff(clients, dispatcher);
    }
  }

  /** As when the agent of a network plugin starts anew: what stands goes on, nothing new comes. */
  @Test
  void compilesGoOnWhileNoNewConnectionComesThrough() throws Exception {
    Optional<OtherMachine> made = OtherMachine.start();
    assumeTrue(made.isPresent(), "needs the right to make a network namespace");
    try (OtherMachine machine = made.get()) {
      assumeTrue(machine.dropNewConnections(), "needs iptables");
      machine.takeNewConnections();
      try (RealDistccd first = onMachine(machine);
          RealDistccd second = onMachine(machine);
          Gate gate = Gate.closed(scratch);
          RealDispatcher dispatcher =
              RealDispatcher.start(scratch, first.volunteer() + "," + second.volunteer())) {
        FourClients clients = compileAtTheGate(gate, dispatcher, first, second);
        machine.dropNewConnections();
        awaitLines(dispatcher, BLAMES_NOBODY, 1);
        // Two volunteers are asked about once a second each, so this takes longer than 3 s.
        await("ten questions were lost")
            .atMost(PATIENCE)
            .until(() -> machine.droppedConnections() >= 10);
        machine.takeNewConnections();
        awaitLines(dispatcher, WELL_AGAIN, 1);
        gate.open();
        assertNoneWasBrokenOff(clients, dispatcher);
      }
    }
  }

  private RealDistccd onMachine(OtherMachine machine) throws IOException {
    return RealDistccd.start(machine.wrapper(), machine.address(Ports.free()), 2, scratch);
  }

  /** Four compiles, two on each of the volunteers. */
  private FourClients compileAtTheGate(
      Gate gate, RealDispatcher dispatcher, RealDistccd first, RealDistccd second)
      throws IOException {
    FourClients clients = new FourClients(scratch, dispatcher, Map.of());
    clients.compile(gate.source());
    gate.awaitCompiles(4, first, second);
    return clients;
  }

  private static void assertNoneWasBrokenOff(FourClients clients, RealDispatcher dispatcher)
      throws IOException, InterruptedException {
    clients.assertCompiled();
    dispatcher.awaitLoad("all are done", load -> load.at("/jobs/done").asInt() == 4);
    dispatcher.jobs().forEach(job -> assertEquals(1, job.get("attempts").asInt(), job::toString));
  }

  /** What is open stays open, and nothing more can be opened while the limit is below that. */
  private static void limitDescriptors(RealDispatcher dispatcher, String soft)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    "prlimit", "--pid=" + dispatcher.process().pid(), "--nofile=" + soft + ":1024"))
            .inheritIO()
            .start();
    assertEquals(0, process.waitFor());
  }

  private static void awaitLines(RealDispatcher dispatcher, String text, int number) {
    await(number + " times: " + text)
        .atMost(PATIENCE)
        .until(
            () -> dispatcher.log().lines().filter(line -> line.contains(text)).count() >= number);
  }
}
