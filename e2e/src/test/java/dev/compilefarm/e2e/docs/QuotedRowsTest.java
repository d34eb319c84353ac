package dev.compilefarm.e2e.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.compilefarm.e2e.docs.Page.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A table that quotes another page's figures has them as they stand there. A comment above the
 * table names that page: {@code <!-- rows of internals/results/2026-11-27.md -->}.
 */
class QuotedRowsTest {
  private static final Pattern SOURCE = Pattern.compile("<!-- rows of (\\S+) -->");

  @Test
  void everyQuotedRowIsInItsPage() throws IOException {
    List<String> changed = new ArrayList<>();
    Set<String> pagesWithQuotes = new TreeSet<>();
    for (Page page : Pages.read().all()) {
      List<String> source = List.of();
      boolean inTable = false;
      for (Line line : page.text()) {
        Matcher marker = SOURCE.matcher(line.text());
        if (marker.matches()) {
          source = Files.readAllLines(besides(page, marker.group(1)));
          pagesWithQuotes.add(page.name().toString());
          inTable = false;
        } else if (!line.text().startsWith("|")) {
          source = inTable ? List.of() : source;
          inTable = false;
        } else {
          inTable = true;
          if (!source.isEmpty() && !source.contains(line.text())) {
            changed.add(page.at(line.number()) + "its page does not have this row");
          }
        }
      }
    }

    assertEquals(List.of(), changed);
    assertFalse(pagesWithQuotes.isEmpty());
  }

  private static Path besides(Page page, String name) {
    return Pages.ROOT.resolve(page.name()).resolveSibling(name).normalize();
  }
}
