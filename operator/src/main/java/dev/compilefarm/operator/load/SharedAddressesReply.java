package dev.compilefarm.operator.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.operator.observe.SharedAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shared addresses in the JSON of a dispatcher's {@code /v1/load}, with the jobs of the tenants
 * of their names. A dispatcher that does not look for them says nothing of any.
 */
final class SharedAddressesReply {
  /** A dispatcher names no more. */
  private static final int SHARED_MAX = 16;

  /** An address, or a word: more is no such thing. */
  private static final int WORD_LENGTH_MAX = 64;

  private SharedAddressesReply() {}

  static List<SharedAddress> parse(JsonNode reply) {
    Map<String, Integer> jobs = new HashMap<>();
    for (JsonNode tenant : reply.path("tenants")) {
      double counted = tenant.path("queued").asDouble() + tenant.path("running").asDouble();
      jobs.put(tenant.path("tenant").asText(), (int) Math.clamp(counted, 0, LoadReply.MAX));
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
}
