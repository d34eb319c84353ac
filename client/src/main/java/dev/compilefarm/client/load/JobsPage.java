package dev.compilefarm.client.load;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What a dispatcher answers to {@code GET /v1/jobs}.
 *
 * @param next what {@code after} is for the page of older jobs; null if there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobsPage(List<Job> jobs, String next) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public JobsPage {
    jobs = jobs == null ? List.of() : List.copyOf(jobs);
  }

  /**
   * One job. Times of day are ISO 8601 in UTC. What has not happened is null.
   *
   * @param state QUEUED, RUNNING, ANSWERING or ENDED
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Job(
      long id,
      String tenant,
      String compiler,
      int protocol,
      long requestBytes,
      long replyBytes,
      String queuedAt,
      String startedAt,
      String endedAt,
      double waitedSeconds,
      Double servedSeconds,
      String volunteer,
      int attempts,
      String state,
      String outcome,
      String sentence) {}

  /**
   * The answer's body.
   *
   * @throws UnreadableAnswerException if it is no such JSON
   */
  public static JobsPage of(String json) {
    try {
      return JSON.readValue(json, JobsPage.class);
    } catch (JsonProcessingException e) {
      throw new UnreadableAnswerException("/v1/jobs", e);
    }
  }
}
