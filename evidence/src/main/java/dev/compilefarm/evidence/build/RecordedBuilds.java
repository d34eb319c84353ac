package dev.compilefarm.evidence.build;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The builds of the data set beside this class; its README says how they were recorded. */
public final class RecordedBuilds {
  private static final List<String> NAMES =
      List.of("cppunit", "redis", "abseil", "llvm", "linux-tinyconfig");

  private static final double MILLISECONDS = 1000;

  private static final ObjectReader READER =
      new CsvMapper().readerFor(Line.class).with(CsvSchema.emptySchema().withHeader());

  private RecordedBuilds() {}

  /** All, the one with the least compile time first. */
  public static List<BuildGraph> all() {
    return NAMES.stream()
        .map(RecordedBuilds::read)
        .sorted(Comparator.comparingDouble(BuildGraph::compileSeconds))
        .toList();
  }

  private static BuildGraph read(String name) {
    try (InputStream file = RecordedBuilds.class.getResourceAsStream(name + ".csv")) {
      List<Line> lines = READER.<Line>readValues(file).readAll();
      return new BuildGraph(name, lines.stream().map(Line::asTask).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line of such a file. */
  record Line(
      int task,
      String kind,
      String source,
      @JsonProperty("preprocess_ms") double preprocessMs,
      @JsonProperty("plain_bytes") long plainBytes,
      @JsonProperty("lzo_bytes") long lzoBytes,
      @JsonProperty("compile_ms") double compileMs,
      @JsonProperty("object_bytes") long objectBytes,
      String after) {

    /** Users of distcc send compressed sources. */
    Task asTask() {
      return new Task(
          task,
          kind.equals("compile"),
          source,
          preprocessMs / MILLISECONDS,
          lzoBytes,
          compileMs / MILLISECONDS,
          numbers(after));
    }

    private static List<Integer> numbers(String text) {
      return Stream.of(text)
          .flatMap(all -> Arrays.stream(all.split(" ", -1)))
          .filter(number -> !number.isEmpty())
          .map(Integer::valueOf)
          .toList();
    }
  }
}
