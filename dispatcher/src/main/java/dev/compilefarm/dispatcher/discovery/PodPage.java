package dev.compilefarm.dispatcher.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page of a list of pods. It is read pod by pod, of which little is kept: one that cannot be read
 * is left out, and none needs more memory than itself.
 *
 * @param version what a watch is to go on from
 * @param next what to ask for the next page with
 * @param oddities of pods that cannot be told apart, as sentences for the log
 */
record PodPage(
    List<VolunteerPod> pods,
    Optional<String> version,
    Optional<String> next,
    List<String> oddities) {
  private static final JsonFactory JSON = new ObjectMapper().getFactory();

  /**
   * Reads it.
   *
   * @throws ListException where this is no list, or not a whole one
   * @throws IOException where the stream failed
   */
  static PodPage read(InputStream stream) throws IOException {
    try (JsonParser parser = JSON.createParser(stream)) {
      return new Reading().page(parser);
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage(), e);
    }
  }

  private static ListException unreadable(String what, Throwable cause) {
    return new ListException(
        ListFault.UNREADABLE, "the list of pods cannot be read: " + Printable.of(what), cause);
  }

  /** Mutable, for one page. */
  private static final class Reading {
    private final List<VolunteerPod> pods = new ArrayList<>();
    private final List<String> oddities = new ArrayList<>();
    private JsonNode metadata = new ObjectMapper().missingNode();
    private boolean hasItems;

    PodPage page(JsonParser parser) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw unreadable("it does not begin as one", null);
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        field(parser);
      }
      // To the end, so that the connection can be used again.
      if (parser.nextToken() != null) {
        throw unreadable("something follows it", null);
      }
      if (!hasItems) {
        throw unreadable("it has no items", null);
      }
      return new PodPage(pods, text("resourceVersion"), text("continue"), oddities);
    }

    private void field(JsonParser parser) throws IOException {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("metadata")) {
        metadata = parser.readValueAsTree();
      } else if (name.equals("items")) {
        // The API writes null for none, too.
        hasItems = value == JsonToken.START_ARRAY || value == JsonToken.VALUE_NULL;
        items(parser);
      } else {
        parser.skipChildren();
      }
    }

    private void items(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        JsonNode item = parser.readValueAsTree();
        try {
          pods.add(VolunteerPod.read(item));
        } catch (IllegalArgumentException e) {
          oddities.add(e.getMessage());
        }
      }
    }

    private Optional<String> text(String field) {
      return Optional.of(metadata.path(field).asText()).filter(text -> !text.isEmpty());
    }
  }
}
