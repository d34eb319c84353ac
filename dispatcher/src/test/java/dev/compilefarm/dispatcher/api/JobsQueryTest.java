package dev.compilefarm.dispatcher.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.JobRecords;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobsQueryTest {
  private static final List<JobRecord> JOBS =
      List.of(
          JobRecords.replayed(1, "a"),
          JobRecords.running(2, "a"),
          JobRecords.running(3, "b"),
          JobRecords.queued(4, "a"));

  @Test
  void asksForTheNewestHundredOfAllByDefault() {
    JobsQuery query = JobsQuery.parse(null, null, null, null);
    assertEquals(100, query.limit());
    assertEquals(Long.MAX_VALUE, query.before());
    assertEquals(List.of(1L, 2L, 3L, 4L), ids(null, null));
  }

  @Test
  void takesTheLimitsEdgesAndCursors() {
    assertEquals(1, JobsQuery.parse("1", null, null, null).limit());
    assertEquals(1000, JobsQuery.parse("1000", null, null, null).limit());
    assertEquals(17, JobsQuery.parse(null, "17", null, null).before());
  }

  @Test
  void matchesByTenantAndState() {
    assertEquals(List.of(1L, 2L, 4L), ids("a", null));
    assertEquals(List.of(2L, 3L), ids(null, "running"));
    assertEquals(List.of(3L), ids("b", "RUNNING"));
    assertEquals(List.of(), ids("nobody", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "many", "", "99999999999"})
  void aLimitThatIsNoneIsNamed(String limit) {
    assertEquals(
        "limit is '" + limit + "'; it must be a whole number from 1 to 1000",
        problem(limit, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "", "9223372036854775808"})
  void aCursorThatIsNoneIsNamed(String after) {
    assertEquals(
        "after is '" + after + "'; it must be what an earlier page names as next",
        problem(null, after, null));
  }

  @Test
  void aStateThatIsNoneIsNamed() {
    assertEquals(
        "state is 'done'; it must be one of queued, running, answering, ended",
        problem(null, null, "done"));
  }

  private static List<Long> ids(String tenant, String state) {
    JobsQuery query = JobsQuery.parse(null, null, tenant, state);
    return JOBS.stream().filter(query::matches).map(JobRecord::id).toList();
  }

  private static String problem(String limit, String after, String state) {
    return assertThrows(
            IllegalArgumentException.class, () -> JobsQuery.parse(limit, after, null, state))
        .getMessage();
  }
}
