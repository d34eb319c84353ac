package dev.compilefarm.dispatcher.protocol;

import dev.compilefarm.dispatcher.lzo.LzoDecompressor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the end of one volunteer's reply, and how its compiler ended. */
public final class ReplyScanner extends Scanner {
  /** Longest SERR that is looked at, in plain bytes. */
  static final int PLAIN_ERRORS_MAX = 8 << 20;

  private final ReplyGrammar grammar;
  private final int version;

  /**
   * A scanner for the reply to a request of this version, 1 to 3: the two must agree, as distcc's
   * client insists ({@code src/clirpc.c:dcc_r_result_header}).
   */
  public ReplyScanner(int version, ProtocolLimits limits) {
    this(version, new ReplyGrammar(version, limits));
  }

  private ReplyScanner(int version, ReplyGrammar grammar) {
    super(grammar);
    this.version = version;
    this.grammar = grammar;
  }

  /** How the compiler ended; success before STAT was taken. */
  public WaitStatus waitStatus() {
    return grammar.waitStatus();
  }

  /**
   * What a compiler that failed wrote last to its standard error, as plain text: all of it, or the
   * whole lines of the last 64 KiB. Empty before SERR was taken, after a success, and where it
   * cannot be decompressed. Of the versions that compress also where it is longer than 1 MiB as
   * sent, or than 8 MiB in plain bytes.
   */
  public Optional<String> errors() {
    return grammar
        .errors()
        .flatMap(sent ->
            version == 1 ? Optional.of(sent) : LzoDecompressor.decompress(sent, PLAIN_ERRORS_MAX))
        .map(ReplyScanner::lastLines);
  }

  private static String lastLines(byte[] plain) {
    int from = Math.max(0, plain.length - ReplyGrammar.LAST_ERRORS);
    String last = new String(plain, from, plain.length - from, StandardCharsets.UTF_8);
    boolean mayBeCut = plain.length >= ReplyGrammar.LAST_ERRORS;
    int lineEnd = mayBeCut ? last.indexOf('\n') : -1;
    return lineEnd < last.length() - 1 ? last.substring(lineEnd + 1) : last;
  }

  /** Bytes of the object as sent; 0 before DOTO's head was taken. */
  public long objectBytes() {
    return grammar.objectBytes();
  }
}
