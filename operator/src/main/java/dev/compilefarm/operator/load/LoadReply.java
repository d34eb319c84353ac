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
public final class LoadReply {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More jobs or slots than any farm has, and few enough that sums over pods do not overflow. */
  static final double MAX = 100_000_000;

  private LoadReply() {}

  /** The load that this body tells of. */
  public static Load parse(String body) throws IOException {
    JsonNode reply = tree(body);
    return new Load(
        wholeNumber(reply, "/queued"),
        queuedOverLimit(reply),
        wholeNumber(reply, "/running"),
        wholeNumber(reply, "/oldestWaitSeconds"),
        reply.path("meanServiceSeconds").isNumber()
            ? OptionalDouble.of(number(reply, "/meanServiceSeconds"))
            : OptionalDouble.empty(),
        wholeNumber(reply, "/slots/total"),
        wholeNumber(reply, "/slots/busy"),
        busyByVolunteer(reply),
        ToolchainsReply.parse(reply),
        NoticesReply.parse(reply));
  }

  private static SortedMap<String, Integer> busyByVolunteer(JsonNode reply) {
    TreeMap<String, Integer> busy = new TreeMap<>();
    for (JsonNode volunteer : reply.path("volunteers")) {
      int jobs = Math.clamp(volunteer.path("busy").asInt(), 0, (int) MAX);
      if (jobs > 0) {
        busy.put(volunteer.path("name").asText(), jobs);
      }
    }
    return busy;
  }

  /** A dispatcher that knows no limits of tenants does not say it. */
  private static int queuedOverLimit(JsonNode reply) {
    double sum = 0.0;
    for (JsonNode tenant : reply.path("tenants")) {
      sum += Math.max(0, tenant.path("queuedOverLimit").asDouble());
    }
    return (int) Math.min(sum, MAX);
  }

  private static JsonNode tree(String body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException("the reply is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Rounded down. */
  private static int wholeNumber(JsonNode reply, String path) throws IOException {
    return (int) number(reply, path);
  }

  private static double number(JsonNode reply, String path) throws IOException {
    JsonNode node = reply.at(path);
    if (!node.isNumber()) {
      throw new IOException("the reply has no number at " + path);
    }
    double number = node.asDouble();
    if (number < 0 || number > MAX) {
      throw new IOException("the reply has no possible number at " + path);
    }
    return number;
  }
}
