package dev.compilefarm.e2e.docs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.compilefarm.e2e.docs.Page.Block;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the pages show is in the examples, and the examples can be read. */
class ExamplesTest {
  private static final Path EXAMPLES = Pages.ROOT.resolve("examples");
  private static final Set<String> LANGUAGES = Set.of("yaml", "toml", "bash");
  private static final Pattern METRIC = Pattern.compile("(?<![a-z_])compilefarm_[a-z_]+[a-z]");
  private static final Pattern METER = Pattern.compile("\"(compilefarm\\.[a-z.]+)\"");

  /** What Prometheus has behind the name that the code gives. */
  private static final Pattern UNIT =
      Pattern.compile("(_seconds)?(_(total|max|count|sum|bucket))?$");

  @Test
  void everyShownObjectIsPartOfAnExample() throws IOException {
    List<List<String>> examples = new ArrayList<>();
    for (Path file : Pages.filesBelow(EXAMPLES, "")) {
      examples.add(Files.readAllLines(file));
    }

    List<String> strange = new ArrayList<>();
    for (Page page : Pages.read().all()) {
      page.blocks().stream()
          .filter(block -> LANGUAGES.contains(block.language()))
          .filter(block -> examples.stream().noneMatch(file -> holds(file, block)))
          .map(block -> page.at(block.line()) + "no file in examples/ has this")
          .forEach(strange::add);
    }

    assertEquals(List.of(), strange);
  }

  @Test
  void everyExampleIsYaml() throws IOException {
    // JSON is YAML, too.
    for (Path file : Pages.filesBelow(EXAMPLES, ".yaml", ".yml", ".json")) {
      for (String document : Files.readString(file).split("(?m)^---$", -1)) {
        assertDoesNotThrow(
            () -> Serialization.unmarshal(document, Map.class), () -> file + " is no YAML");
      }
    }
  }

  @Test
  void everyMetricIsMeasured() throws IOException {
    List<String> meters = new ArrayList<>();
    for (String module : List.of("dispatcher", "operator")) {
      for (Path source : Pages.filesBelow(Pages.ROOT.resolve(module + "/src/main"), ".java")) {
        METER
            .matcher(Files.readString(source))
            .results()
            .map((MatchResult meter) -> meter.group(1).replace('.', '_'))
            .forEach(meters::add);
      }
    }
    assertFalse(meters.isEmpty());

    List<Path> files = new ArrayList<>(Pages.filesBelow(EXAMPLES, ""));
    files.addAll(Pages.filesBelow(Pages.ROOT, ".md"));
    List<String> unknown = new ArrayList<>();
    for (Path file : files) {
      METRIC
          .matcher(Files.readString(file))
          .results()
          .map((MatchResult metric) -> metric.group())
          .filter(metric -> !meters.contains(metric))
          .filter(metric -> !meters.contains(UNIT.matcher(metric).replaceAll("")))
          .map(metric -> Pages.ROOT.relativize(file) + ": there is no metric " + metric)
          .forEach(unknown::add);
    }

    assertEquals(List.of(), unknown);
  }

  /** Whether the file has the block's lines one after the other, all as much further in. */
  private static boolean holds(List<String> file, Block block) {
    int size = block.lines().size();
    return IntStream.rangeClosed(0, file.size() - size)
        .mapToObj(first -> file.subList(first, first + size))
        .anyMatch(lines -> lines.equals(furtherIn(lines.getFirst(), block)));
  }

  /** The block's lines, moved so that the first of them stands as this one does. */
  private static List<String> furtherIn(String first, Block block) {
    int further = Math.max(0, first.indexOf(block.lines().getFirst()));
    return block.lines().stream()
        .map(line -> line.isBlank() ? line : " ".repeat(further) + line)
        .toList();
  }
}
