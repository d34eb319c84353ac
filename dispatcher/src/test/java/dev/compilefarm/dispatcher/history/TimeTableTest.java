package dev.compilefarm.dispatcher.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeTableTest {
  private static final int ROWS = TimeTable.ENTRIES / TimeTable.WAYS;

  private final TimeTable table = new TimeTable();

  @Test
  void hasWhatWasPutThere() {
    assertFalse(table.has(0));
    table.put(0, 7);
    table.put(-1, 8);
    table.put(0, 9);
    assertTrue(table.has(0));
    assertEquals(9, table.get(0));
    assertEquals(8, table.get(-1));
    assertThrows(IllegalArgumentException.class, () -> table.get(1));
  }

  @Test
  void holdsSixtyFiveThousand() {
    IntStream.range(0, TimeTable.ENTRIES).forEach(key -> table.put(key, (float) key));
    IntStream.range(0, TimeTable.ENTRIES).forEach(key -> assertEquals((float) key, table.get(key)));
  }

  @Test
  void forgetsWhatWasUsedLongestAgoInItsRow() {
    for (int i = 0; i < TimeTable.WAYS; i++) {
      table.put((long) i * ROWS, i);
    }
    table.put(0, 0);
    table.put(1_000L * ROWS, 1_000);
    assertFalse(table.has(ROWS), "the second one");
    assertTrue(table.has(0) && table.has(2L * ROWS) && table.has(1_000L * ROWS));
  }

  @Test
  void tellsItsKeysInTheOrderOfTheirUse() {
    table.put(5, 1);
    table.put(-3, 1);
    table.put(9, 1);
    table.put(5, 2);
    assertArrayEquals(new long[] {-3, 9, 5}, table.keys());
  }

  @Test
  void keepsTheOrderWhenItsCountOfUsesIsAtItsEnd() {
    TimeTable old = new TimeTable(Integer.MAX_VALUE - 2);
    old.put(5, 1);
    old.put(-3, 2);
    old.put(9, 3);
    old.put(5, 4);
    assertArrayEquals(new long[] {-3, 9, 5}, old.keys());
    assertEquals(4, old.get(5));
  }

  @Test
  void aCopyGoesItsOwnWay() {
    table.put(1, 1);
    TimeTable copy = table.copy();
    table.put(1, 2);
    table.put(2, 2);
    assertEquals(1, copy.get(1));
    assertFalse(copy.has(2));
  }
}
