package dev.compilefarm.bench.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("way", "ratio");
    table.row("static host lists", "0.99");
    table.row("none", "10.125");

    assertEquals(
        List.of(
            "  way                 ratio",
            "  static host lists    0.99",
            "  none               10.125"),
        print(table));
  }

  @Test
  void aRowMustFitTheHeaders() {
    Table table = new Table("way", "ratio");

    assertThrows(IllegalArgumentException.class, () -> table.row("alone"));
  }

  private static List<String> print(Table table) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
