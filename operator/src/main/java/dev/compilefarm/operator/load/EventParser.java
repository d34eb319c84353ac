package dev.compilefarm.operator.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Makes events of the bytes of one stream of server-sent events. Every event of a dispatcher
 * replaces the one before, so only the newest is given out, and only its data: names, ids and
 * comments are skipped.
 *
 * <p>The format is the HTML standard's, "Server-sent events". Its few lines are written out here:
 * the clients that know it bring an HTTP stack of their own.
 */
final class EventParser {
  private static final String DATA = "data:";

  private final int bytesMax;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private boolean afterCarriageReturn;
  private int bytesSinceEvent;

  /**
   * @param bytesMax of one event, with all that is skipped before and in it
   */
  EventParser(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Takes in all of the next bytes, wherever they are cut.
   *
   * @return the data of the newest event that they end, if they end one
   * @throws IOException when an event is too large; the parser is of no use after that
   */
  Optional<String> feed(ByteBuffer bytes) throws IOException {
    Optional<String> newest = Optional.empty();
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      count();
      boolean endsLine = next == '\r' || (next == '\n' && !afterCarriageReturn);
      if (endsLine) {
        Optional<String> event = endLine();
        if (event.isPresent()) {
          newest = event;
          bytesSinceEvent = 0;
        }
      } else if (next != '\n') {
        line.write(next);
      }
      afterCarriageReturn = next == '\r';
    }
    return newest;
  }

  private void count() throws IOException {
    if (++bytesSinceEvent > bytesMax) {
      throw new IOException("an event has more than %d bytes".formatted(bytesMax));
    }
  }

  private Optional<String> endLine() {
    String text = line.toString(UTF_8);
    line.reset();
    if (text.isEmpty()) {
      return endEvent();
    }
    if (text.startsWith(DATA)) {
      if (hasData) {
        data.append('\n');
      }
      String value = text.substring(DATA.length());
      data.append(value.startsWith(" ") ? value.substring(1) : value);
      hasData = true;
    }
    return Optional.empty();
  }

  private Optional<String> endEvent() {
    Optional<String> event = hasData ? Optional.of(data.toString()) : Optional.<String>empty();
    data.setLength(0);
    hasData = false;
    return event;
  }
}
