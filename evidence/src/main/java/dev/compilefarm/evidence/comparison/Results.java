package dev.compilefarm.evidence.comparison;

import dev.compilefarm.evidence.cell.Cell;
import dev.compilefarm.evidence.measure.Figure;
import dev.compilefarm.evidence.measure.Interval;
import java.util.List;

/**
 * What came of all cells.
 *
 * @param seeds of each cell
 * @param cells each once
 * @param countAges policy 7 at the base point, with counts of several ages, beside others
 * @param countAgesInACrowd the same with many users and more load than there is room for, and with
 *     one board for all of them
 * @param refusals policy 5 at the base point, with servers that refuse at several loads, beside
 *     others
 */
public record Results(
    int seeds,
    List<CellResult> cells,
    CellResult countAges,
    CellResult countAgesInACrowd,
    CellResult refusals) {

  public Results {
    cells = List.copyOf(cells);
  }

  /** A policy's figure in a cell over that in another of the same seeds, seed by seed. */
  public Interval over(Cell cell, Cell other, String policy, Figure figure) {
    return of(cell).row(policy).over(of(other).row(policy), figure);
  }

  /** The result of this cell. */
  public CellResult of(Cell cell) {
    return cells.stream()
        .filter(result -> result.cell().equals(cell))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the cell was not played: " + cell));
  }
}
