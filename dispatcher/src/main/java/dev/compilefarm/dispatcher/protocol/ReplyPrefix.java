package dev.compilefarm.dispatcher.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bytes that every reply to a request of one version begins with, whatever the compiler will
 * say: a wait status has sixteen bits, so its first four digits are zero. A waiting client that is
 * given one of them now and then does not lose its patience, which distcc counts from byte to byte
 * ({@code src/io.c:dcc_readx}).
 */
public final class ReplyPrefix {
  /** Bytes of the prefix, the same in every version. */
  public static final int LENGTH = 20;

  private ReplyPrefix() {}

  /** The bytes from one offset up to another one. */
  public static ByteBuffer bytes(int version, int from, int to) {
    byte[] prefix = "DONE%08xSTAT0000".formatted(version).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.wrap(prefix, from, to - from).slice();
  }
}
