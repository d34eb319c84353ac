package dev.compilefarm.dispatcher.admin;

import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.JobState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which jobs somebody asks for.
 *
 * @param limit most jobs; of more, the newest are given
 */
record JobsQuery(int limit, Optional<String> tenant, Optional<JobState> state) {
  static final int LIMIT_MAX = 10_000;

  /**
   * The query of these parameters of a URL, each null where it is absent.
   *
   * @throws IllegalArgumentException naming what is wrong and what would be right
   */
  static JobsQuery parse(String limit, String tenant, String state) {
    return new JobsQuery(
        limit == null ? LIMIT_MAX : parseLimit(limit),
        Optional.ofNullable(tenant),
        Optional.ofNullable(state).map(JobsQuery::parseState));
  }

  /** Those of these jobs that are asked for, in the same order. */
  List<JobRecord> select(List<JobRecord> jobs) {
    List<JobRecord> matching =
        jobs.stream()
            .filter(job -> tenant.map(job.tenant()::equals).orElse(true))
            .filter(job -> state.map(job.state()::equals).orElse(true))
            .toList();
    return matching.subList(Math.max(0, matching.size() - limit), matching.size());
  }

  private static int parseLimit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LIMIT_MAX) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "limit is '%s'; it must be a whole number from 1 to %d".formatted(text, LIMIT_MAX));
  }

  private static JobState parseState(String text) {
    return Arrays.stream(JobState.values())
        .filter(state -> nameOf(state).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "state is '%s'; it must be one of %s".formatted(text, names())));
  }

  private static String names() {
    return Arrays.stream(JobState.values())
        .map(JobsQuery::nameOf)
        .collect(Collectors.joining(", "));
  }

  private static String nameOf(JobState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
