package dev.compilefarm.dispatcher.refusal;

import dev.compilefarm.dispatcher.lzo.LzoLiterals;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a reply that refuses a job. Its wait status is that of a compiler that ended with
 * exit code 1, its stderr is one line, and it has no object: so distcc 3.4 shows the line and exits
 * with 1, or compiles at home ({@code src/compile.c:dcc_build_somewhere}).
 */
public final class RefusalReply {
  /** Most bytes of the line, with its end. */
  static final int LINE_BYTES_MAX = 1_000;

  private static final String PREFIX = "compilefarm: ";
  private static final String CUT = "...";
  private static final int EXIT_CODE_1 = 0x100;
  private static final int COMPRESSED_FROM_VERSION = 2;

  private static final byte[] NOTHING_ELSE = ascii("SOUT00000000DOTO00000000");

  private RefusalReply() {}

  /**
   * The reply to a request of this version, 1 to 3, from one of its bytes on.
   *
   * @param fed bytes of {@link dev.compilefarm.dispatcher.protocol.ReplyPrefix} that the client has
   *     already
   */
  public static ByteBuffer of(int version, String sentence, int fed) {
    byte[] line = ascii(line(sentence));
    byte[] stderr = version < COMPRESSED_FROM_VERSION ? line : LzoLiterals.block(line);
    byte[] head = ascii("DONE%08xSTAT%08xSERR%08x".formatted(version, EXIT_CODE_1, stderr.length));
    byte[] reply =
        ByteBuffer.allocate(head.length + stderr.length + NOTHING_ELSE.length)
            .put(head)
            .put(stderr)
            .put(NOTHING_ELSE)
            .array();
    return ByteBuffer.wrap(reply, fed, reply.length - fed).slice();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** One line of printable ASCII; what else the sentence has is written as {@code \xNN}. */
  static String line(String sentence) {
    StringBuilder line = new StringBuilder(PREFIX);
    for (byte one : sentence.getBytes(StandardCharsets.UTF_8)) {
      String shown = one >= ' ' && one <= '~' ? Character.toString(one) : "\\x%02x".formatted(one);
      if (line.length() + shown.length() + CUT.length() >= LINE_BYTES_MAX) {
        return line.append(CUT).append('\n').toString();
      }
      line.append(shown);
    }
    return line.append('\n').toString();
  }
}
