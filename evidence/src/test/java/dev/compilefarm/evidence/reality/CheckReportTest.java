package dev.compilefarm.evidence.reality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckReportTest {
  private static final CheckResult.Round OF_TEN = new CheckResult.Round(10, 9, 5, 5, 0);
  private static final CheckResult CLOSE = new CheckResult("1", "one", "/2", List.of(OF_TEN));
  private static final CheckResult FAR =
      new CheckResult("2", "two", "", List.of(OF_TEN, new CheckResult.Round(10, 8.8, 5, 4, 1)));

  @TempDir private Path folder;

  @Test
  void confirmsWhatIsWithinTenPercent() {
    assertTrue(CLOSE.confirmed());
    assertFalse(FAR.confirmed());
  }

  @Test
  void writesAllFiguresOfAPolicy() throws IOException {
    Path file = folder.resolve("reality.json");

    new CheckReport("2026-11-28T00:00:00Z", 2, 0.5, 1.5, 0.03, List.of(CLOSE, FAR)).write(file);

    JsonNode far = new ObjectMapper().readTree(file.toFile()).get("policies").get(1);
    assertEquals("2", far.get("number").asText());
    assertEquals("two", far.get("name").asText());
    assertEquals(10, far.get("realSeconds").asDouble());
    assertEquals(8.9, far.get("simulatedSeconds").asDouble(), 1e-9);
    assertEquals(0.89, far.get("ratio").asDouble(), 1e-9);
    assertEquals(2, far.get("rounds").size());
    assertFalse(far.get("confirmed").asBoolean());
  }
}
