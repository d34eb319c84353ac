package dev.compilefarm.evidence.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.compilefarm.evidence.comparison.CellResult;
import dev.compilefarm.evidence.comparison.Results;
import dev.compilefarm.evidence.comparison.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Results as JSON, to be read again, and as CSV, a line for each figure. */
public final class ResultsFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ResultsFile() {}

  /** A line of the CSV file. */
  record Line(
      String cell,
      String policy,
      String name,
      String settings,
      String figure,
      double mean,
      double halfWidth) {}

  /** Writes both into this folder. */
  public static void write(Results results, Path folder) throws IOException {
    JSON.writeValue(folder.resolve("results.json").toFile(), results);
    CsvMapper csv = new CsvMapper();
    CsvSchema schema = csv.schemaFor(Line.class).withHeader();
    csv.writer(schema).writeValue(folder.resolve("results.csv").toFile(), lines(results));
  }

  /** Reads what was written into this folder. */
  public static Results read(Path folder) throws IOException {
    return JSON.readValue(folder.resolve("results.json").toFile(), Results.class);
  }

  private static List<Line> lines(Results results) {
    List<Line> lines = new ArrayList<>();
    results.cells().forEach(cell -> add(cell, lines));
    add(results.countAges(), lines);
    add(results.countAgesInACrowd(), lines);
    add(results.refusals(), lines);
    return lines;
  }

  private static void add(CellResult result, List<Line> lines) {
    for (Row row : result.rows()) {
      row.figures()
          .forEach((figure, interval) ->
              lines.add(
                  new Line(
                      result.cell().toString(),
                      row.number(),
                      row.name(),
                      row.settings().text(),
                      figure.words(),
                      interval.mean(),
                      interval.halfWidth())));
    }
  }
}
