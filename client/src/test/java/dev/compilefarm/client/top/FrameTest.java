package dev.compilefarm.client.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.client.diagnosis.RecordedFarm;
import dev.compilefarm.client.load.JobsPage;
import dev.compilefarm.client.load.Load;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final List<JobsPage.Job> JOBS =
      JobsPage.of(
              """
              {"jobs": [
                {"id": 1, "tenant": "nightly", "volunteer": "main-volunteers-a", "state": "RUNNING"},
                {"id": 2, "tenant": "10.1.0.9", "volunteer": "main-volunteers-a", "state": "RUNNING"},
                {"id": 3, "tenant": "gone", "volunteer": "main-volunteers-b", "state": "RUNNING"},
                {"id": 4, "tenant": "nightly", "volunteer": null, "state": "ANSWERING"}]}
              """)
          .jobs();

  @Test
  void showsAFarm() {
    assertEquals(
        """
        main: ready; 2 of 2 volunteers ready; 16 of 16 slots busy; 40 jobs wait (oldest 9.5s), 4.2 jobs/s
        Size: 40 queued and 16 running jobs start within 5 s on 2 volunteers
        Next turn: who used least lately, of 10.1.0.9, nightly: each has 8 running for a weight of 1
        Jobs of 10.1.0.9, nightly wait for slots: 40 jobs wait, and 16 of 16 slots are busy. \
        For more speed set spec.scaling.preference to Fast, or raise spec.scaling.minVolunteers.

            TENANT     WEIGHT   RUNNING   WAITING   OVER LIMIT   MEAN   BOUND BY
        A   10.1.0.9   1        8         22        0            2.0s   farm
        B   nightly    1        8         18        0            2.0s   farm

        main-volunteers-a  AB######  ready
        main-volunteers-b  ########  ready\
        """,
        Frame.of(RecordedFarm.FARM_BOUND.state(), JOBS, OptionalDouble.of(4.21), Palette.PLAIN));
  }

  @Test
  void coloursLettersOnly() {
    String text =
        Frame.of(RecordedFarm.FARM_BOUND.state(), JOBS, OptionalDouble.empty(), Palette.COLOURS);
    assertTrue(text.contains("\u001b[36mA\u001b[0m   10.1.0.9"), text);
    assertEquals(
        Frame.of(RecordedFarm.FARM_BOUND.state(), JOBS, OptionalDouble.empty(), Palette.PLAIN),
        text.replaceAll("\u001b\\[\\d+m", ""));
  }

  @Test
  void saysWhoseTurnItIs() {
    assertTurn(
        RecordedFarm.TENANT_AT_ITS_LIMIT, "nobody, as all that wait run as many as they may");
    assertTurn(RecordedFarm.CLIENT_BOUND, "nobody waits");
    assertTurn(RecordedFarm.COLD_STARTS, "10.1.0.9, the only one that waits");
  }

  private static void assertTurn(RecordedFarm farm, String turn) {
    String text = Frame.of(farm.state(), List.of(), OptionalDouble.empty(), Palette.PLAIN);
    assertTrue(text.contains("\nNext turn: " + turn + "\n"), text);
  }

  @Test
  void countsJobsASecond() {
    Rate rate = new Rate();
    assertTrue(rate.next(ended(10), 0).isEmpty());
    assertEquals(2.5, rate.next(ended(15), 2_000_000_000L).getAsDouble());
    assertTrue(rate.next(ended(3), 3_000_000_000L).isEmpty(), "a new dispatcher");
  }

  private static Load ended(long jobs) {
    return Load.of("{\"jobs\": {\"ended\": {\"DONE\": %d}}}".formatted(jobs));
  }
}
