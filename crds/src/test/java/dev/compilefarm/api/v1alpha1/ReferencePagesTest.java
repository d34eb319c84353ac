package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages of {@code docs/reference} that list fields and reasons are what the types say. */
class ReferencePagesTest {
  private static final Path FOLDER = Path.of("../docs/reference");
  private static final boolean UPDATE = Boolean.getBoolean("compilefarm.update-manifests");

  @Test
  void fieldsAreWhatTheTypesSay() throws IOException {
    assertIs(FieldsPage.markdown(), "compilefarm-api.md");
  }

  @Test
  void reasonsAreWhatTheEnumsSay() throws IOException {
    assertIs(ReasonsPage.markdown(), "reasons.md");
  }

  /** As many cells in each row as in the table's head, whatever the words hold. */
  @Test
  void tablesAreWellFormed() {
    for (String page : List.of(FieldsPage.markdown(), ReasonsPage.markdown())) {
      int columns = 0;
      for (String line : page.lines().toList()) {
        int cells = line.startsWith("|") ? line.split("(?<!\\\\)\\|").length - 1 : 0;
        assertEquals(columns == 0 || cells == 0 ? cells : columns, cells, line);
        columns = cells;
      }
    }
  }

  @Test
  void cellsHoldWordsThatMarkdownWouldTakeForItsOwn() {
    assertEquals(
        "a \\| b, &lt;farm> on one line", MarkdownTable.cell("a | b, <farm>\non one line"));
  }

  private static void assertIs(String generated, String name) throws IOException {
    Path page = FOLDER.resolve(name);
    if (UPDATE) {
      Files.createDirectories(FOLDER);
      Files.writeString(page, generated);
    }
    assertEquals(generated, Files.readString(page), "rewrite it with: make crds");
  }
}
