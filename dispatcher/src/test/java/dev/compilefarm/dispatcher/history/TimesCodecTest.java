package dev.compilefarm.dispatcher.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimesCodecTest {
  private static final long SECOND = 1_000_000_000;

  private final KnownTimes known = new KnownTimes();

  @Test
  void knowsTheSameAfterwards() throws UnreadableException {
    IntStream.range(0, 300).forEach(i -> known.took(like(i), i * SECOND));

    KnownTimes read = TimesCodec.decode(TimesCodec.encode(known));

    assertArrayEquals(known.times.keys(), read.times.keys());
    for (int i = 0; i < 300; i++) {
      assertEquals(known.expect(like(i)), read.expect(like(i)));
    }
    Likeness other = Likeness.of("g++", 1, 0, Optional.empty(), 77);
    assertEquals(
        known.expect(other).seconds(), read.expect(other).seconds(), known.expect(other).seconds());
    assertEquals(0, read.learned(), "nothing is new");
  }

  @Test
  void knowsNothingAfterNothing() throws UnreadableException {
    assertEquals(0, TimesCodec.decode(TimesCodec.encode(known)).times.keys().length);
  }

  @Test
  void isNeverLongerThanItSays() {
    for (int i = 0; i < 2 * TimeTable.ENTRIES; i++) {
      known.took(Likeness.of("gcc-" + i % 1_000, 1, i, Optional.of("a.c"), 10), SECOND);
    }
    int length = TimesCodec.encode(known).length;
    assertTrue(length <= TimesCodec.BYTES_MAX && length > TimesCodec.BYTES_MAX / 2, "" + length);
  }

  @Test
  void readsNothingThatIsNotWhole() {
    IntStream.range(0, 10).forEach(i -> known.took(like(i), SECOND));
    byte[] whole = TimesCodec.encode(known);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(UnreadableException.class, () -> TimesCodec.decode(part));
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThrows(UnreadableException.class, () -> TimesCodec.decode(longer));
  }

  @Test
  void readsNothingThatWasChanged() {
    IntStream.range(0, 10).forEach(i -> known.took(like(i), SECOND));
    byte[] whole = TimesCodec.encode(known);
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i]++;
      assertThrows(UnreadableException.class, () -> TimesCodec.decode(changed));
    }
  }

  private static Likeness like(int number) {
    return Likeness.of("g++", 1, 0, Optional.of(number + ".cpp"), 1_000);
  }
}
