package dev.compilefarm.autoscaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.autoscaling.DayRecord.JobRun;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Days so simple that the best is known. Start-ups cost 0.95 s each. */
class ClairvoyantPlannerTest {
  private static final double START = StartUp.ROOM_ON_NODES.median();

  /** Two slots a volunteer, a target of 5 s, kept for 100 s. */
  private static final FarmSettings FARM =
      new FarmSettings(new ScalingSpec(0, 50, 5, 1, 100), 2, StartUp.ROOM_ON_NODES, 0);

  @Test
  void oneJobCostsOneVolunteerUntilTheDelayIsOver() {
    ClairvoyantPlanner planner = new ClairvoyantPlanner(List.of(new JobRun(50, 3, 10)), FARM);

    assertEquals(START + 10 + 100, planner.cheapest(), 1e-6);
    assertEquals(10 / 2.0, planner.work(), 1e-6);
  }

  @Test
  void jobsOfOneMomentAreServedOneAfterTheOtherAsFarAsTheMeanWaitAllows() {
    // One volunteer starts two of the jobs each second: the last waits 9 s, the mean is 4.5 s.
    List<JobRun> jobs = IntStream.range(0, 20).mapToObj(i -> new JobRun(0, 0, 1)).toList();

    assertEquals(START + 10 + 100, new ClairvoyantPlanner(jobs, FARM).cheapest(), 1e-6);
    // Within 5 s for each: two volunteers, for 5 s.
    assertEquals(
        2 * (START + 5 + 100), new ClairvoyantPlanner(jobs, FARM).cheapestWithoutLongWaits(), 1e-6);
  }

  @Test
  void volunteersAreKeptBetweenBuildsThatAreCloserThanTheDelay() {
    Stream<JobRun> jobs =
        Stream.of(0.0, 60.0).flatMap(at -> Stream.of(new JobRun(at, 0, 1), new JobRun(at, 0, 1)));

    // The first build may wait for the start.
    assertEquals(61 + 100, new ClairvoyantPlanner(jobs.toList(), FARM).cheapest(), 1e-6);
  }

  @Test
  void volunteersGoBetweenBuildsThatAreFurtherApart() {
    List<JobRun> jobs = List.of(new JobRun(0, 0, 1), new JobRun(500, 0, 1));

    assertEquals(2 * (START + 1 + 100), new ClairvoyantPlanner(jobs, FARM).cheapest(), 1e-6);
  }
}
