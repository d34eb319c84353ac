package dev.compilefarm.dispatcher.protocol;

import static dev.compilefarm.dispatcher.protocol.Messages.concat;
import static dev.compilefarm.dispatcher.protocol.Messages.head;
import static dev.compilefarm.dispatcher.protocol.Messages.packet;
import static dev.compilefarm.dispatcher.protocol.Messages.recorded;
import static dev.compilefarm.dispatcher.protocol.Messages.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestScannerTest {
  private static final ProtocolLimits SMALL = new ProtocolLimits(3, 10, 2, 200, 200);

  @ParameterizedTest
  @ValueSource(strings = {"v1-ok", "v2-ok", "v1-error", "v2-error"})
  void findsTheEndOfWhatRealClientsSend(String recording) throws MalformedException {
    byte[] message = recorded(recording + "-request");
    RequestScanner scanner = new RequestScanner(ProtocolLimits.DEFAULTS);

    ByteBuffer withMore = ByteBuffer.wrap(concat(message, new byte[] {'!'}));
    scanner.scan(withMore);

    assertTrue(scanner.isComplete());
    assertEquals(1, withMore.remaining());
    assertEquals(recording.charAt(1) - '0', scanner.version());
    assertEquals("x86_64-linux-gnu-gcc", scanner.compiler());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1-ok", "v2-ok"})
  void isIncompleteWhereverTheMessageIsCut(String recording) throws MalformedException {
    byte[] message = recorded(recording + "-request");
    for (int cut = 0; cut < message.length; cut++) {
      RequestScanner scanner = new RequestScanner(ProtocolLimits.DEFAULTS);
      scanner.scan(ByteBuffer.wrap(message, 0, cut));
      assertFalse(scanner.isComplete(), "cut at " + cut);
      assertTrue(scanner.bytesMissing() > 0, "cut at " + cut);
      assertTrue(cut + scanner.bytesMissing() <= message.length, "cut at " + cut);
    }
  }

  @Test
  void takesFilesAndLinksOfVersionThree() throws MalformedException {
    byte[] message =
        concat(
            head("DIST", 3),
            packet("CDIR", "/src"),
            head("ARGC", 1),
            packet("ARGV", "g++"),
            head("NFIL", 2),
            packet("NAME", "/src/a.cc"),
            packet("FILE", "int a;"),
            packet("NAME", "/usr/include"),
            packet("LINK", "../../usr/include"));
    RequestScanner scanner = scanned(ProtocolLimits.DEFAULTS, message);
    assertTrue(scanner.isComplete());
    assertEquals(3, scanner.version());
    assertEquals("g++", scanner.compiler());
  }

  @Test
  void endsAtOnceWithoutFiles() throws MalformedException {
    byte[] message =
        concat(
            head("DIST", 3),
            packet("CDIR", "/"),
            head("ARGC", 1),
            packet("ARGV", "cc"),
            head("NFIL", 0));
    assertTrue(scanned(ProtocolLimits.DEFAULTS, message).isComplete());
  }

  @Test
  void takesUpperCaseDigitsAsDistccDoes() throws MalformedException {
    byte[] message = request(1, List.of("cc"), new byte[171]);
    byte[] upper =
        new String(message, StandardCharsets.ISO_8859_1)
            .replace("000000ab", "000000AB")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertFalse(Arrays.equals(message, upper));
    assertTrue(scanned(ProtocolLimits.DEFAULTS, upper).isComplete());
  }

  @Property(tries = 300)
  void findsTheEndHoweverTheBytesArrive(
      @ForAll @Size(min = 1, max = 6) List<String> arguments,
      @ForAll byte[] source,
      @ForAll @IntRange(min = 1, max = 2) int version,
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 50) Integer> pieces)
      throws MalformedException {
    byte[] message = request(version, arguments, source);
    RequestScanner scanner = new RequestScanner(ProtocolLimits.DEFAULTS);
    int at = 0;
    for (int piece = 0; at < message.length; piece++) {
      assertFalse(scanner.isComplete());
      int length = Math.min(pieces.get(piece % pieces.size()), message.length - at);
      scanner.scan(ByteBuffer.wrap(message, at, length));
      at += length;
    }
    assertTrue(scanner.isComplete());
    assertEquals(version, scanner.version());
    assertEquals(arguments.getFirst(), scanner.compiler());
  }

  @Property(tries = 300)
  void neverFailsOtherwiseThanAsMalformed(@ForAll byte[] noise) {
    RequestScanner scanner = new RequestScanner(ProtocolLimits.DEFAULTS);
    try {
      scanner.scan(ByteBuffer.wrap(noise));
      assertFalse(scanner.isComplete());
    } catch (MalformedException e) {
      assertFalse(e.getMessage().isBlank());
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertFault(Fault.NOT_DISTCC, "this is not a distcc token", ascii("GET / HTTP/1.1"));
    assertFault(
        Fault.NOT_DISTCC,
        "DIST is not followed by eight hexadecimal digits",
        ascii("DIST0000000x"));
    assertFault(Fault.OUT_OF_ORDER, "ARGC came where DIST belongs", head("ARGC", 1));
    assertFault(
        Fault.OUT_OF_ORDER, "STAT came where ARGC belongs", head("DIST", 1), head("STAT", 0));
    assertFault(Fault.OUT_OF_ORDER, "ARGC 0 names no compiler", head("DIST", 1), head("ARGC", 0));
    assertFault(Fault.UNKNOWN_VERSION, "protocol version 4; 1, 2 and 3 are known", head("DIST", 4));
    assertFault(Fault.UNKNOWN_VERSION, "protocol version 0; 1, 2 and 3 are known", head("DIST", 0));
  }

  @Test
  void holdsEveryLimitAtItsEdge() throws MalformedException {
    byte[] start = concat(head("DIST", 1), head("ARGC", 1));
    scanned(SMALL, head("DIST", 1), head("ARGC", 3));
    assertFault(
        Fault.TOO_LARGE, "4 arguments, over the limit of 3", head("DIST", 1), head("ARGC", 4));
    scanned(SMALL, start, head("ARGV", 10));
    assertFault(
        Fault.TOO_LARGE, "11 bytes in an ARGV, over the limit of 10", start, head("ARGV", 11));
    byte[] three =
        concat(head("DIST", 3), packet("CDIR", "/"), head("ARGC", 1), packet("ARGV", "c"));
    scanned(SMALL, three, head("NFIL", 2));
    assertFault(Fault.TOO_LARGE, "3 files, over the limit of 2", three, head("NFIL", 3));
    byte[] beforeSource = concat(start, packet("ARGV", "c"));
    int room = 200 - beforeSource.length - 12;
    scanned(SMALL, beforeSource, head("DOTI", room));
    assertFault(
        Fault.TOO_LARGE,
        "DOTI brings the message to 201 bytes, over the limit of 200",
        beforeSource,
        head("DOTI", room + 1));
    assertFault(
        Fault.TOO_LARGE,
        "DOTI brings the message to 4294967344 bytes, over the limit of 200",
        beforeSource,
        head("DOTI", 0xffff_ffffL));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static RequestScanner scanned(ProtocolLimits limits, byte[]... parts)
      throws MalformedException {
    RequestScanner scanner = new RequestScanner(limits);
    scanner.scan(ByteBuffer.wrap(concat(parts)));
    return scanner;
  }

  private static void assertFault(Fault fault, String message, byte[]... parts) {
    MalformedException thrown = assertThrows(MalformedException.class, () -> scanned(SMALL, parts));
    assertEquals(message, thrown.getMessage());
    assertEquals(fault, thrown.fault());
  }
}
