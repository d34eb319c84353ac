package dev.compilefarm.dispatcher.options;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The distccd of the tools image looks for the files of exactly those rows that need it. */
class PatchTest {
  private static final Path PATCH =
      Path.of("../tools/distcc/patches/0005-refuse-a-job-that-names-a-missing-file.patch");

  @Test
  void thePatchChecksEachRowThatNamesAFileOfTheImage() throws IOException {
    Set<String> rows =
        OptionTable.ALL.stream()
            .filter(Option::imageWillDo)
            .map(row -> "{ \"%s\", %s },".formatted(row.spelling(), form(row)))
            .collect(Collectors.toCollection(TreeSet::new));
    // The patch looks through -Wa, by itself.
    rows.remove("{ \"-Wa,@\", JOINED },");
    Set<String> checked =
        Files.readAllLines(PATCH).stream()
            .map(line -> line.replaceFirst("^\\+\\s*", ""))
            .filter(line -> line.startsWith("{ \""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(rows, checked);
  }

  private static String form(Option row) {
    return switch (row.form()) {
      case SEPARATE -> "SEPARATE";
      case JOINED_OR_SEPARATE -> "EITHER";
      case JOINED, ALONE, ALONE_OR_EQUALS -> "JOINED";
    };
  }
}
