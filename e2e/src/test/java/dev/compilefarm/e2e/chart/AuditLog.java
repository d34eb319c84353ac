package dev.compilefarm.e2e.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The audit log of an API server, an event in each line ({@code audit.k8s.io/v1}). What is not
 * about a resource, such as the list of API groups, and what an account says of itself everybody
 * may ask.
 */
final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AuditLog() {}

  /**
   * What was asked for, allowed or not.
   *
   * @param user chooses by the name of who asked; who asked in another's name is left out
   */
  static SortedSet<Right> asked(Stream<String> lines, Predicate<String> user) {
    return lines
        .map(AuditLog::event)
        .filter(event -> !event.has("impersonatedUser"))
        .filter(event -> user.test(event.at("/user/username").asText()))
        .flatMap(event -> right(event).stream())
        .filter(right -> !right.resource().startsWith("self"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode event(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Right> right(JsonNode event) {
    JsonNode object = event.path("objectRef");
    String subresource = object.path("subresource").asText();
    return object.has("resource")
        ? Optional.of(
            new Right(
                object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                object.path("apiGroup").asText(),
                event.path("verb").asText()))
        : Optional.empty();
  }
}
