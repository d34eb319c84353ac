package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.canary.Canary;
import dev.compilefarm.dispatcher.canary.CanaryLimits;
import dev.compilefarm.dispatcher.transport.Connector;
import dev.compilefarm.dispatcher.transport.Deadlines;
import dev.compilefarm.dispatcher.transport.NameResolver;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real distccd makes of a canary. */
@Timeout(300)
class CanaryIT {
  private static final String UNLISTED = "no-such-compiler";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration HASTE = Duration.ofMillis(300);

  @TempDir Path scratch;
  private final Deadlines deadlines = new Deadlines(System::nanoTime);
  private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor();

  @BeforeEach
  void sweep() {
    Future<?> _ = sweeper.scheduleAtFixedRate(deadlines::sweep, 100, 100, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void end() {
    sweeper.shutdownNow();
  }

  @Test
  void compilersAreToldApart() throws IOException {
    try (RealDistccd distccd = RealDistccd.start(Ports.free(), 1, scratch)) {
      for (String compiler : List.of("gcc", "g++", "/usr/bin/gcc")) {
        assertEquals(CanaryAnswer.WELL, ask(distccd.port(), PATIENCE, compiler), compiler);
      }
      assertEquals(CanaryAnswer.LACKS, ask(distccd.port(), PATIENCE, UNLISTED, "gcc"));
      assertEquals(CanaryAnswer.FAILS, ask(distccd.port(), PATIENCE, UNLISTED));
      assertEquals(CanaryAnswer.WELL, ask(distccd.port(), PATIENCE));
    }
  }

  @Test
  void whoCannotWriteItsFilesReadsNothing() throws IOException {
    try (RealDistccd broken = RealDistccd.startBroken(Ports.free(), 1, scratch)) {
      assertEquals(CanaryAnswer.READS_NOTHING, ask(broken.port(), PATIENCE, "gcc", "g++"));
    }
  }

  @Test
  void whereNobodyListensItIsRefused() {
    assertEquals(CanaryAnswer.REFUSED, ask(Ports.free(), PATIENCE, "gcc", "g++"));
  }

  @Test
  void whoNeverAnswersIsSilent() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertEquals(CanaryAnswer.SILENT, ask(mute.getLocalPort(), HASTE, "gcc", "g++"));
    }
  }

  /** A volunteer has one child more than slots. Past that, a canary waits as everybody does. */
  @Test
  void aFullVolunteerHasAPlaceForOneCanaryAndNoMore() throws Exception {
    try (RealDistccd distccd = RealDistccd.start(Ports.free(), 1, scratch);
        Gate gate = Gate.closed(scratch)) {
      Process first = compileDirectly(distccd, "first", gate);
      gate.awaitCompiles(1, distccd);
      assertEquals(CanaryAnswer.WELL, ask(distccd.port(), PATIENCE, "gcc"));

      Process second = compileDirectly(distccd, "second", gate);
      gate.awaitCompiles(2, distccd);
      assertEquals(CanaryAnswer.SILENT, ask(distccd.port(), HASTE, "gcc"));

      gate.open();
      assertEquals(0, first.waitFor());
      assertEquals(0, second.waitFor());
      assertEquals(CanaryAnswer.WELL, ask(distccd.port(), PATIENCE, "gcc"));
    }
  }

  private Process compileDirectly(RealDistccd distccd, String client, Gate gate)
      throws IOException {
    return new RealClient(scratch, client, "127.0.0.1:%d/1".formatted(distccd.port()))
        .compile("held.c", gate.source());
  }

  private CanaryAnswer ask(int port, Duration compile, String... compilers) {
    return new Canary(
            new Connector(new NameResolver()), deadlines, new CanaryLimits(PATIENCE, compile))
        .ask(new Volunteer("v", "127.0.0.1", port, 1, Availability.READY), List.of(compilers));
  }
}
