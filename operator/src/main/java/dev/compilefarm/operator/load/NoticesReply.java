package dev.compilefarm.operator.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.operator.observe.Notices;
import dev.compilefarm.operator.observe.RefusedJobs;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the JSON of a dispatcher's {@code /v1/load} says beside numbers. A dispatcher of an earlier
 * version says nothing of some of it.
 */
final class NoticesReply {
  /** A dispatcher names no more. */
  private static final int REFUSED_MAX = 16;

  /** A dispatcher names no more. */
  private static final int FALLEN_BACK_MAX = 16;

  private static final int FAILING_MAX = 1000;
  private static final int NAME_LENGTH_MAX = 253;
  private static final int SENTENCE_LENGTH_MAX = 1000;

  private NoticesReply() {}

  static Notices parse(JsonNode reply) {
    return new Notices(
        SharedAddressesReply.parse(reply), refused(reply), failing(reply), fallenBack(reply));
  }

  private static List<RefusedJobs> refused(JsonNode reply) {
    List<RefusedJobs> refused = new ArrayList<>();
    for (JsonNode kind : reply.path("refusals")) {
      String outcome = ReplyText.of(kind, "outcome", NAME_LENGTH_MAX);
      if (refused.size() < REFUSED_MAX && !outcome.isEmpty()) {
        refused.add(
            new RefusedJobs(
                outcome,
                ReplyText.of(kind, "about", NAME_LENGTH_MAX),
                ReplyText.of(kind, "compiler", NAME_LENGTH_MAX),
                Math.max(0, kind.path("requestBytes").asLong()),
                (int) Math.clamp(kind.path("jobs").asDouble(), 0, LoadReply.MAX),
                ReplyText.of(kind, "sentence", SENTENCE_LENGTH_MAX)));
      }
    }
    return refused;
  }

  private static SortedSet<String> fallenBack(JsonNode reply) {
    TreeSet<String> tenants = new TreeSet<>();
    for (JsonNode fallBack : reply.path("pumpFallBacks")) {
      String tenant = ReplyText.of(fallBack, "tenant", NAME_LENGTH_MAX);
      if (tenants.size() < FALLEN_BACK_MAX && !tenant.isEmpty()) {
        tenants.add(tenant);
      }
    }
    return tenants;
  }

  private static SortedMap<String, String> failing(JsonNode reply) {
    TreeMap<String, String> failing = new TreeMap<>();
    for (JsonNode volunteer : reply.path("volunteers")) {
      String name = ReplyText.of(volunteer, "name", NAME_LENGTH_MAX);
      String trouble = ReplyText.of(volunteer, "trouble", NAME_LENGTH_MAX);
      boolean compilesNothing = volunteer.path("state").asText().equals(Notices.COMPILES_NOTHING);
      if (failing.size() < FAILING_MAX && (!trouble.isEmpty() || compilesNothing)) {
        failing.put(name, trouble.isEmpty() ? Notices.COMPILES_NOTHING : trouble);
      }
    }
    return failing;
  }
}
