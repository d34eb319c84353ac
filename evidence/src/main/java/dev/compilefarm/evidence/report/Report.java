package dev.compilefarm.evidence.report;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.comparison.Axis;
import dev.compilefarm.evidence.comparison.CellResult;
import dev.compilefarm.evidence.comparison.Results;
import dev.compilefarm.evidence.measure.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes all that a run of the grid leaves. */
public final class Report {

  private Report() {}

  /** Results, plots and page. */
  public static void write(Results results, List<BuildGraph> recorded, Path folder)
      throws IOException {
    ResultsFile.write(results, folder);
    Plots plots = new Plots(folder, Reality.read(folder));
    for (Axis axis : Axis.grid(recorded)) {
      switch (axis.name()) {
        case "users" -> plots.overFair(axis, results, "users.svg");
        case "load" -> plots.along(axis, results, Figure.MEAN_SLOWDOWN, "load.svg");
        case "fleet" -> plots.along(axis, results, Figure.MEAN_SLOWDOWN, "fleet.svg");
        default -> {
          // A table says the others as well.
        }
      }
    }
    writePage(recorded, folder);
  }

  /** The page of the results that are in the folder. */
  public static void writePage(List<BuildGraph> recorded, Path folder) throws IOException {
    Files.writeString(folder.resolve("README.md"), page(recorded, folder));
  }

  /** What the page of the results in the folder says. */
  public static String page(List<BuildGraph> recorded, Path folder) throws IOException {
    return new Page(ResultsFile.read(folder), recorded, Reality.read(folder)).text();
  }

  /** All figures of one cell, marked by what was checked in the folder. */
  public static String table(CellResult result, Path folder) throws IOException {
    Tables tables = new Tables(Reality.read(folder));
    return tables.cell(result) + "\n\n" + tables.settings(result);
  }
}
