package dev.compilefarm.dispatcher.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.protocol.Reference.Verdict;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Holds a scanner against the {@link Reference}: what it says must be right after every piece of
 * the bytes, whatever the pieces are, and it must take nothing beyond the end.
 */
final class Comparison {
  /** Caps that a short message can reach; the recorded requests of version 1 and 2 are within. */
  static final ProtocolLimits CLOSE = new ProtocolLimits(6, 24, 48, 3, 20, 512, 600, 480, 1100);

  private Comparison() {}

  /** Feeds these bytes as a request, at once and in pieces. */
  static void request(byte[] bytes, ProtocolLimits limits) {
    Function<byte[], Reference> reference = prefix -> Reference.ofRequest(prefix, limits);
    feed(bytes, bytes.length, reference, new RequestScanner(limits));
    feed(bytes, pieceMax(bytes), reference, new RequestScanner(limits));
  }

  /** Feeds these bytes as a reply to a request of this version, at once and in pieces. */
  static void reply(int version, byte[] bytes, ProtocolLimits limits) {
    Function<byte[], Reference> reference = prefix -> Reference.ofReply(version, prefix, limits);
    feed(bytes, bytes.length, reference, new ReplyScanner(version, limits));
    feed(bytes, pieceMax(bytes), reference, new ReplyScanner(version, limits));
  }

  private static int pieceMax(byte[] bytes) {
    return Math.max(1, bytes.length / 2);
  }

  /** Pieces of random length, chosen by the bytes themselves so that a failure can be repeated. */
  private static void feed(
      byte[] bytes, int pieceMax, Function<byte[], Reference> reference, Scanner scanner) {
    SplittableRandom random = new SplittableRandom(Arrays.hashCode(bytes));
    Verdict whole = reference.apply(bytes).verdict();
    int end = 0;
    Verdict verdict = new Verdict.Incomplete();
    while (end < bytes.length && verdict instanceof Verdict.Incomplete) {
      int start = end;
      end += pieceMax < bytes.length ? random.nextInt(1, pieceMax + 1) : bytes.length;
      end = Math.min(end, bytes.length);
      verdict = scanned(scanner, bytes, start, end);
      Reference expected = reference.apply(Arrays.copyOf(bytes, end));
      assertEquals(expected.verdict(), verdict);
      assertNotes(expected, scanner);
      assertFalse(scanner.isUntouched());
      assertMissing(scanner.bytesMissing(), end, verdict, whole);
    }
    assertEquals(whole, verdict);
  }

  /** The piece lies in an array of its own, so that nothing beyond it can be seen. */
  private static Verdict scanned(Scanner scanner, byte[] bytes, int start, int end) {
    ByteBuffer piece = ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, end));
    try {
      scanner.scan(piece);
    } catch (MalformedException e) {
      return new Verdict.Refused(e.fault());
    }
    if (scanner.isComplete()) {
      return new Verdict.Whole(start + piece.position());
    }
    assertFalse(piece.hasRemaining());
    return new Verdict.Incomplete();
  }

  private static void assertNotes(Reference expected, Scanner scanner) {
    switch (scanner) {
      case RequestScanner request -> {
        assertEquals(expected.version(), request.version());
        assertEquals(expected.compiler(), request.compiler());
      }
      case ReplyScanner reply -> assertEquals(expected.waitStatus(), reply.waitStatus().raw());
    }
  }

  /** What is certain to come still is not more than what comes. */
  private static void assertMissing(long missing, int end, Verdict verdict, Verdict whole) {
    switch (verdict) {
      case Verdict.Whole _ -> assertEquals(0, missing);
      case Verdict.Incomplete _ -> {
        assertTrue(missing > 0);
        if (whole instanceof Verdict.Whole(int length)) {
          assertTrue(end + missing <= length);
        }
      }
      case Verdict.Refused _ -> {}
    }
  }
}
