package dev.compilefarm.api.v1alpha1;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes tables of Markdown. */
final class MarkdownTable {
  private MarkdownTable() {}

  /**
   * A whole table.
   *
   * @param rows each with as many cells as the head
   */
  static String of(List<String> head, Stream<List<String>> rows) {
    return Stream.concat(
            Stream.of(line(head), line(Collections.nCopies(head.size(), "---"))),
            rows.map(row -> line(row.stream().map(MarkdownTable::cell).toList())))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  /** On one line, without the characters that would end the cell or begin a tag. */
  static String cell(String text) {
    return text.replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }
}
