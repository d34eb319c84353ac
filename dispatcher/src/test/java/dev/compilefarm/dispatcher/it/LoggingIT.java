package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator hands on of its own settings of logs is understood. */
class LoggingIT {
  @TempDir private Path scratch;

  @Test
  void logsAnObjectInEachLineWhereThatIsWanted() throws IOException {
    try (RealDispatcher dispatcher =
        RealDispatcher.start(
            scratch,
            "127.0.0.1:9/1",
            Map.of("COMPILEFARM_LOG_JSON", "true", "COMPILEFARM_LOG_LEVEL", "DEBUG"))) {
      List<String> lines = objects(dispatcher);

      assertFalse(lines.isEmpty(), dispatcher.log());
      for (String line : lines) {
        assertFalse(new ObjectMapper().readTree(line).path("message").isMissingNode(), line);
      }
    }
  }

  @Test
  void logsTextOtherwise() throws IOException {
    try (RealDispatcher dispatcher = RealDispatcher.start(scratch, "127.0.0.1:9/1")) {
      assertEquals(List.of(), objects(dispatcher));
      assertFalse(dispatcher.log().isBlank());
    }
  }

  /** The JVM itself may say something before there is a log. */
  private static List<String> objects(RealDispatcher dispatcher) throws IOException {
    return dispatcher.log().lines().filter(line -> line.startsWith("{")).toList();
  }
}
