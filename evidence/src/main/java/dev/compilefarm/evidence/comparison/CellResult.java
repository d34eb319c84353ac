package dev.compilefarm.evidence.comparison;

import dev.compilefarm.evidence.cell.Cell;
import java.util.List;

/** All policies in one cell, the bound first. */
public record CellResult(Cell cell, int seeds, List<Row> rows) {

  public CellResult {
    rows = List.copyOf(rows);
  }

  /** The policy with this name, where several have one number. */
  public Row named(String name) {
    return rows.stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no policy has the name " + name));
  }

  /** The policy with this number. */
  public Row row(String number) {
    return rows.stream()
        .filter(row -> row.number().equals(number))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no policy has the number " + number));
  }
}
