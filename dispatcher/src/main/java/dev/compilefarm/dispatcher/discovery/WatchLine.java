package dev.compilefarm.dispatcher.discovery;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/** Reads a line of the watch. Pure. */
final class WatchLine {
  private static final int GONE = 410;
  private static final ObjectReader READER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  private WatchLine() {}

  /**
   * The event.
   *
   * @throws ListException where it says nothing of use, so that the whole list is needed again
   */
  static PodEvent read(byte[] line) throws ListException {
    JsonNode event = parse(line);
    JsonNode object = event.path("object");
    Optional<String> version =
        Optional.of(object.at("/metadata/resourceVersion").asText()).filter(v -> !v.isEmpty());
    return switch (event.path("type").asText()) {
      case "ADDED", "MODIFIED" -> new PodEvent.Present(pod(object), version);
      case "DELETED" -> new PodEvent.Gone(pod(object), version);
      case "BOOKMARK" -> new PodEvent.Bookmark(version);
      case "ERROR" -> throw error(object);
      default -> throw unreadable("its type is " + Printable.of(event.path("type")), null);
    };
  }

  private static JsonNode parse(byte[] line) throws ListException {
    try {
      return READER.readTree(line);
    } catch (IOException e) {
      throw unreadable(e.getMessage(), e);
    }
  }

  private static VolunteerPod pod(JsonNode object) throws ListException {
    try {
      return VolunteerPod.read(object);
    } catch (IllegalArgumentException e) {
      throw unreadable(e.getMessage(), e);
    }
  }

  private static ListException error(JsonNode status) {
    int code = status.path("code").asInt();
    return new ListException(
        code == GONE ? ListFault.EXPIRED : ListFault.REFUSED,
        "the watch on pods ended with status %d: %s"
            .formatted(code, Printable.of(status.path("message").asText())));
  }

  private static ListException unreadable(String what, Throwable cause) {
    return new ListException(
        ListFault.UNREADABLE,
        "an event of the watch on pods cannot be read: " + Printable.of(what),
        cause);
  }
}
