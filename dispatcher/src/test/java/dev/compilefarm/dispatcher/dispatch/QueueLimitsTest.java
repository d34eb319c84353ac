package dev.compilefarm.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limits of every dispatcher, at their edges. */
class QueueLimitsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private final DispatchCore core =
      new DispatchCore(QueueLimits.of(9, Duration.ofHours(1), PATIENCE), TenantShares.equal(9));
  private final Job job = new Job("a", "gcc", 100, new ListenerOfNobody());

  @Test
  void theThirdVolunteerThatEndsUnderAJobEndsIt() {
    core.update(IntStream.rangeClosed(1, 4).mapToObj(i -> ready("v" + i)).toList(), 0);
    core.submit(job, 0, 0);
    for (int death = 1; death <= 3; death++) {
      assertEquals(0, ended(Outcome.VOLUNTEERS_FAILED), "before death " + death);
      String volunteer = job.tries.last().orElseThrow();
      core.failed(job, death);
      core.deserted(volunteer, death, death);
    }
    core.failed(job, 4);
    assertEquals(1, ended(Outcome.VOLUNTEERS_FAILED));
  }

  @Test
  void theTenthAttemptIsTheLast() {
    core.update(List.of(ready("v0")), 0);
    core.submit(job, 0, 0);
    for (int attempt = 1; attempt <= 9; attempt++) {
      core.update(List.of(ready("v" + attempt)), attempt);
      core.failed(job, attempt);
      assertEquals(0, ended(Outcome.VOLUNTEERS_FAILED), "after attempt " + attempt);
    }
    core.update(List.of(ready("v10")), 10);
    core.failed(job, 10);
    assertEquals(1, ended(Outcome.VOLUNTEERS_FAILED));
  }

  @Test
  void aHeldClientIsFedAfterFourFifthsOfItsPatience() {
    core.submit(job, 0, 0);
    long edge = Duration.ofMinutes(4).toNanos();
    assertEquals(List.of(), core.tick(edge));
    assertEquals(1, core.tick(edge + 1).size());
  }

  @Test
  void aTenantMayBeFedEarlierAndNobodyLaterThanItsClientsAreThere() {
    QueueLimits limits =
        QueueLimits.of(9, Duration.ofHours(1), PATIENCE)
            .feedingAfter(
                Duration.ofSeconds(280),
                Map.of("relayed", Duration.ofSeconds(30), "late", Duration.ofSeconds(280)));
    assertEquals(Duration.ofSeconds(30), limits.feedAfter("relayed"));
    assertEquals(Duration.ofMinutes(4), limits.feedAfter("late"));
    assertEquals(Duration.ofMinutes(4), limits.feedAfter("a"));
    DispatchCore two = new DispatchCore(limits, TenantShares.equal(9));
    two.submit(job, 0, 0);
    Job relayed = new Job("relayed", "gcc", 100, new ListenerOfNobody());
    two.submit(relayed, 0, 0);
    assertEquals(List.of(new Action.Feed(relayed, 1)), two.tick(Duration.ofSeconds(31).toNanos()));
  }

  private long ended(Outcome outcome) {
    return core.snapshot(20).ended().get(outcome);
  }

  private static Volunteer ready(String name) {
    return new Volunteer(name, name, 3632, 1, Availability.READY);
  }
}
