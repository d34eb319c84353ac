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

  /** Bytes that were taken since it was empty. */
  int size() {
    return filled;
  }

  /** Gives the body away and is empty again; what is short is not set aside anew for the next. */
  byte[] release() {
    byte[] body = Arrays.copyOf(bytes, filled);
    if (bytes.length > BYTES_MIN) {
      bytes = new byte[0];
    }
    filled = 0;
    return body;
  }
}
