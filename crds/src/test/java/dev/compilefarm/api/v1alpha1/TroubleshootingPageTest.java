package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a farm can say has a row on the page that tells what to do, and nothing else has. */
class TroubleshootingPageTest {
  private static final Path PAGE = Path.of("../docs/guides/troubleshooting.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

  @Test
  void everyConditionAndReasonHasOneRow() throws IOException {
    List<String> said =
        Stream.<Enum<?>>concat(
                Arrays.stream(ConditionType.values()), Arrays.stream(Reason.values()))
            .map(Enum::toString)
            .sorted()
            .toList();

    List<String> rows =
        ROW.matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult row) -> row.group(1))
            .sorted()
            .toList();

    assertEquals(said, rows);
  }
}
