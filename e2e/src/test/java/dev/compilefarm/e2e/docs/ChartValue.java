package dev.compilefarm.e2e.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One value of the chart as {@code values.yaml} describes it.
 *
 * @param path of its keys, with dots
 * @param text the default in one line of YAML; empty for a value that only holds others
 * @param description the comment above it; empty where there is none
 */
public record ChartValue(String path, String text, String description) {

  /** All values of the file, each before those that it holds. */
  public static List<ChartValue> all(String yaml) {
    LoadSettings settings = LoadSettings.builder().setParseComments(true).build();
    Node root = new Compose(settings).composeString(yaml).orElseThrow();
    List<ChartValue> values = new ArrayList<>();
    collect("", (MappingNode) root, values);
    return values;
  }

  private static void collect(String prefix, MappingNode parent, List<ChartValue> values) {
    for (NodeTuple tuple : parent.getValue()) {
      String path = prefix + scalar(tuple.getKeyNode());
      Optional<MappingNode> group = group(tuple.getValueNode());
      values.add(
          new ChartValue(
              path,
              group.isPresent() ? "" : flow(tuple.getValueNode()),
              comment(tuple.getKeyNode())));
      group.ifPresent(node -> collect(path + ".", node, values));
    }
  }

  /** A mapping in which something is described; any other is one value. */
  private static Optional<MappingNode> group(Node node) {
    return Optional.of(node)
        .filter(MappingNode.class::isInstance)
        .map(MappingNode.class::cast)
        .filter(ChartValue::describesSomething);
  }

  private static boolean describesSomething(MappingNode mapping) {
    return mapping.getValue().stream()
        .anyMatch(tuple ->
            !comment(tuple.getKeyNode()).isEmpty() || group(tuple.getValueNode()).isPresent());
  }

  /** The lines right above a key; a paragraph further up belongs to the file. */
  private static String comment(Node key) {
    List<CommentLine> lines = Optional.ofNullable(key.getBlockComments()).orElse(List.of());
    List<String> texts = lines.stream().map(line -> line.getValue().strip()).toList();
    int begin = texts.lastIndexOf("") + 1;
    return String.join(" ", texts.subList(begin, texts.size()));
  }

  private static String scalar(Node node) {
    return ((ScalarNode) node).getValue();
  }

  private static String flow(Node node) {
    return switch (node) {
      case MappingNode mapping ->
          mapping.getValue().stream()
              .map(tuple -> scalar(tuple.getKeyNode()) + ": " + flow(tuple.getValueNode()))
              .collect(Collectors.joining(", ", "{", "}"));
      case SequenceNode sequence ->
          sequence.getValue().stream()
              .map(ChartValue::flow)
              .collect(Collectors.joining(", ", "[", "]"));
      case ScalarNode text when text.getValue().isEmpty() -> "\"\"";
      default -> scalar(node);
    };
  }

  /** The keys of the path. */
  Stream<String> keys() {
    return Stream.of(path.split("\\."));
  }
}
