package dev.compilefarm.dispatcher.api;

import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.JobState;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Which jobs somebody asks for.
 *
 * @param limit most jobs; of more, the newest are given
 * @param before only jobs that arrived before the one with this id
 */
record JobsQuery(int limit, long before, Optional<String> tenant, Optional<JobState> state) {
  static final int LIMIT_DEFAULT = 100;
  static final int LIMIT_MAX = 1000;

  /**
   * The query of these parameters of a URL, each null where it is absent.
   *
   * @throws IllegalArgumentException naming what is wrong and what would be right
   */
  static JobsQuery parse(String limit, String after, String tenant, String state) {
    return new JobsQuery(
        limit == null ? LIMIT_DEFAULT : parseLimit(limit),
        after == null ? Long.MAX_VALUE : parseCursor(after),
        Optional.ofNullable(tenant),
        Optional.ofNullable(state).map(JobsQuery::parseState));
  }

  /** Whether this job is of the tenant and in the state that are asked for. */
  boolean matches(JobRecord job) {
    return tenant.map(job.tenant()::equals).orElse(true)
        && state.map(job.state()::equals).orElse(true);
  }

  private static int parseLimit(String text) {
    return (int)
        number(text, LIMIT_MAX)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "limit is '%s'; it must be a whole number from 1 to %d"
                        .formatted(text, LIMIT_MAX)));
  }

  private static long parseCursor(String text) {
    return number(text, Long.MAX_VALUE)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "after is '%s'; it must be what an earlier page names as next".formatted(text)));
  }

  private static OptionalLong number(String text, long max) {
    try {
      long number = Long.parseLong(text);
      return number >= 1 && number <= max ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
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
