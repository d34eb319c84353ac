package dev.compilefarm.evidence;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.build.RecordedBuilds;
import dev.compilefarm.evidence.cell.Cell;
import dev.compilefarm.evidence.comparison.Axis;
import dev.compilefarm.evidence.comparison.Comparison;
import dev.compilefarm.evidence.comparison.Grid;
import dev.compilefarm.evidence.comparison.Results;
import dev.compilefarm.evidence.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Plays the comparison. With no argument besides the folder it plays the whole grid and writes
 * results, plots and page there; with the name of a cell it plays that one and prints it; with
 * {@code page} it writes the page again from the results that are there.
 */
public final class Evidence {
  private static final int SEEDS = 30;

  private Evidence() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    List<BuildGraph> recorded = RecordedBuilds.all();
    if (arguments.length == 1) {
      Results results = Grid.play(recorded, SEEDS, cell -> System.err.println("  " + cell));
      Report.write(results, recorded, folder);
    } else if (arguments[1].equals("page")) {
      Report.writePage(recorded, folder);
    } else {
      Cell cell = named(arguments[1], recorded);
      System.out.println(Report.table(new Comparison(recorded, SEEDS).play(cell), folder));
    }
  }

  private static Cell named(String name, List<BuildGraph> recorded) {
    List<Cell> cells =
        Axis.grid(recorded).stream()
            .flatMap(axis -> axis.points().stream())
            .map(Axis.Point::cell)
            .distinct()
            .toList();
    return cells.stream()
        .filter(cell -> cell.toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no cell '%s'. The cells are:\n%s"
                    .formatted(
                        name,
                        cells.stream().map(Cell::toString).collect(Collectors.joining("\n")))));
  }
}
