package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Bounds of the dispatcher's queue. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueueSpec(
    @Default("1000")
        @Min(1)
        @Max(100_000)
        @JsonPropertyDescription(
            "Jobs that may wait at a time. Past this, jobs are sent home to compile on their client.")
        Integer maxQueuedJobs,
    @Default("1800")
        @Min(1)
        @Max(86400)
        @JsonPropertyDescription(
            "Longest time a job may wait, in seconds; then it is sent home to compile on its client.")
        Integer maxWaitSeconds) {

  static final QueueSpec DEFAULTS = new QueueSpec(null, null);

  public QueueSpec {
    maxQueuedJobs = maxQueuedJobs == null ? 1000 : maxQueuedJobs;
    maxWaitSeconds = maxWaitSeconds == null ? 1800 : maxWaitSeconds;
  }
}
