package dev.compilefarm.dispatcher.joblog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.toolchain.KnownCompilers;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnknownCompilerLogTest {
  private final UnknownCompilerLog log = new UnknownCompilerLog();

  @Test
  void saysWhatIsMissingAndWhatIsThere() {
    log.farmHas(() -> known("gcc", "g++\n"));
    assertEquals(
        Optional.of(
            "No volunteer has compiler i?cc, which tenant 10.1.0.9 asks for. They have g++?, gcc."
                + " 0 more such requests since the last warning"),
        log.warning("i cc", "10.1.0.9", 0));
  }

  @Test
  void isShortAndComesOnceInTenSeconds() {
    log.farmHas(
        () -> known(IntStream.range(0, 40).mapToObj("gcc-%d"::formatted).toArray(String[]::new)));
    String first = log.warning("icc", "a", 0).orElseThrow();
    assertTrue(first.contains(", gcc-19 and 28 other names. 0 more"), first);
    assertEquals(Optional.empty(), log.warning("icc", "a", 1));
    String next = log.warning("icc", "a", Duration.ofSeconds(10).toNanos()).orElseThrow();
    assertTrue(next.endsWith("1 more such requests since the last warning"), next);
  }

  private static KnownCompilers known(String... names) {
    return new KnownCompilers(true, List.of(new Toolchain(List.of(), List.of(names))));
  }
}
