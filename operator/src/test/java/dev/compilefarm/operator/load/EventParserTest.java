package dev.compilefarm.operator.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {
  private final EventParser parser = new EventParser(100);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:x\n\n",
        "data: x\n\n",
        "data:x\r\n\r\n",
        "data:x\r\r",
        ": a comment\nid: 1\nevent: load\nretry: 5\ndata:x\n\n",
        "\n\nid: an event without data\n\ndata:x\n\n",
        "data:earlier\n\ndata:x\n\n"
      })
  void findsNewestEvent(String bytes) throws IOException {
    assertEquals(Optional.of("x"), feed(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data:x", "data:x\n", "data:x\r\n", ": a comment\n\n", "\n\n"})
  void waitsForTheEnd(String bytes) throws IOException {
    assertEquals(Optional.empty(), feed(bytes));
  }

  @Test
  void joinsLines() throws IOException {
    assertEquals(Optional.of("{\n \"a\": 1\n}"), feed("data:{\ndata:  \"a\": 1\ndata:}\n\n"));
  }

  /** Within a character of several bytes, and between the two of CR LF. */
  @Test
  void doesNotMindWhereBytesAreCut() throws IOException {
    List<String> events = new ArrayList<>();
    for (byte next : "data: Grüße 🏗\r\ndata:2\r\n\r\ndata:x\r\n\r\n".getBytes(UTF_8)) {
      parser.feed(ByteBuffer.wrap(new byte[] {next})).ifPresent(events::add);
    }

    assertEquals(List.of("Grüße 🏗\n2", "x"), events);
  }

  @Test
  void refusesEventThatIsTooLarge() throws IOException {
    feed("data:" + "x".repeat(93) + "\n\n");

    IOException failure =
        assertThrows(
            IOException.class, () -> feed("data:" + "x".repeat(50) + "\ndata:" + "x".repeat(50)));

    assertEquals("an event has more than 100 bytes", failure.getMessage());
  }

  private Optional<String> feed(String bytes) throws IOException {
    return parser.feed(UTF_8.encode(bytes));
  }
}
