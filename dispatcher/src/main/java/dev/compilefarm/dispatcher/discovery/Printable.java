package dev.compilefarm.dispatcher.discovery;

import com.fasterxml.jackson.databind.JsonNode;

/** Text from outside as it may stand in a line of the log. */
final class Printable {
  private static final int LENGTH_MAX = 200;

  private Printable() {}

  /** A value, in quotation marks where there is one. */
  static String of(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? "missing" : "'" + of(value.asText()) + "'";
  }

  /** Its first 200 characters, those that do not print as '?'. */
  static String of(String text) {
    String shown = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
