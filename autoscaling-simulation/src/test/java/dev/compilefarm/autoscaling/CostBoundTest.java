package dev.compilefarm.autoscaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.autoscaling.DayRecord.JobRun;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Days so simple that the least is known: two slots a volunteer, and a start costs 3 s. */
class CostBoundTest {
  private static final int SLOTS = 2;
  private static final double START = 3;

  @Test
  void oneJobCostsItsTimeAndTheStartOfOneVolunteer() {
    assertEquals(3 + 10, bound(new JobRun(50, 0, 10)), 1e-9);
  }

  @Test
  void aDayWithoutJobsCostsNothing() {
    assertEquals(0, bound(), 1e-9);
  }

  @Test
  void jobsOfOneMomentShareVolunteers() {
    JobRun[] jobs = IntStream.range(0, 5).mapToObj(i -> new JobRun(0, 1, 7)).toArray(JobRun[]::new);

    assertEquals(3 * (3 + 7), bound(jobs), 1e-9);
  }

  @Test
  void whatEndsEarlierIsPackedTogether() {
    // From second 4 on two jobs are left, which one volunteer has slots for.
    assertEquals(
        2 * (3 + 4) + 6,
        bound(new JobRun(0, 0, 4), new JobRun(0, 0, 10), new JobRun(0, 0, 4), new JobRun(0, 0, 10)),
        1e-9);
  }

  @Test
  void aVolunteerIsKeptThroughGapsThatAreShorterThanAStart() {
    assertEquals(3 + 1 + 2 + 1, bound(new JobRun(0, 0, 1), new JobRun(3, 0, 1)), 1e-9);
    assertEquals(3 + 1 + 3 + 1, bound(new JobRun(0, 0, 1), new JobRun(500, 0, 1)), 1e-9);
  }

  private static double bound(JobRun... jobs) {
    return CostBound.of(List.of(jobs), SLOTS, START);
  }
}
