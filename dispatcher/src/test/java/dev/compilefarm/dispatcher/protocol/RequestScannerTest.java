package dev.compilefarm.dispatcher.protocol;

import static dev.compilefarm.dispatcher.protocol.Messages.concat;
import static dev.compilefarm.dispatcher.protocol.Messages.head;
import static dev.compilefarm.dispatcher.protocol.Messages.packet;
import static dev.compilefarm.dispatcher.protocol.Messages.recorded;
import static dev.compilefarm.dispatcher.protocol.Messages.request;
import static java.lang.Character.MAX_SURROGATE;
import static java.lang.Character.MIN_SURROGATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.Tries;
import dev.compilefarm.dispatcher.options.Finding;
import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;
import dev.compilefarm.dispatcher.toolchain.Check;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestScannerTest {
  private static final byte[] DIGITS = ascii("0123456789abcdef");

  @ParameterizedTest
  @ValueSource(strings = {"v1-ok", "v2-ok", "v3-ok", "v1-error", "v2-error", "v3-error"})
  void findsTheEndOfWhatRealClientsSend(String recording) throws MalformedException {
    byte[] message = recorded(recording + "-request");
    RequestScanner scanner = scanned(message);
    assertTrue(scanner.isComplete());
    assertEquals(recording.charAt(1) - '0', scanner.version());
    assertEquals("x86_64-linux-gnu-gcc", scanner.compiler());
  }

  @Test
  void knowsAsMuchAsHasCome() throws MalformedException {
    RequestScanner scanner = scanned(head("DIST", 2), head("ARGC", 2), head("ARGV", 2), ascii("c"));
    assertEquals(2, scanner.version());
    assertEquals("", scanner.compiler());
    scanner.scan(ByteBuffer.wrap(ascii("c")));
    assertEquals("cc", scanner.compiler());
    scanner.scan(ByteBuffer.wrap(packet("ARGV", "-c")));
    assertEquals("cc", scanner.compiler());
  }

  @Test
  void handsOverEachArgument() throws MalformedException {
    byte[] message =
        concat(
            concat(head("DIST", 1), head("ARGC", 5), packet("ARGV", "cc")),
            concat(packet("ARGV", "-o"), packet("ARGV", "@x"), packet("ARGV", "src/a.c")),
            packet("ARGV", "-fstack-usage"));
    RequestScanner scanner = new RequestScanner(ProtocolLimits.DEFAULTS);
    for (byte one : message) {
      assertFalse(scanner.hasAllArguments());
      scanner.scan(ByteBuffer.wrap(new byte[] {one}));
    }
    assertTrue(scanner.hasAllArguments());
    assertEquals(Optional.of("src/a.c"), scanner.arguments().source());
    assertEquals(
        Optional.of("-fstack-usage"), scanner.arguments().finding(Check.ALL).map(Finding::option));
  }

  /** The longest argument is taken whole, and looked at as far as it matters. */
  @Test
  void looksAtTheBeginningOfALongArgument() throws MalformedException {
    RequestScanner scanner =
        scanned(
            concat(head("DIST", 1), head("ARGC", 3), packet("ARGV", "cc")),
            packet("ARGV", "@" + "x".repeat(131_070)),
            packet("ARGV", "a.c"));
    assertTrue(scanner.hasAllArguments());
    assertEquals(Optional.of("@"), scanner.arguments().finding(Check.ALL).map(Finding::option));
    assertEquals(Optional.of("a.c"), scanner.arguments().source());
  }

  @Test
  void isTouchedByAHeadThatItRefuses() {
    RequestScanner scanner = new RequestScanner(ProtocolLimits.DEFAULTS);
    assertTrue(scanner.isUntouched());
    assertThrows(
        MalformedException.class, () -> scanner.scan(ByteBuffer.wrap(ascii("GET / HTTP/1.1"))));
    assertFalse(scanner.isUntouched());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/src/a.cc", "//src//a.cc", "/src/./a.cc", "/..a/b../.../a..b", "/\u00e4"})
  void takesPathsThatStayInside(String path) throws MalformedException {
    assertFalse(scanned(head("DIST", 3), packet("CDIR", path)).isComplete());
    assertFalse(scanned(beforeNames(), packet("NAME", path)).isComplete());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.cc",
        "..",
        "../a.cc",
        "/..",
        "/../a.cc",
        "/src/../../a.cc",
        "/src/..",
        "/..\0",
        "/a\0.cc"
      })
  void refusesPathsThatLeadOutOfTheVolunteersDirectory(String path) {
    assertFault(
        Fault.UNSAFE_PATH,
        "CDIR is not absolute or climbs out of its directory",
        head("DIST", 3),
        packet("CDIR", path));
    assertFault(
        Fault.UNSAFE_PATH,
        "NAME is not absolute or climbs out of its directory",
        beforeNames(),
        packet("NAME", path));
  }

  @Test
  void leavesTheTargetsOfLinksAlone() throws MalformedException {
    assertTrue(
        scanned(beforeNames(), packet("NAME", "/usr/include"), packet("LINK", "../../usr/include"))
            .isComplete());
  }

  @Test
  void takesUpperCaseDigitsAsDistccDoes() throws MalformedException {
    byte[] message = request(1, List.of("cc"), new byte[171]);
    byte[] upper =
        new String(message, StandardCharsets.ISO_8859_1)
            .replace("000000ab", "000000AB")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertFalse(Arrays.equals(message, upper));
    assertTrue(scanned(upper).isComplete());
  }

  @Test
  void findsTheEndHoweverTheBytesArrive() {
    Tries.of(300, RequestScannerTest::checkThatTheEndIsFound);
  }

  private static void checkThatTheEndIsFound(Random random) throws MalformedException {
    List<String> arguments =
        Stream.generate(() -> anyText(random)).limit(random.nextInt(1, 7)).toList();
    int version = random.nextInt(1, 3);
    byte[] message = request(version, arguments, anyBytes(random));
    int[] pieces = random.ints(random.nextInt(1, 21), 1, 51).toArray();
    RequestScanner scanner = new RequestScanner(ProtocolLimits.DEFAULTS);
    int at = 0;
    for (int piece = 0; at < message.length; piece++) {
      assertFalse(scanner.isComplete());
      int length = Math.min(pieces[piece % pieces.length], message.length - at);
      scanner.scan(ByteBuffer.wrap(message, at, length));
      at += length;
    }
    assertTrue(scanner.isComplete());
    assertEquals(version, scanner.version());
    assertEquals(arguments.getFirst(), scanner.compiler());
  }

  @Test
  void neverFailsOtherwiseThanAsMalformed() {
    Tries.of(300, random -> assertFalse(isWhole(anyBytes(random))));
  }

  @Test
  void neverFailsOtherwiseThanAsMalformedWhereDigitsAreChanged() {
    Tries.of(
        300,
        random -> {
          byte[] message = request(random.nextInt(1, 3), List.of("cc", "-c"), anyBytes(random));
          for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
            message[random.nextInt(50)] = DIGITS[random.nextInt(DIGITS.length)];
          }
          isWhole(message);
        });
  }

  /** Whether it is a whole request; one that is refused is not, and the refusal says why. */
  private static boolean isWhole(byte[] message) {
    RequestScanner scanner = new RequestScanner(ProtocolLimits.DEFAULTS);
    try {
      scanner.scan(ByteBuffer.wrap(message));
      return scanner.isComplete();
    } catch (MalformedException e) {
      assertFalse(e.getMessage().isBlank());
      return false;
    }
  }

  /** Often empty or short: ends are where faults are. */
  private static byte[] anyBytes(Random random) {
    byte[] bytes = new byte[anyLength(random)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Of any characters that can be sent. */
  private static String anyText(Random random) {
    int[] characters =
        random
            .ints(0, Character.MAX_CODE_POINT + 1)
            .filter(character -> character < MIN_SURROGATE || character > MAX_SURROGATE)
            .limit(anyLength(random))
            .toArray();
    return new String(characters, 0, characters.length);
  }

  private static int anyLength(Random random) {
    return random.nextInt(random.nextBoolean() ? 4 : 256);
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

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] beforeNames() {
    return concat(
        head("DIST", 3),
        packet("CDIR", "/"),
        head("ARGC", 1),
        packet("ARGV", "cc"),
        head("NFIL", 1));
  }

  private static RequestScanner scanned(byte[]... parts) throws MalformedException {
    RequestScanner scanner = new RequestScanner(ProtocolLimits.DEFAULTS);
    scanner.scan(ByteBuffer.wrap(concat(parts)));
    return scanner;
  }

  private static void assertFault(Fault fault, String message, byte[]... parts) {
    MalformedException thrown = assertThrows(MalformedException.class, () -> scanned(parts));
    assertEquals(message, thrown.getMessage());
    assertEquals(fault, thrown.fault());
  }
}
