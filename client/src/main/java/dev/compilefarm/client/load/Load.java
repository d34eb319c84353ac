package dev.compilefarm.client.load;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a dispatcher answers to {@code GET /v1/load}, as far as the command uses it. {@code
 * contract/load.json} is a sample; {@code docs/reference/http.md} explains the fields. Immutable.
 *
 * @param meanServiceSeconds null before the first job ended
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Load(
    int queued,
    int running,
    double oldestWaitSeconds,
    Double meanServiceSeconds,
    Slots slots,
    Jobs jobs,
    List<Tenant> tenants,
    List<Volunteer> volunteers,
    List<SharedAddress> sharedAddresses,
    List<Refusal> refusals,
    List<FallBack> pumpFallBacks) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Load {
    tenants = orNone(tenants);
    volunteers = orNone(volunteers);
    sharedAddresses = orNone(sharedAddresses);
    refusals = orNone(refusals);
    pumpFallBacks = orNone(pumpFallBacks);
  }

  /** Slots of volunteers. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Slots(int total, int busy, int draining) {}

  /** Counts since the dispatcher's start. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Jobs(long accepted, long done, long replayed, Map<String, Long> ended) {
    public Jobs {
      ended = ended == null ? Map.of() : Map.copyOf(ended);
    }
  }

  /**
   * One user of the queue.
   *
   * @param bound FARM, CLIENT or BALANCED; null while too little is known
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Tenant(
      String tenant,
      int queued,
      int running,
      int weight,
      int queuedOverLimit,
      Double meanServiceSeconds,
      String bound) {
    /** Running jobs for each unit of weight: who has least of this has the next turn. */
    public double share() {
      return running / (double) Math.max(1, weight);
    }
  }

  /**
   * One volunteer.
   *
   * @param trouble why it is set aside, where that is known; else null
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Volunteer(
      String name, String address, int slots, int busy, String state, String trouble) {
    /** Whether the dispatcher set it aside, as it takes jobs and compiles none. */
    public boolean isSetAside() {
      return "BLACK_HOLE".equals(state);
    }
  }

  /** An address behind which several clients are. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SharedAddress(String address, String reason) {}

  /** A kind of job that was refused in words. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Refusal(
      String outcome, String about, String compiler, long jobs, String sentence) {}

  /** A tenant whose jobs came by pump, and then plain. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record FallBack(String tenant, long jobs) {}

  /** The same with these tenants only. Refusals are of no tenant. */
  public Load of(Set<String> names) {
    return new Load(
        queued,
        running,
        oldestWaitSeconds,
        meanServiceSeconds,
        slots,
        jobs,
        tenants.stream().filter(tenant -> names.contains(tenant.tenant())).toList(),
        volunteers,
        sharedAddresses.stream().filter(shared -> names.contains(shared.address())).toList(),
        refusals,
        pumpFallBacks.stream().filter(back -> names.contains(back.tenant())).toList());
  }

  /**
   * The answer's body.
   *
   * @throws UnreadableAnswerException if it is no such JSON
   */
  public static Load of(String json) {
    try {
      return JSON.readValue(json, Load.class);
    } catch (JsonProcessingException e) {
      throw new UnreadableAnswerException("/v1/load", e);
    }
  }

  private static <T> List<T> orNone(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
