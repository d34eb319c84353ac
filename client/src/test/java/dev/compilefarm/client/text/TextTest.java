package dev.compilefarm.client.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void alignsColumnsAndShowsWhatIsNotKnown() {
    assertEquals(
        """
        NAME   JOBS
        main   12
        a      -
        """,
        new Table("NAME", "JOBS").row("main", 12).row("a", null).toString());
  }

  @Test
  void letsNothingMoveTheCursor() {
    assertEquals("a?[2Jb?c", Printable.of("a\u001b[2Jb\u202ec"));
    assertEquals("a\nb?", Printable.lines("a\nb\r"));
  }

  @Test
  void saysTimesAndSizes() {
    assertEquals("0ms", Quantity.seconds(0));
    assertEquals("12ms", Quantity.seconds(0.0123));
    assertEquals("3.4s", Quantity.seconds(3.41));
    assertEquals("42s", Quantity.seconds(42.2));
    assertEquals("2m05s", Quantity.seconds(125));
    assertEquals("3h10m", Quantity.seconds(11_400));
    assertEquals("812B", Quantity.bytes(812));
    assertEquals("12KiB", Quantity.bytes(12_300));
    assertEquals("3.4MiB", Quantity.bytes(3_600_000));
  }
}
