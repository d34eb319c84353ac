package dev.compilefarm.dispatcher.protocol;

import static dev.compilefarm.dispatcher.protocol.Messages.concat;
import static dev.compilefarm.dispatcher.protocol.Messages.head;
import static dev.compilefarm.dispatcher.protocol.Messages.packet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cap at its edge: the last number that is taken, the first that is not, and the largest. */
class ProtocolLimitsTest {
  private static final long LARGEST = 0xffff_ffffL;
  private static final ProtocolLimits DEFAULTS = ProtocolLimits.DEFAULTS;

  /** No cap but that on the whole can be met. */
  private static final ProtocolLimits SHORT_MESSAGE =
      new ProtocolLimits(100, 1000, 1000, 100, 1000, 1000, 200, 1000, 200);

  private static final byte[] ONE = concat(head("DIST", 1), head("ARGC", 1));
  private static final byte[] COMPILER = packet("ARGV", "cc");
  private static final byte[] FILES =
      concat(
          head("DIST", 3),
          packet("CDIR", "/"),
          head("ARGC", 1),
          packet("ARGV", "cc"),
          head("NFIL", 1));
  private static final byte[] DONE = concat(head("DONE", 3), head("STAT", 0));
  private static final byte[] SERR = packet("SERR", "");
  private static final byte[] SOUT = packet("SOUT", "");

  /** A message up to the head with the number that a cap is for. */
  record Edge(String token, ByteBuffer before, long cap, String message, ProtocolLimits limits) {

    Edge(String token, byte[] before, long cap, String message) {
      this(token, ByteBuffer.wrap(before), cap, message, DEFAULTS);
    }

    Scanner scanner() {
      boolean reply = before.get(1) == 'O';
      return reply ? new ReplyScanner(3, limits) : new RequestScanner(limits);
    }

    /** The scanner's state once the number has come. */
    Scanner scanned(long number) throws MalformedException {
      Scanner scanner = scanner();
      scanner.scan(before.duplicate());
      scanner.scan(ByteBuffer.wrap(head(token, number)));
      return scanner;
    }

    @Override
    public String toString() {
      return message;
    }
  }

  static Stream<Edge> edges() {
    byte[] nearlyAll = arguments(16);
    int leftOfAll = DEFAULTS.allArgumentsBytes() - 2 - 16 * DEFAULTS.argumentBytes();
    byte[] source = concat(ONE, COMPILER);
    return Stream.of(
        new Edge("ARGC", head("DIST", 1), 65_536, "65537 arguments, over the limit of 65536"),
        new Edge("ARGV", ONE, 4095, "4096 bytes in the name of a compiler, over the limit of 4095"),
        new Edge(
            "ARGV",
            concat(head("DIST", 1), head("ARGC", 2), COMPILER),
            131_071,
            "131072 bytes in an ARGV, over the limit of 131071"),
        new Edge(
            "ARGV", nearlyAll, leftOfAll, "2097153 bytes in all ARGV, over the limit of 2097152"),
        new Edge("CDIR", head("DIST", 3), 4095, "4096 bytes in CDIR, over the limit of 4095"),
        new Edge(
            "NFIL",
            concat(head("DIST", 3), packet("CDIR", "/"), head("ARGC", 1), COMPILER),
            16_384,
            "16385 files, over the limit of 16384"),
        new Edge("NAME", FILES, 4095, "4096 bytes in a NAME, over the limit of 4095"),
        new Edge(
            "LINK",
            concat(FILES, packet("NAME", "/a")),
            4095,
            "4096 bytes in a LINK, over the limit of 4095"),
        new Edge(
            "FILE",
            concat(FILES, packet("NAME", "/a")),
            268_435_456,
            "268435457 bytes in a FILE, over the limit of 268435456"),
        new Edge(
            "DOTI", source, 268_435_456, "268435457 bytes in DOTI, over the limit of 268435456"),
        new Edge("SERR", DONE, 536_870_912, "536870913 bytes in SERR, over the limit of 536870912"),
        new Edge(
            "SOUT",
            concat(DONE, SERR),
            536_870_912,
            "536870913 bytes in SOUT, over the limit of 536870912"),
        new Edge(
            "DOTO",
            concat(DONE, SERR, SOUT),
            536_870_912,
            "536870913 bytes in DOTO, over the limit of 536870912"),
        new Edge(
            "DOTD",
            concat(DONE, SERR, SOUT, packet("DOTO", "")),
            536_870_912,
            "536870913 bytes in DOTD, over the limit of 536870912"),
        new Edge(
            "DOTI",
            ByteBuffer.wrap(source),
            200 - 12 - source.length,
            "DOTI brings the message to 201 bytes, over the limit of 200",
            SHORT_MESSAGE),
        new Edge(
            "SERR",
            ByteBuffer.wrap(DONE),
            200 - 12 - DONE.length,
            "SERR brings the message to 201 bytes, over the limit of 200",
            SHORT_MESSAGE));
  }

  @ParameterizedTest
  @MethodSource("edges")
  void takesWhatIsAtTheCapAndRefusesOneMore(Edge edge) throws MalformedException {
    assertFalse(edge.scanned(edge.cap()).isComplete());
    MalformedException thrown =
        assertThrows(MalformedException.class, () -> edge.scanned(edge.cap() + 1));
    assertEquals(Fault.TOO_LARGE, thrown.fault());
    assertEquals(edge.message(), thrown.getMessage());
  }

  @ParameterizedTest
  @MethodSource("edges")
  void setsNothingAsideForTheLargestLength(Edge edge) throws MalformedException {
    long allocated = 0;
    // The first one loads classes too.
    for (int run = 0; run < 2; run++) {
      Scanner scanner = edge.scanner();
      scanner.scan(edge.before().duplicate());
      ByteBuffer largest = ByteBuffer.wrap(head(edge.token(), LARGEST));
      allocated = allocatedBy(() -> assertTooLarge(scanner, largest));
    }
    assertTrue(allocated < 64 << 10, allocated + " bytes");
  }

  @Test
  void setsNothingAsideForBytesThatDoNotCome() throws MalformedException {
    long allocated = 0;
    for (int run = 0; run < 2; run++) {
      RequestScanner scanner = new RequestScanner(DEFAULTS);
      scanner.scan(ByteBuffer.wrap(ONE));
      ByteBuffer announced = ByteBuffer.wrap(concat(head("ARGV", 4095), new byte[] {'c'}));
      allocated = allocatedBy(() -> scanner.scan(announced));
      assertEquals(4094 + 12, scanner.bytesMissing());
    }
    assertTrue(allocated < 1 << 10, allocated + " bytes");
  }

  @Test
  void everyBodyLeavesRoomForTheRest() {
    assertTrue(DEFAULTS.sourceBytes() + DEFAULTS.allArgumentsBytes() < DEFAULTS.requestBytes());
    assertTrue(DEFAULTS.objectBytes() < DEFAULTS.replyBytes());
  }

  private interface Scan {
    void run() throws MalformedException;
  }

  private static void assertTooLarge(Scanner scanner, ByteBuffer bytes) {
    MalformedException thrown = assertThrows(MalformedException.class, () -> scanner.scan(bytes));
    assertEquals(Fault.TOO_LARGE, thrown.fault());
  }

  private static long allocatedBy(Scan scan) throws MalformedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    scan.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** A request up to its last argument: the compiler and this many that are as long as may be. */
  private static byte[] arguments(int count) {
    byte[] longest = packet("ARGV", new byte[DEFAULTS.argumentBytes()]);
    byte[] all = concat(head("DIST", 1), head("ARGC", count + 2), COMPILER);
    for (int i = 0; i < count; i++) {
      all = concat(all, longest);
    }
    return all;
  }

  @Test
  void aWholeRequestMayHaveAThirdMoreAndAReply64MebibytesMore() {
    ProtocolLimits limits = ProtocolLimits.onDisk(300L << 20, 500L << 20);
    assertEquals(300L << 20, limits.sourceBytes());
    assertEquals(400L << 20, limits.requestBytes());
    assertEquals(500L << 20, limits.objectBytes());
    assertEquals(564L << 20, limits.replyBytes());
    assertTrue(ProtocolLimits.onDisk(1 << 20, 1).requestBytes() > 3 << 20);
  }

  /** A dispatcher of 512 MiB holds no message of 256 MiB in memory. */
  @Test
  void withoutADiskAMessageHasAtMost64Mebibytes() {
    ProtocolLimits limits = ProtocolLimits.inMemory(300L << 20, 500L << 20);
    assertEquals(48L << 20, limits.sourceBytes());
    assertEquals(64L << 20, limits.requestBytes());
    assertEquals(48L << 20, limits.objectBytes());
    assertEquals(64L << 20, limits.replyBytes());
    assertEquals(1 << 20, ProtocolLimits.inMemory(1 << 20, 2 << 20).sourceBytes());
    assertEquals(2 << 20, ProtocolLimits.inMemory(1 << 20, 2 << 20).objectBytes());
  }
}
