package dev.compilefarm.client.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.client.diagnosis.FarmState;
import dev.compilefarm.client.diagnosis.RecordedFarm;
import dev.compilefarm.client.load.JobsPage;
import dev.compilefarm.client.load.Load;
import dev.compilefarm.client.text.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final String TENANT = "\\w   ci-\\d\\d";
  private static final String VOLUNTEER = "main-volunteers-\\d{3} ";

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
    FarmState farm = RecordedFarm.FARM_BOUND.state();
    Load load = farm.load().orElseThrow();
    assertEquals(
        """
        main: ready; 2 of 2 volunteers ready; 16 of 16 slots busy; 40 jobs wait (oldest %s), 4.2 jobs/s
        Size: 40 queued and 16 running jobs start within 5 s on 2 volunteers
        Next turn: who used least lately, of 10.1.0.9, nightly: each has 8 running for a weight of 1
        Jobs of 10.1.0.9, nightly wait for slots: 40 jobs wait, and 16 of 16 slots are busy. \
        For more speed set spec.scaling.preference to Fast, or raise spec.scaling.minVolunteers.

            TENANT     WEIGHT   RUNNING   WAITING   OVER LIMIT   MEAN   BOUND BY
        A   10.1.0.9   1        8         22        0            %-4s   farm
        B   nightly    1        8         18        0            %-4s   farm

        main-volunteers-a  AB######  ready
        main-volunteers-b  ########  ready\
        """
            .formatted(
                Quantity.seconds(load.oldestWaitSeconds()),
                Quantity.seconds(load.tenants().get(0).meanServiceSeconds()),
                Quantity.seconds(load.tenants().get(1).meanServiceSeconds())),
        Frame.of(farm, JOBS, OptionalDouble.of(4.21), Palette.PLAIN, Screen.ENDLESS));
  }

  @Test
  void saysHowLongJobsWaitForASlotAndNotForTheirTenantsLimit() {
    assertTrue(picture(RecordedFarm.COLD_STARTS).contains(" 24 jobs wait (oldest "));
    assertTrue(picture(RecordedFarm.TENANT_AT_ITS_LIMIT).contains(" 31 jobs wait\n"));
  }

  @Test
  void coloursLettersOnly() {
    String text =
        Frame.of(
            RecordedFarm.FARM_BOUND.state(),
            JOBS,
            OptionalDouble.empty(),
            Palette.COLOURS,
            Screen.ENDLESS);
    assertTrue(text.contains("\u001b[36mA\u001b[0m   10.1.0.9"), text);
    assertEquals(
        Frame.of(
            RecordedFarm.FARM_BOUND.state(),
            JOBS,
            OptionalDouble.empty(),
            Palette.PLAIN,
            Screen.ENDLESS),
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
    String text = picture(farm);
    assertTrue(text.contains("\nNext turn: " + turn + "\n"), text);
  }

  private static String picture(RecordedFarm farm) {
    return Frame.of(
        farm.state(), farm.running(), OptionalDouble.empty(), Palette.PLAIN, Screen.ENDLESS);
  }

  /** So many tenants with 3 jobs each, and so many volunteers with 4 slots each. */
  private static FarmState large(int tenants, int volunteers) {
    String list =
        IntStream.range(0, tenants)
            .mapToObj(number ->
                "{\"tenant\": \"ci-%02d\", \"queued\": 2, \"running\": 1, \"weight\": 1}"
                    .formatted(number))
            .collect(Collectors.joining(","));
    String pods =
        IntStream.range(0, volunteers)
            .mapToObj(number ->
                ("{\"name\": \"main-volunteers-%03d\", \"slots\": 4, \"busy\": 1,"
                        + " \"state\": \"%s\"}")
                    .formatted(number, number == 77 ? "BLACK_HOLE" : "READY"))
            .collect(Collectors.joining(","));
    return new FarmState(
        RecordedFarm.FARM_BOUND.state().farm(),
        Optional.of(
            Load.of(
                "{\"slots\": {\"total\": 9}, \"tenants\": [%s], \"volunteers\": [%s]}"
                    .formatted(list, pods))));
  }

  private static List<String> lines(FarmState state, Palette palette, Screen screen) {
    return Frame.of(state, JOBS, OptionalDouble.empty(), palette, screen).lines().toList();
  }

  /** Rows that begin so, and those that a row counts. */
  private static int told(List<String> lines, String row, String others) {
    int shown = (int) lines.stream().filter(line -> line.matches(row + " .*")).count();
    return shown
        + lines.stream()
            .map(Pattern.compile("and (\\d+) more " + others + ":.*")::matcher)
            .filter(Matcher::matches)
            .mapToInt(line -> Integer.parseInt(line.group(1)))
            .sum();
  }

  @Test
  void neverHasMoreRowsThanTheTerminalAndTellsOfAllThatThereIs() {
    for (int rows = 1; rows < 150; rows++) {
      for (int columns : new int[] {20, 80, 200}) {
        List<String> lines =
            lines(large(40, 90), Palette.COLOURS, new Screen(rows, columns)).stream()
                .map(line -> line.replaceAll("\u001b\\[\\d+m", ""))
                .toList();
        assertTrue(lines.size() <= rows, lines::toString);
        lines.forEach(line -> assertTrue(line.length() <= columns, line));
        lines.forEach(line -> assertFalse(line.contains("\u001b"), line));
        if (columns >= 80 && rows >= 16) {
          assertEquals(40, told(lines, TENANT, "tenants"), lines::toString);
          assertEquals(90, told(lines, VOLUNTEER, "volunteers"), lines::toString);
        }
      }
    }
  }

  @Test
  void leavesOutWhatIsLeastToSee() {
    List<String> lines = lines(large(3, 90), Palette.PLAIN, new Screen(16, 200));
    assertEquals(16, lines.size());
    assertEquals(3, told(lines, TENANT, "tenants"), lines::toString);
    assertTrue(lines.contains("main-volunteers-077  #···  black hole"), lines::toString);
    assertEquals("and 85 more volunteers: 85 of 340 slots busy", lines.getLast());
  }

  @Test
  void sharesRowsFairly() {
    assertEquals(new RowShares(10, 10), RowShares.of(20, 50, 60));
    assertEquals(new RowShares(3, 17), RowShares.of(20, 3, 60));
    assertEquals(new RowShares(16, 4), RowShares.of(20, 50, 4));
    assertEquals(new RowShares(3, 4), RowShares.of(20, 3, 4));
    assertEquals(new RowShares(11, 10), RowShares.of(21, 50, 60));
    assertEquals(new RowShares(0, 0), RowShares.of(-5, 50, 60));
  }

  @Test
  void breaksSentencesBetweenWords() {
    Screen narrow = new Screen(3, 12);
    assertEquals(
        "The farm\n  grows, and\n  nobody", narrow.fit("The farm grows, and nobody waits."));
    assertEquals("abcdefghijkl", narrow.fit("abcdefghijklmnop"));
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
