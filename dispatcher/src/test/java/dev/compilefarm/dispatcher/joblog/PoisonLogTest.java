package dev.compilefarm.dispatcher.joblog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PoisonLogTest {
  private final PoisonLog log = new PoisonLog();

  @Test
  void namesTheCompilerAndTheTenant() {
    String line = log.warning("mycc", "10.0.0.7", 0).orElseThrow();
    assertTrue(
        line.startsWith("Volunteers that are well failed on compiler mycc of tenant 10.0.0.7:"),
        line);
    assertTrue(line.endsWith("; 0 more such requests since the last warning"), line);
  }

  @Test
  void isNotFloodedByOneClientWithManyNames() {
    assertTrue(log.warning("cc1", "10.0.0.7", seconds(100)).isPresent());
    assertEquals(Optional.empty(), log.warning("cc2", "10.0.0.7", seconds(101)));
    assertEquals(Optional.empty(), log.warning("cc3", "10.0.0.7", seconds(110) - 1));

    String line = log.warning("cc4", "10.0.0.7", seconds(110)).orElseThrow();

    assertTrue(line.contains("compiler cc4"), line);
    assertTrue(line.endsWith("; 2 more such requests since the last warning"), line);
  }

  @Test
  void writesOneLineWhateverTheNameHolds() {
    String line = log.warning("cc\nWARN all is lost", "10.0.0.7", 0).orElseThrow();
    assertTrue(line.contains("compiler cc?WARN?all?is?lost of"), line);
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
