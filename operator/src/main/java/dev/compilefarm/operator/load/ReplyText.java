package dev.compilefarm.operator.load;

import com.fasterxml.jackson.databind.JsonNode;

/** Words of a dispatcher's reply that go into a farm's status. Strangers may have chosen them. */
final class ReplyText {
  private ReplyText() {}

  /** A field as text without control characters, cut to so many; empty where it is not there. */
  static String of(JsonNode node, String field, int lengthMax) {
    String text = printable(node.path(field).asText(""));
    return text.substring(0, Math.min(text.length(), lengthMax));
  }

  /** With a question mark for each control character. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
