package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.LastStartStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.QueueStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.SlotsStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.VolunteersStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusPacingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void sameStatusIsNotWritten() {
    assertEquals(
        new StatusPacing.Unchanged(),
        StatusPacing.of(status(1, 3), status(1, 3), Optional.empty(), NOW));
  }

  @Test
  void firstStatusIsWritten() {
    assertEquals(
        new StatusPacing.Due(), StatusPacing.of(null, status(1, 3), Optional.of(NOW), NOW));
  }

  @Test
  void numbersWaitForTheirTime() {
    Instant written = NOW.minusMillis(300);

    assertEquals(
        new StatusPacing.Later(Duration.ofMillis(4700)),
        StatusPacing.of(status(1, 3), status(1, 4), Optional.of(written), NOW));
  }

  @Test
  void numbersAreWrittenThen() {
    Instant written = NOW.minusMillis(5000);

    assertEquals(
        new StatusPacing.Due(),
        StatusPacing.of(status(1, 3), status(1, 4), Optional.of(written), NOW));
  }

  @Test
  void anythingElseIsWrittenAtOnce() {
    assertEquals(
        new StatusPacing.Due(), StatusPacing.of(status(1, 3), status(2, 3), Optional.of(NOW), NOW));
  }

  /** In a farm that grows, it changes with each volunteer. */
  @Test
  void lastStartWaitsForItsTime() {
    assertEquals(
        new StatusPacing.Later(Duration.ofSeconds(5)),
        StatusPacing.of(started(9), started(8), Optional.of(NOW), NOW));
  }

  /** Its message counts jobs. */
  @Test
  void theSentenceOfAFarmThatGoesWaitsTooUnlessItIsTheFirst() {
    StatusPacing again = StatusPacing.of(going(3), going(2), Optional.of(NOW), NOW);
    StatusPacing first = StatusPacing.of(status(1, 3), going(3), Optional.of(NOW), NOW);

    assertEquals(new StatusPacing.Later(Duration.ofSeconds(5)), again);
    assertEquals(new StatusPacing.Due(), first);
  }

  /** Its sentence speaks of the kinds of jobs of the last minutes. */
  @Test
  void whatIsSaidOfRefusedJobsWaitsTooUnlessTheReasonChanges() {
    CompileFarmStatus before = refused("JobTooLarge", "gcc (request of 5 MiB)");

    assertEquals(
        new StatusPacing.Later(Duration.ofSeconds(5)),
        StatusPacing.of(
            before, refused("JobTooLarge", "gcc (request of 6 MiB)"), Optional.of(NOW), NOW));
    assertEquals(
        new StatusPacing.Due(),
        StatusPacing.of(
            before, refused("JobOutOfMemory", "gcc (request of 5 MiB)"), Optional.of(NOW), NOW));
  }

  @Test
  void whatIsSaidOfBuildsThatFallBackWaitsToo() {
    assertEquals(
        new StatusPacing.Later(Duration.ofSeconds(5)),
        StatusPacing.of(
            of("PumpFallsBack", "BuildFellBack", "a and 2 more"),
            of("PumpFallsBack", "BuildFellBack", "a and 3 more"),
            Optional.of(NOW),
            NOW));
  }

  private static CompileFarmStatus refused(String reason, String message) {
    return of("JobsRefused", reason, message);
  }

  private static CompileFarmStatus of(String type, String reason, String message) {
    Condition condition =
        new ConditionBuilder()
            .withType(type)
            .withStatus("True")
            .withReason(reason)
            .withMessage(message)
            .build();
    return status(List.of(condition), 1, 3);
  }

  private static CompileFarmStatus going(int jobs) {
    Condition condition =
        new ConditionBuilder()
            .withType("Ready")
            .withStatus("False")
            .withReason("Deleting")
            .withMessage(jobs + " jobs")
            .build();
    return status(List.of(condition), 1, jobs);
  }

  private static CompileFarmStatus started(int seconds) {
    return status(List.of(), 1, 0, new LastStartStatus(seconds, "It took " + seconds + " s"));
  }

  private static CompileFarmStatus status(int ready, int queued) {
    return status(List.of(), ready, queued);
  }

  private static CompileFarmStatus status(List<Condition> conditions, int ready, int queued) {
    return status(conditions, ready, queued, null);
  }

  private static CompileFarmStatus status(
      List<Condition> conditions, int ready, int queued, LastStartStatus start) {
    return new CompileFarmStatus(
        1L,
        conditions,
        "main.ci.svc:3632",
        null,
        "a=b",
        ready,
        VolunteersStatus.of(1, ready, 0, "0 queued + 0 running"),
        new SlotsStatus(2, 0),
        new QueueStatus(queued, 0),
        null,
        start);
  }
}
