package dev.compilefarm.autoscaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.autoscaling.DayRecord.JobRun;
import dev.compilefarm.autoscaling.MakeInvocation.Client;
import dev.compilefarm.autoscaling.MakeInvocation.Step;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Builds on a farm at its maximum, so simple that their course is known. */
class SimFarmTest {
  private static final FarmSettings FARM = FarmSettings.usual(StartUp.ROOM_ON_NODES);

  @Test
  void aCoreFeedsAsManySlotsAsItPreprocessesJobsInTheTimeOfOne() {
    // Ten jobs a second come from the core, and each takes half a second.
    DayRecord day = play(new Client("user", 64, 1, 0.1), step(40, 0.5, 0));

    assertEquals(40 * 0.1 + 0.5, day.builds().getFirst().seconds(), 1e-6);
    assertEquals(5, mostAtATime(day.jobs()));
  }

  @Test
  void makeHasNoMoreJobsUnderWayThanItWasTold() {
    DayRecord day = play(new Client("user", 4, 32, 0.1), step(40, 0.5, 0));

    assertEquals(10 * (0.1 + 0.5), day.builds().getFirst().seconds(), 1e-6);
    assertEquals(4, mostAtATime(day.jobs()));
  }

  @Test
  void aLinkWaitsForTheJobsBeforeItAndTheNextStepForTheLink() {
    DayRecord day = play(new Client("user", 8, 8, 0.1), step(8, 1, 3), step(8, 1, 2));

    assertEquals(0.1 + 1 + 3 + 0.1 + 1 + 2, day.builds().getFirst().seconds(), 1e-6);
    assertEquals(16, day.builds().getFirst().jobs());
  }

  private static DayRecord play(Client client, Step... steps) {
    return SimFarm.fixedAtMaximum(FARM, List.of(new MakeInvocation(10, client, List.of(steps))));
  }

  private static Step step(int jobs, double compileSeconds, double linkSeconds) {
    return new Step(Collections.nCopies(jobs, compileSeconds), linkSeconds);
  }

  private static long mostAtATime(List<JobRun> jobs) {
    return jobs.stream()
        .mapToLong(job ->
            jobs.stream()
                .filter(other ->
                    other.started() <= job.started() && job.started() < other.ended() - 1e-6)
                .count())
        .max()
        .orElseThrow();
  }
}
