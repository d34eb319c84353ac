package dev.compilefarm.bench.load.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text under headers, printed in columns: the first to the left, figures to the right. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... headers) {
    rows.add(List.of(headers));
  }

  /** Adds a row with a cell for each header. */
  public void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "%d cells under %d headers".formatted(cells.length, rows.getFirst().size()));
    }
    rows.add(List.of(cells));
  }

  /** Prints headers and rows. */
  public void print(PrintStream out) {
    List<Integer> widths =
        IntStream.range(0, rows.getFirst().size())
            .mapToObj(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toList();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ").append(row.getFirst());
      line.repeat(' ', widths.getFirst() - row.getFirst().length());
      for (int c = 1; c < row.size(); c++) {
        line.repeat(' ', 2 + widths.get(c) - row.get(c).length()).append(row.get(c));
      }
      out.println(line);
    }
  }
}
