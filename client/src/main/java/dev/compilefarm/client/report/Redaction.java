package dev.compilefarm.client.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Takes out of objects what may be secret: values of variables, data, annotations of others. */
public final class Redaction {
  static final String TAKEN_OUT = "(taken out)";

  /** Variables' values, Secrets' and ConfigMaps' data, arguments that a user wrote. */
  private static final Set<String> SECRET =
      Set.of(
          "value",
          "data",
          "stringdata",
          "binarydata",
          "token",
          "password",
          "managedfields",
          "args",
          "command",
          "volumeattributes");

  private static final String OWN = "compilefarm.dev/";

  private Redaction() {}

  /** A copy without secrets. */
  public static JsonNode of(JsonNode object) {
    JsonNode copy = object.deepCopy();
    redact(copy, "");
    return copy;
  }

  private static void redact(JsonNode node, String field) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        boolean isSecret =
            SECRET.contains(name.toLowerCase(Locale.ROOT))
                || (field.equals("annotations") && !name.startsWith(OWN));
        if (isSecret) {
          object.put(name, TAKEN_OUT);
        } else {
          redact(object.get(name), name);
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(element -> redact(element, field));
    }
  }
}
