package dev.compilefarm.testbed.observe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/** A dispatcher's {@code /v1/load}: how things stand now. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Load(
    int queued,
    int running,
    Slots slots,
    Jobs jobs,
    List<Tenant> tenants,
    List<Volunteer> volunteers) {

  /** {@code total} are the slots of ready volunteers. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Slots(int total, int busy) {}

  /**
   * Counts since the dispatcher started; {@code done} are those whose whole reply reached the
   * client.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Jobs(long accepted, long done, long replayed, Map<String, Long> ended) {}

  /** Whose jobs share a turn, by client address. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Tenant(String tenant, int queued, int running) {}

  /** A pod that compiles; {@code toolchain} is null before it has told which compilers it has. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Volunteer(String name, int slots, int busy, String state, String toolchain) {}

  /** The jobs that a client address has in the queue. */
  public int queuedBy(String tenant) {
    return tenants.stream().filter(t -> t.tenant().equals(tenant)).mapToInt(Tenant::queued).sum();
  }
}
