package dev.compilefarm.operator.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.SharedAddress;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON of a dispatcher's {@code /v1/load}. Fields that are not needed here may come and go. */
public final class LoadReply {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More jobs or slots than any farm has, and few enough that sums over pods do not overflow. */
  private static final double MAX = 100_000_000;

  /** A dispatcher names no more. */
  private static final int SHARED_MAX = 16;

  /** An address, or a word: more is no such thing. */
  private static final int WORD_LENGTH_MAX = 64;

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
        sharedAddresses(reply));
  }

  /** A dispatcher that does not look for them does not say any. */
  private static List<SharedAddress> sharedAddresses(JsonNode reply) {
    Map<String, Integer> jobs = new HashMap<>();
    for (JsonNode tenant : reply.path("tenants")) {
      jobs.put(
          tenant.path("tenant").asText(),
          (int)
              Math.clamp(
                  tenant.path("queued").asDouble() + tenant.path("running").asDouble(), 0, MAX));
    }
    TreeMap<String, SharedAddress> shared = new TreeMap<>();
    for (JsonNode entry : reply.path("sharedAddresses")) {
      String address = shortened(entry.path("address").asText());
      if (shared.size() < SHARED_MAX && !address.isEmpty()) {
        shared.put(
            address,
            new SharedAddress(
                address, shortened(entry.path("reason").asText()), jobs.getOrDefault(address, 0)));
      }
    }
    return List.copyOf(shared.values());
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), WORD_LENGTH_MAX));
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
