package dev.compilefarm.operator.fingerprint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ContainerNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A short text that differs where what it was made from does. It is made from the JSON of a value:
 * fields that say nothing do not count, nor does their order. So a field that a later version adds
 * changes it only where it says something.
 */
public final class Fingerprint {
  /** Of SHA-256: two that differ by chance look the same once in 2^48. */
  private static final int BYTES = 6;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private Fingerprint() {}

  /**
   * Twelve hex digits.
   *
   * @param value what Jackson can write as JSON
   */
  public static String of(Object value) {
    StringBuilder text = new StringBuilder();
    write(JSON.valueToTree(value), text);
    return HexFormat.of().formatHex(sha256(text.toString()), 0, BYTES);
  }

  private static void write(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      node.properties().stream()
          .filter(field -> saysSomething(field.getValue()))
          .forEach(field -> fields.put(field.getKey(), field.getValue()));
      text.append('{');
      for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
        text.append(JSON.getNodeFactory().textNode(field.getKey())).append(':');
        write(field.getValue(), text);
        text.append(',');
      }
      text.append('}');
    } else if (node.isArray()) {
      text.append('[');
      node.forEach(item -> {
        write(item, text);
        text.append(',');
      });
      text.append(']');
    } else {
      text.append(node);
    }
  }

  private static boolean saysSomething(JsonNode value) {
    return value instanceof ContainerNode<?> container
        ? container.valueStream().anyMatch(Fingerprint::saysSomething)
        : !value.isNull();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
