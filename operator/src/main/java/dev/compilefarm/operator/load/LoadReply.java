package dev.compilefarm.operator.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.operator.observe.Load;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON of a dispatcher's {@code /v1/load}. Fields that are not needed here may come and go. */
final class LoadReply {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LoadReply() {}

  static Load parse(String body) throws IOException {
    var reply = tree(body);
    return new Load(
        wholeNumber(reply, "/queued"),
        queuedOverLimit(reply),
        wholeNumber(reply, "/running"),
        (int) number(reply, "/oldestWaitSeconds").asDouble(),
        reply.path("meanServiceSeconds").isNumber()
            ? OptionalDouble.of(reply.path("meanServiceSeconds").asDouble())
            : OptionalDouble.empty(),
        wholeNumber(reply, "/slots/total"),
        wholeNumber(reply, "/slots/busy"),
        busyByVolunteer(reply));
  }

  private static SortedMap<String, Integer> busyByVolunteer(JsonNode reply) {
    var busy = new TreeMap<String, Integer>();
    for (var volunteer : reply.path("volunteers")) {
      var jobs = volunteer.path("busy").asInt();
      if (jobs > 0) {
        busy.put(volunteer.path("name").asText(), jobs);
      }
    }
    return busy;
  }

  /** A dispatcher that knows no limits of tenants does not say it. */
  private static int queuedOverLimit(JsonNode reply) {
    var sum = 0;
    for (var tenant : reply.path("tenants")) {
      sum += tenant.path("queuedOverLimit").asInt();
    }
    return sum;
  }

  private static JsonNode tree(String body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException("the reply is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static int wholeNumber(JsonNode reply, String path) throws IOException {
    return number(reply, path).asInt();
  }

  private static JsonNode number(JsonNode reply, String path) throws IOException {
    var node = reply.at(path);
    if (!node.isNumber()) {
      throw new IOException("the reply has no number at " + path);
    }
    return node;
  }
}
