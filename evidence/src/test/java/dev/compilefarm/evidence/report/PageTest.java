package dev.compilefarm.evidence.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.evidence.build.RecordedBuilds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Path FOLDER = Path.of("..", "docs", "evidence");

  /** {@code dev/evidence page} writes it again. */
  @Test
  void thePageSaysWhatTheResultsSay() throws IOException {
    assertEquals(
        Report.page(RecordedBuilds.all(), FOLDER), Files.readString(FOLDER.resolve("README.md")));
  }
}
