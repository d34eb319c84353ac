package dev.compilefarm.autoscaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FarmSizeTableTest {
  private static final Path PAGE = Path.of("../docs/guides/sizing.md");

  /** If the autoscaler has changed: the expected table is the new one. */
  @Test
  void thePageHasTheTableOfToday() throws IOException {
    String today = FarmSizeTable.text();

    List<String> page = Files.readAllLines(PAGE);
    int first = page.indexOf(today.lines().findFirst().orElseThrow());
    assertEquals(
        today,
        page.stream()
            .skip(Math.max(0, first))
            .takeWhile(line -> line.startsWith("|"))
            .collect(Collectors.joining("\n")));
  }
}
