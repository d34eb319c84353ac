package dev.compilefarm.e2e.observe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A job in a dispatcher's {@code /v1/jobs}.
 *
 * @param startOrder the dispatcher's own count of first starts, a total order; null while it waits
 * @param attempts how often it was sent to a volunteer
 * @param outcome null while it is not over
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobRecord(
    long id,
    String tenant,
    String compiler,
    Long startOrder,
    String volunteer,
    int attempts,
    String outcome) {}
