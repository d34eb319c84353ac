package dev.compilefarm.operator.plan;

import static dev.compilefarm.operator.observe.Facts.askedFor;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.operator.observe.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole courses of a farm's load, and what the autoscaler makes of each moment. A file of {@code
 * traces} has a line a moment: seconds, queued, running and mean service time go in, volunteers and
 * reason come out. What came out of one line is the farm's size in the next. All farms have two
 * slots a volunteer, ten volunteers at most, and otherwise the defaults; but what a name begins
 * with {@code stored-} is a farm of the version before, with a target of 5 s and a delay of 300 s.
 */
class TracesTest {
  private static final Path ROOT = Path.of("src/test/resources/traces");
  private static final boolean UPDATE = Boolean.getBoolean("compilefarm.update-scenarios");
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SLOTS = 2;
  private static final ScalingSpec SCALING = new ScalingSpec(0, 10, null, null, 1, null);
  private static final ScalingSpec STORED = new ScalingSpec(0, 10, null, 5, 1, 300);

  static Stream<String> traces() throws IOException {
    try (Stream<Path> files = Files.list(ROOT)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("traces")
  void loadLeadsTo(String trace) throws IOException {
    Path file = ROOT.resolve(trace);
    String played = String.join("\n", play(trace, Files.readAllLines(file))) + "\n";
    if (UPDATE) {
      Files.writeString(file, played);
    }
    assertEquals(
        Files.readString(file),
        played,
        "rewrite and read the difference: mvn -pl crds,operator test -Dcompilefarm.update-scenarios=true");
  }

  /** Comments stay as they are; of the other lines the first four columns count. */
  private static List<String> play(String trace, List<String> lines) {
    Autoscaler autoscaler = new Autoscaler(trace.startsWith("stored-") ? STORED : SCALING, SLOTS);
    SizeHistory history = SizeHistory.startingWith(0, BEGIN);
    int size = 0;
    List<String> played = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("#")) {
        played.add(line);
        continue;
      }
      List<String> columns = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
      Sizing sizing =
          autoscaler.size(
              Optional.of(load(columns)), askedFor(size), history, at(columns.getFirst()));
      history = sizing.history();
      size = sizing.volunteers();
      played.add(
          "%7s | %6s | %7s | %6s | %10d | %s"
              .formatted(
                  columns.get(0),
                  columns.get(1),
                  columns.get(2),
                  columns.get(3),
                  size,
                  steps(sizing)));
    }
    return played;
  }

  /** Of the need what it is made from, short of the jobs, which stand in the columns before. */
  private static String steps(Sizing sizing) {
    return sizing.steps().stream()
        .map(step -> step instanceof SizeStep.Need need ? need(need) : step.toString())
        .collect(Collectors.joining(", "));
  }

  private static String need(SizeStep.Need need) {
    StringBuilder parts = new StringBuilder("Need[slots=").append(need.slots());
    need.service()
        .ifPresent(service ->
            parts.append(
                ", %.1f s a job%s for a target of %d s"
                    .formatted(
                        service.seconds(),
                        service.guessed() ? ", guessed," : "",
                        service.targetSeconds())));
    need.stalledSeconds().ifPresent(seconds -> parts.append(", stalled for ").append(seconds));
    return parts.append(']').toString();
  }

  private static Instant at(String seconds) {
    return BEGIN.plusMillis(Math.round(Double.parseDouble(seconds) * 1000));
  }

  private static Load load(List<String> columns) {
    int running = Integer.parseInt(columns.get(2));
    String mean = columns.get(3);
    return new Load(
        Integer.parseInt(columns.get(1)),
        0,
        running,
        0,
        mean.equals("-") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(mean)),
        running,
        running,
        new TreeMap<>());
  }
}
