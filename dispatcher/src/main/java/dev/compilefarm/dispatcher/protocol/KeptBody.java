package dev.compilefarm.dispatcher.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A body that is kept as it arrives. Its memory follows the bytes that came, not those announced.
 */
final class KeptBody {
  private static final int BYTES_MIN = 64;

  private byte[] bytes = new byte[0];
  private int filled;

  /** Takes this many bytes. */
  void take(ByteBuffer from, int count) {
    if (filled + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(BYTES_MIN, Math.max(filled + count, 2 * filled)));
    }
    from.get(bytes, filled, count);
    filled += count;
  }

  /** Gives the body away and is empty again. */
  byte[] release() {
    byte[] body = Arrays.copyOf(bytes, filled);
    bytes = new byte[0];
    filled = 0;
    return body;
  }
}
