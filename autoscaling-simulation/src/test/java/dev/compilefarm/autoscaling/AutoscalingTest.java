package dev.compilefarm.autoscaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** All in simulated time and drawn from seeds: a busy machine changes nothing. */
class AutoscalingTest {
  private static final int FARMS = 150;
  private static final int DAYS_EACH = 3;

  /**
   * The kinds of days that miss a bar, as docs/internals/autoscaling.md names them; one that meets
   * it by now is news for that page. The bars are for volunteers that start in a second. All days
   * together meet them.
   */
  private static final List<String> SLOW = List.of("mixed day");

  private static final List<String> LOSES_MUCH = List.of();

  private static final List<String> COSTS_TOO_MUCH =
      List.of("sawtooth", "morning rush", "idle night", "mixed day");

  @Test
  void losesNoJobAndNeverSwingsInFarmsOfEveryKind() {
    LongStream.rangeClosed(1, FARMS).forEach(seed -> World.any(seed).check());
  }

  @Test
  void meetsItsBarsButForThoseThatTheDocumentsName() {
    List<ResultRow> rows =
        new AutoscalingTable(DAYS_EACH)
            .byDay(StartUp.ROOM_ON_NODES, FarmSettings.usual(StartUp.ROOM_ON_NODES))
            .toList();
    System.out.println(ResultRow.HEADER);
    rows.forEach(System.out::println);

    assertEquals(SLOW, names(rows, ResultRow::isSlow));
    assertEquals(LOSES_MUCH, names(rows, ResultRow::losesMuch));
    assertEquals(COSTS_TOO_MUCH, names(rows, ResultRow::costsTooMuch));
  }

  @Test
  void playsTheSameDayAgainFromItsSeed() {
    World.Day day = World.Day.usual(LoadShape.MIXED_DAY, 7);
    FarmSettings settings = FarmSettings.usual(StartUp.ROOM_ON_NODES);
    DayRecord once = World.play(day, settings).record();

    assertTrue(once.jobs().size() > 100);
    assertEquals(once, World.play(World.Day.usual(LoadShape.MIXED_DAY, 7), settings).record());
  }

  private static List<String> names(List<ResultRow> rows, Predicate<ResultRow> which) {
    return rows.stream().filter(which).map(ResultRow::name).toList();
  }
}
