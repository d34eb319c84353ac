package dev.compilefarm.dispatcher.docs;

import java.util.List;
import java.util.stream.Collectors;

/** The parts of a generated page. */
final class Markdown {

  private Markdown() {}

  /**
   * The title, and the line that each of them begins with.
   *
   * @param source what the page is made from
   */
  static String begin(String title, String source) {
    return "# %s\nThis page is generated from %s. Rewrite it with `%s`.\n"
        .formatted(title, source, GeneratedFile.COMMAND);
  }

  /** A table whose first row is its head. */
  static String table(List<List<String>> rows) {
    String line = "| --- ".repeat(rows.getFirst().size()) + "|\n";
    return row(rows.getFirst())
        + line
        + rows.stream().skip(1).map(Markdown::row).collect(Collectors.joining());
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
