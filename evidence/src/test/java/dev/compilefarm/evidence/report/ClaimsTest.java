package dev.compilefarm.evidence.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.evidence.build.RecordedBuilds;
import dev.compilefarm.evidence.cell.Cell;
import dev.compilefarm.evidence.cell.Fleet;
import dev.compilefarm.evidence.cell.Mix;
import dev.compilefarm.evidence.comparison.CellResult;
import dev.compilefarm.evidence.comparison.Results;
import dev.compilefarm.evidence.comparison.Row;
import dev.compilefarm.evidence.measure.Figure;
import dev.compilefarm.evidence.measure.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the page says in words, by whole intervals where it compares: another run of the grid that
 * turns a sentence round fails here.
 */
class ClaimsTest {
  private static final double MUCH = Double.POSITIVE_INFINITY;

  private static Results results;
  private static CellResult base;
  private static CellResult hundred;
  private static CellResult overload;
  private static CellResult mixed;
  private static CellResult same;

  @BeforeAll
  static void read() throws IOException {
    results = ResultsFile.read(Path.of("..", "docs", "evidence"));
    String largest = RecordedBuilds.all().getLast().name();
    base = results.of(Cell.BASE);
    hundred = results.of(Cell.BASE.users(100));
    overload = results.of(Cell.BASE.users(100).load(1.2));
    mixed = results.of(Cell.BASE.project(largest).mix(Mix.HEAVY_AND_LIGHT));
    same = results.of(Cell.BASE.project(largest));
  }

  @Test
  void limitsDoNearlyAsWellAsAQueueAlone() {
    assertWithin(0.95, 1.1, overFirstCome(base, "4"));
  }

  @Test
  void turnsDoBetterThanLimitsAndMoreSoForManyUsers() {
    assertWithin(1.05, MUCH, overFair(base, "4"));
    assertWithin(0.05, MUCH, overFair(hundred, "4").minus(overFair(base, "4")));
    assertWithin(1.05, MUCH, base.row("4").overFair().get(Figure.MEAN_SECONDS));
    assertWithin(1.05, MUCH, overFair(base, "10"));
  }

  @Test
  void serverLimitsKeepServersFromMuchAndClientLimitsDoNot() {
    for (Row row : List.of(overload.row("4"), base.row("3"))) {
      assertWithin(
          1.5, row.settings().jobsPerCore() + 0.05, row.figures().get(Figure.P95_LOAD_OF_BUSIEST));
    }
    assertWithin(
        1,
        MUCH,
        hundred
            .row("1")
            .figures()
            .get(Figure.P95_LOAD_OF_BUSIEST)
            .minus(base.row("1").figures().get(Figure.P95_LOAD_OF_BUSIEST)));
    assertWithin(
        2,
        MUCH,
        results.of(Cell.BASE.parallel(4)).row("1").figures().get(Figure.P95_LOAD_OF_BUSIEST));
  }

  @Test
  void listsInTheSameOrderAreBadForFewJobsAndShuffledOnesAreNot() {
    CellResult fewJobs = results.of(Cell.BASE.parallel(4));
    assertWithin(1.5, MUCH, overFirstCome(fewJobs, "1"));
    assertWithin(0.95, 1.05, overFirstCome(fewJobs, "2"));
  }

  @Test
  void oneUserNeedsNothing() {
    for (Row row : results.of(Cell.BASE.users(1)).rows()) {
      assertWithin(0.98, 1.02, row.figures().get(Figure.MEAN_SLOWDOWN));
    }
  }

  @Test
  void aQueueWithoutTurnsNeedsLimitsWhereThereIsTooMuch() {
    assertWithin(1.1, MUCH, overFirstCome(overload, "0"));
    assertWithin(0.9, 1.1, overFirstCome(overload, "4"));
  }

  @Test
  void aLimitOfOneProtectsSmallBuildsAndHoldsTheLargeOnesBack() {
    assertEquals(1, mixed.row("4").settings().clientLimit());
    assertWithin(1, 1.15, mixed.row("4").figures().get(Figure.SMALLEST_SLOWDOWN));
    assertWithin(1.05, MUCH, overFair(mixed, "4"));
  }

  @Test
  void whoKnowsTheSpeedOfMachinesIsTheBestForOneUserAndTurnsAreForMany() {
    CellResult one = results.of(Cell.BASE.users(1).fleet(Fleet.UNEQUAL));
    assertWithin(0, 0.95, overFair(one, "4"));
    assertWithin(0, 0.95, overFair(one, "10"));
    assertWithin(0, 0.99, overFair(results.of(Cell.BASE.users(5).fleet(Fleet.UNEQUAL)), "1"));
    assertWithin(1.05, MUCH, overFair(results.of(Cell.BASE.users(100).fleet(Fleet.UNEQUAL)), "4"));
  }

  @Test
  void aFreshCountHelpsAtMostALittleAndAnOldOneHerdsIfAllReadIt() {
    assertWithin(-0.1, 0.01, overFirstCome(base, "7").minus(overFirstCome(base, "2")));
    Row old =
        results.countAges().rows().stream()
            .filter(row -> row.name().contains("10.0 s old"))
            .findFirst()
            .orElseThrow();
    Interval drawn = overFirstCome(results.countAges(), "2");
    assertWithin(-0.1, 0.1, old.overFirstCome().get(Figure.MEAN_SLOWDOWN).minus(drawn));
    Interval ownOfTheCrowd = overFirstCome(results.countAgesInACrowd(), "2");
    for (Row row : results.countAgesInACrowd().rows()) {
      Interval more = row.overFirstCome().get(Figure.MEAN_SLOWDOWN).minus(ownOfTheCrowd);
      if (row.name().contains("the same for all")) {
        assertWithin(0.05, MUCH, more);
      } else if (row.number().equals("7")) {
        assertWithin(-0.1, 0.1, more);
      }
    }
  }

  @Test
  void firstReadyIsNearlyAsGoodAsAQueueWithoutTurns() {
    assertWithin(0.95, 1.1, overFirstCome(base, "6"));
    assertWithin(1.05, MUCH, overFair(base, "6"));
  }

  @Test
  void refusalsCostWhereHomesAreBusyAndHelpWhereTheFarmIs() {
    assertWithin(0, 0.01, base.row("5").figures().get(Figure.AT_HOME));
    Row fromOne = results.refusals().rows().get(1);
    assertEquals("hangs up at 1.0 jobs a core", fromOne.name());
    assertWithin(0.15, 0.25, fromOne.figures().get(Figure.AT_HOME));
    assertWithin(1.05, MUCH, fromOne.overFirstCome().get(Figure.MEAN_SLOWDOWN));
    assertWithin(0.1, MUCH, overFair(hundred, "4").minus(overFair(hundred, "5")));
    assertWithin(0, 0.95, overFair(overload, "5"));
  }

  @Test
  void turnsAreWorseWhereAllBuildTheSame() {
    assertWithin(0, 0.99, overFair(same, "4"));
    assertWithin(0, 0.99, overFair(same, "10"));
    assertWithin(0, 0.99, overFair(results.of(Cell.BASE.project("abseil")), "10"));
    assertWithin(0, 0.995, overFair(results.of(Cell.BASE.project("redis")), "10"));
  }

  @Test
  void theLastBuildEndsNoSooner() {
    assertWithin(0.95, 1.05, base.row("11").overFirstCome().get(Figure.MAKESPAN));
    assertWithin(0.95, 1.05, base.row("4").overFirstCome().get(Figure.MAKESPAN));
  }

  @Test
  void aQueueWithoutTurnsAndHaproxyAreTheNearestRivals() {
    assertEquals(Set.of("9b", "10"), Set.copyOf(nearest(base).subList(0, 2)));
    assertEquals("9b", nearest(hundred).getFirst());
  }

  /** Those that send nothing home, by their means. */
  private static List<String> nearest(CellResult cell) {
    return cell.rows().stream()
        .filter(row -> !List.of("0", "11", "12").contains(row.number()))
        .filter(row -> row.mean(Figure.AT_HOME) == 0)
        .sorted(Comparator.comparingDouble(row -> row.overFair().get(Figure.MEAN_SLOWDOWN).mean()))
        .map(Row::number)
        .toList();
  }

  @Test
  void haproxyAtItsBestIsBetterWhereAMachineHangs() {
    assertWithin(0, 0.99, overFair(results.of(Cell.BASE.fleet(Fleet.ONE_HANGS)), "9b"));
  }

  private static Interval overFair(CellResult cell, String number) {
    return cell.row(number).overFair().get(Figure.MEAN_SLOWDOWN);
  }

  private static Interval overFirstCome(CellResult cell, String number) {
    return cell.row(number).overFirstCome().get(Figure.MEAN_SLOWDOWN);
  }

  private static void assertWithin(double least, double most, Interval value) {
    assertTrue(value.isWithin(least, most), () -> "%s, not %s to %s".formatted(value, least, most));
  }
}
