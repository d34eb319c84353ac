package dev.compilefarm.evidence.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.build.RecordedBuilds;
import dev.compilefarm.evidence.cell.Cell;
import dev.compilefarm.evidence.cell.Fleet;
import dev.compilefarm.evidence.measure.Figure;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A small grid: all policies with a few seeds, on volunteers that are well and on one that dies.
 */
class ComparisonTest {
  private static final int SEEDS = 3;
  private static final List<BuildGraph> SMALLEST = RecordedBuilds.all().subList(0, 1);

  private static CellResult well;
  private static CellResult oneDies;

  @BeforeAll
  static void play() {
    Cell cell = Cell.BASE.project(SMALLEST.getFirst().name());
    well = new Comparison(SMALLEST, SEEDS).play(cell);
    oneDies = new Comparison(SMALLEST, SEEDS).play(cell.fleet(Fleet.ONE_DIES));
  }

  @Test
  void theSameSeedsHaveTheSameResults() {
    assertEquals(well, new Comparison(SMALLEST, SEEDS).play(well.cell()));
  }

  /** But for who compiles at home, with cores that the bound does not have. */
  @Test
  void nothingIsQuickerThanTheClairvoyantBound() {
    for (Row row : well.rows()) {
      assertTrue(row.mean(Figure.MAKESPAN) >= 1 || row.mean(Figure.AT_HOME) > 0, row::toString);
    }
  }

  @Test
  void aQueueLeavesNoCoreIdleWhileAJobWaits() {
    assertTrue(well.row("0").mean(Figure.IDLE_WHILE_WAITING) < 0.001);
    assertTrue(well.row("10").mean(Figure.IDLE_WHILE_WAITING) < 0.05);
  }

  @Test
  void serverLimitsKeepMachinesFromMoreProcessesThanCores() {
    assertEquals(1, well.row("3").settings().jobsPerCore());
    assertTrue(well.row("3").mean(Figure.P95_LOAD_OF_BUSIEST) <= 1);
    assertTrue(well.row("1").mean(Figure.P95_LOAD_OF_BUSIEST) > 1);
  }

  @Test
  void onlyRefusalsAndLossesSendJobsHome() {
    List<String> atHome =
        well.rows().stream().filter(row -> row.mean(Figure.AT_HOME) > 0).map(Row::number).toList();

    assertTrue(atHome.isEmpty() || atHome.equals(List.of("5")), atHome::toString);
  }

  @Test
  void aReceptionistReplaysAndAProxyCannot() {
    assertEquals(0, oneDies.row("10").mean(Figure.AT_HOME));
    assertEquals(0, oneDies.row("11").mean(Figure.AT_HOME));
    assertTrue(oneDies.row("9").mean(Figure.AT_HOME) > 0);
  }
}
