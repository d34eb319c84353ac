package dev.compilefarm.testbed.observe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A job in a dispatcher's {@code /v1/jobs}.
 *
 * @param queuedAt when the whole request had arrived, in ISO 8601
 * @param startedAt when it was first given to a volunteer, in ISO 8601; null while it waits
 * @param startOrder the dispatcher's own count of first starts, a total order; null while it waits
 * @param servedSeconds since it was last given to a volunteer, as long as it runs; null before that
 * @param attempts how often it was sent to a volunteer
 * @param state {@code QUEUED}, {@code RUNNING}, {@code ANSWERING} or {@code ENDED}
 * @param outcome null while it is not over
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobRecord(
    long id,
    String tenant,
    String compiler,
    String queuedAt,
    String startedAt,
    Long startOrder,
    String volunteer,
    Double servedSeconds,
    int attempts,
    String state,
    String outcome) {

  /** Whether a volunteer has it now. */
  public boolean isRunning() {
    return "RUNNING".equals(state);
  }
}
