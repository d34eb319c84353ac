package dev.compilefarm.e2e.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.e2e.docs.Page.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The links of all pages lead somewhere, and their tables are whole. */
class DocsTest {
  private static final Pattern SEPARATOR = Pattern.compile("\\|(?: *:?-+:? *\\|)+");

  private static Pages pages;

  @BeforeAll
  static void read() throws IOException {
    pages = Pages.read();
  }

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> dead =
        pages.problems(
            page -> page.text().stream(),
            (page, line) ->
                Page.links(line)
                    .filter(link -> !link.matches("(https?|mailto):.*") && !leads(page, link))
                    .map(link -> "nothing is at " + link));

    assertEquals(List.of(), dead);
  }

  @Test
  void everyRowOfTablesHasTheCellsOfItsHeader() {
    List<String> broken = new ArrayList<>();
    for (Page page : pages.all()) {
      List<Line> table = new ArrayList<>();
      for (Line line : page.text()) {
        if (line.text().startsWith("|")) {
          table.add(line);
        } else {
          checkTable(page, table, broken);
          table.clear();
        }
      }
      checkTable(page, table, broken);
    }

    assertEquals(List.of(), broken);
  }

  private static boolean leads(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path here = Pages.ROOT.resolve(page.name());
    Path file = parts[0].isEmpty() ? here : here.resolveSibling(parts[0]).normalize();
    return Files.exists(file) && (parts.length == 1 || hasAnchor(file, parts[1]));
  }

  private static boolean hasAnchor(Path file, String anchor) {
    return pages.all().stream()
        .filter(page -> Pages.ROOT.resolve(page.name()).equals(file))
        .anyMatch(page -> page.anchors().contains(anchor));
  }

  private static void checkTable(Page page, List<Line> table, List<String> broken) {
    if (table.isEmpty()) {
      return;
    }
    Line header = table.getFirst();
    if (table.size() < 2 || !SEPARATOR.matcher(table.get(1).text()).matches()) {
      broken.add(page.at(header.number()) + "rows without a header: a blank line cuts the table");
      return;
    }
    table.stream()
        .filter(row -> cells(row) != cells(header))
        .map(row -> page.at(row.number()) + cells(row) + " cells of " + cells(header))
        .forEach(broken::add);
  }

  private static long cells(Line row) {
    String text = row.text().replace("\\|", "");
    return text.chars().filter(character -> character == '|').count() - 1;
  }
}
