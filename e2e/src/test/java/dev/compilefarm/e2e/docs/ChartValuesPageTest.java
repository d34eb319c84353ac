package dev.compilefarm.e2e.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference of the chart's values: its comments and defaults, with the types of its schema. */
class ChartValuesPageTest {
  private static final boolean UPDATE = Boolean.getBoolean("compilefarm.update-generated");
  private static final String COMMAND = "make reference";
  private static final Path CHART = Path.of("../helm/compilefarm");
  private static final Path PAGE = Path.of("../docs/reference/chart-values.md");

  private final List<ChartValue> values =
      ChartValue.all(Files.readString(CHART.resolve("values.yaml")));
  private final JsonNode schema =
      new ObjectMapper().readTree(CHART.resolve("values.schema.json").toFile());

  ChartValuesPageTest() throws IOException {}

  @Test
  void thePageIsWhatTheChartSays() throws IOException {
    String generated = page();
    if (UPDATE) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, generated);
    }
    String kept = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    assertEquals(generated, kept, "the page is out of date; rewrite it with: " + COMMAND);
  }

  /** Helm hands {@code global} to every chart; nothing of it is read. */
  @Test
  void everyValueOfTheSchemaIsInTheFile() {
    SortedSet<String> known = new TreeSet<>();
    collect("", schema, known);
    known.remove("global");
    SortedSet<String> shown =
        values.stream().map(ChartValue::path).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(known, shown);
  }

  /** What a group of that name is for is plain from its own values. */
  @Test
  void everyValueIsDescribed() {
    assertEquals(
        List.of(),
        values.stream()
            .filter(value -> value.description().isEmpty() && !value.path().endsWith(".image"))
            .map(ChartValue::path)
            .toList());
  }

  private String page() {
    return """
    # Values of the Helm chart
    This page is generated from `helm/compilefarm/values.yaml` and its schema. Rewrite it with `%s`.

    The schema refuses a value that is not listed here.

    """
            .formatted(COMMAND)
        + row("Value", "Type", "Default", "Meaning")
        + row("---", "---", "---", "---")
        + values.stream()
            .filter(value -> !value.description().isEmpty())
            .map(value ->
                row(
                    "`" + value.path() + "`",
                    type(value),
                    value.text().isEmpty() ? "" : "`" + value.text() + "`",
                    value.description()))
            .collect(Collectors.joining());
  }

  private static String row(String... cells) {
    return List.of(cells).stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private String type(ChartValue value) {
    JsonNode node = schema;
    for (String key : value.keys().toList()) {
      node = resolved(node.path("properties").path(key));
    }
    JsonNode choices = node.path("enum");
    return choices.isMissingNode()
        ? node.path("type").asText()
        : choices.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
  }

  /** Quantities by resource name are one value: a resource may have any name. */
  private void collect(String prefix, JsonNode parent, SortedSet<String> paths) {
    parent
        .path("properties")
        .properties()
        .forEach(property -> {
          String path = prefix + property.getKey();
          paths.add(path);
          if (!path.endsWith(".resources")) {
            collect(path + ".", resolved(property.getValue()), paths);
          }
        });
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : schema.at(reference.substring(1));
  }
}
