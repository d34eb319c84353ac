package dev.compilefarm.dispatcher.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeTableTest {
  private static final int ROWS = TimeTable.ENTRIES / TimeTable.WAYS;

  private final TimeTable table = new TimeTable();

  @Test
  void hasWhatWasPutThere() {
    assertFalse(has(table, 0));
    put(table, 0, 7);
    put(table, -1, 8);
    put(table, 0, 9);
    assertTrue(has(table, 0));
    assertEquals(9, table.get(table.find(0)));
    assertEquals(8, table.get(table.find(-1)));
    assertFalse(has(table, 1));
  }

  @Test
  void holdsSixtyFiveThousand() {
    IntStream.range(0, TimeTable.ENTRIES).forEach(key -> put(table, key, (float) key));
    IntStream.range(0, TimeTable.ENTRIES)
        .forEach(key -> assertEquals((float) key, table.get(table.find(key))));
  }

  @Test
  void forgetsWhatWasUsedLongestAgoInItsRow() {
    for (int i = 0; i < TimeTable.WAYS; i++) {
      put(table, (long) i * ROWS, i);
    }
    put(table, 0, 0);
    put(table, 1_000L * ROWS, 1_000);
    assertFalse(has(table, ROWS), "the second one");
    assertTrue(has(table, 0) && has(table, 2L * ROWS) && has(table, 1_000L * ROWS));
  }

  @Test
  void tellsItsKeysInTheOrderOfTheirUse() {
    put(table, 5, 1);
    put(table, -3, 1);
    put(table, 9, 1);
    put(table, 5, 2);
    assertArrayEquals(new long[] {-3, 9, 5}, table.keys());
  }

  @Test
  void keepsTheOrderWhenItsCountOfUsesIsAtItsEnd() {
    TimeTable old = new TimeTable(Integer.MAX_VALUE - 2);
    put(old, 5, 1);
    put(old, -3, 2);
    put(old, 9, 3);
    put(old, 5, 4);
    assertArrayEquals(new long[] {-3, 9, 5}, old.keys());
    assertEquals(4, old.get(old.find(5)));
  }

  @Test
  void aCopyGoesItsOwnWay() {
    put(table, 1, 1);
    TimeTable copy = table.copy();
    put(table, 1, 2);
    put(table, 2, 2);
    assertEquals(1, copy.get(copy.find(1)));
    assertFalse(has(copy, 2));
  }

  private static boolean has(TimeTable table, long key) {
    return table.find(key) != TimeTable.NOWHERE;
  }

  private static void put(TimeTable table, long key, float value) {
    int place = table.find(key);
    if (place == TimeTable.NOWHERE) {
      table.add(key, value);
    } else {
      table.put(place, value);
    }
  }
}
