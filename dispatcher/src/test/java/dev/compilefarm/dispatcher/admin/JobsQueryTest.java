package dev.compilefarm.dispatcher.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.JobRecords;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobsQueryTest {
  private static final List<JobRecord> JOBS =
      List.of(
          JobRecords.replayed(1, "a"),
          JobRecords.running(2, "a"),
          JobRecords.running(3, "b"),
          JobRecords.queued(4, "a"));

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"4", "10000"})
  void selectsAllThatThereAre(String limit) {
    assertEquals(JOBS, JobsQuery.parse(limit, null, null).select(JOBS));
  }

  @Test
  void aLimitKeepsTheNewestInTheirOrder() {
    assertEquals(List.of(3L, 4L), ids("2", null, null));
    assertEquals(List.of(2L, 4L), ids("2", "a", null));
  }

  @Test
  void selectsByTenantAndState() {
    assertEquals(List.of(1L, 2L, 4L), ids(null, "a", null));
    assertEquals(List.of(2L, 3L), ids(null, null, "running"));
    assertEquals(List.of(3L), ids(null, "b", "RUNNING"));
    assertEquals(List.of(), ids(null, "nobody", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10001", "many", "", "99999999999"})
  void aLimitThatIsNoneIsNamed(String limit) {
    assertEquals(
        "limit is '" + limit + "'; it must be a whole number from 1 to 10000",
        problem(limit, null));
  }

  @Test
  void aStateThatIsNoneIsNamed() {
    assertEquals(
        "state is 'done'; it must be one of queued, running, answering, ended",
        problem(null, "done"));
  }

  private static List<Long> ids(String limit, String tenant, String state) {
    return JobsQuery.parse(limit, tenant, state).select(JOBS).stream().map(JobRecord::id).toList();
  }

  private static String problem(String limit, String state) {
    return assertThrows(IllegalArgumentException.class, () -> JobsQuery.parse(limit, null, state))
        .getMessage();
  }
}
