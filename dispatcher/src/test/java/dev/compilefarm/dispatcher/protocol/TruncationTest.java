package dev.compilefarm.dispatcher.protocol;

import static dev.compilefarm.dispatcher.protocol.Messages.concat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample, cut at each of its bytes. */
class TruncationTest {

  static Stream<Arguments> samples() {
    return Stream.concat(
        Sample.requests().map(sample -> of(sample, TruncationTest::request)),
        Sample.replies().map(sample -> of(sample, () -> reply(sample))));
  }

  private static Arguments of(Sample sample, Supplier<Scanner> scanner) {
    return Arguments.of(Named.of(sample.name(), sample.bytes()), scanner);
  }

  private static Scanner request() {
    return new RequestScanner(ProtocolLimits.DEFAULTS);
  }

  private static Scanner reply(Sample sample) {
    return new ReplyScanner(sample.version(), ProtocolLimits.DEFAULTS);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void noBeginningIsTakenForTheWholeOrForAFault(byte[] message, Supplier<Scanner> scanners)
      throws MalformedException {
    for (int cut = 0; cut < message.length; cut++) {
      Scanner scanner = scanners.get();
      scanner.scan(ByteBuffer.wrap(message, 0, cut));
      assertFalse(scanner.isComplete(), "cut at " + cut);
      assertEquals(cut == 0, scanner.isUntouched(), "cut at " + cut);
      assertTrue(scanner.bytesMissing() > 0, "cut at " + cut);
      assertTrue(cut + scanner.bytesMissing() <= message.length, "cut at " + cut);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theSameIsFoundWhereverTheBytesPause(byte[] message, Supplier<Scanner> scanners)
      throws MalformedException {
    Scanner atOnce = scanners.get();
    atOnce.scan(ByteBuffer.wrap(message));
    for (int cut = 0; cut <= message.length; cut++) {
      Scanner scanner = scanners.get();
      scanner.scan(ByteBuffer.wrap(message, 0, cut));
      scanner.scan(ByteBuffer.wrap(message, cut, message.length - cut));
      assertTrue(scanner.isComplete(), "pause at " + cut);
      assertEquals(0, scanner.bytesMissing(), "pause at " + cut);
      assertEquals(notes(atOnce), notes(scanner), "pause at " + cut);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatFollowsTheEndIsLeftAlone(byte[] message, Supplier<Scanner> scanners)
      throws MalformedException {
    ByteBuffer withMore = ByteBuffer.wrap(concat(message, new byte[] {'!'}));
    Scanner scanner = scanners.get();
    scanner.scan(withMore);
    assertTrue(scanner.isComplete());
    assertEquals(1, withMore.remaining());
    scanner.scan(withMore);
    assertEquals(1, withMore.remaining());
  }

  private static Object notes(Scanner scanner) {
    return switch (scanner) {
      case RequestScanner request -> request.version() + " " + request.compiler();
      case ReplyScanner reply -> reply.waitStatus();
    };
  }
}
