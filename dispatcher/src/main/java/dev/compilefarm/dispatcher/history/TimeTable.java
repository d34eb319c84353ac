package dev.compilefarm.dispatcher.history;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A number for each of the {@value #ENTRIES} keys that were used last, more or less: a key belongs
 * to one row of {@value #WAYS}, and a new one takes the place of the one in its row that was used
 * longest ago. It takes 1 MiB from the start, whatever it holds, since objects would take six times
 * as much. Not thread-safe.
 */
final class TimeTable {
  static final int WAYS = 8;
  static final int ENTRIES = 65_536;

  /** No place. */
  static final int NOWHERE = -1;

  private static final int ROWS = ENTRIES / WAYS;
  private static final int EMPTY = 0;

  private final long[] keys;
  private final float[] values;

  /** When each was used last, in uses of the table. */
  private final int[] usedAt;

  private int uses;

  TimeTable() {
    this(0);
  }

  /** One that has been used so often. */
  TimeTable(int uses) {
    this(new long[ENTRIES], new float[ENTRIES], new int[ENTRIES], uses);
  }

  private TimeTable(long[] keys, float[] values, int[] usedAt, int uses) {
    this.keys = keys;
    this.values = values;
    this.usedAt = usedAt;
    this.uses = uses;
  }

  TimeTable copy() {
    return new TimeTable(keys.clone(), values.clone(), usedAt.clone(), uses);
  }

  /** The place of this key, or {@link #NOWHERE}; good until the next {@link #add}. */
  int find(long key) {
    int first = row(key);
    for (int place = first; place < first + WAYS; place++) {
      if (keys[place] == key && usedAt[place] != EMPTY) {
        return place;
      }
    }
    return NOWHERE;
  }

  /** The number at a place that was found. */
  float get(int place) {
    return values[place];
  }

  /** From now on this is the number at a place that was found; that is a use of its key. */
  void put(int place, float value) {
    values[place] = value;
    use(place);
  }

  /** Makes a place for a key that has none. */
  void add(long key, float value) {
    int place = oldest(key);
    keys[place] = key;
    put(place, value);
  }

  /** The keys that have a number, the one used longest ago first. */
  long[] keys() {
    return Arrays.stream(places()).mapToLong(place -> keys[place]).toArray();
  }

  /** Those that are taken, the one used longest ago first. */
  private int[] places() {
    return IntStream.range(0, ENTRIES)
        .filter(place -> usedAt[place] != EMPTY)
        .mapToLong(place -> ((long) usedAt[place] << Integer.SIZE) | place)
        .sorted()
        .mapToInt(useAndPlace -> (int) useAndPlace)
        .toArray();
  }

  private int oldest(long key) {
    int first = row(key);
    int oldest = first;
    for (int place = first; place < first + WAYS; place++) {
      oldest = usedAt[place] < usedAt[oldest] ? place : oldest;
    }
    return oldest;
  }

  private static int row(long key) {
    return (int) Math.floorMod(key, (long) ROWS) * WAYS;
  }

  private void use(int place) {
    if (uses == Integer.MAX_VALUE) {
      countAnew();
    }
    usedAt[place] = ++uses;
  }

  /** The order stays. */
  private void countAnew() {
    uses = 0;
    for (int place : places()) {
      usedAt[place] = ++uses;
    }
  }
}
