package dev.compilefarm.dispatcher.lzo;

import java.nio.ByteBuffer;

/**
 * Writes blocks of LZO1X that hold their content as it is: one run of literals and the end marker.
 * Each decompressor of LZO1X reads them ({@code lzo/minilzo.c:lzo1x_decompress}). For short texts,
 * which are not worth compressing.
 */
public final class LzoLiterals {
  /** A first byte above this one means a run of literals, longer by as much as it is above it. */
  private static final int FIRST_RUN = 17;

  /** The longest run that the first byte can tell. */
  private static final int FIRST_RUN_MAX = 255 - FIRST_RUN;

  /** What a run's length is less, where it is told by bytes of its own. */
  private static final int LONG_RUN = 18;

  private static final int BYTE_MAX = 255;

  /** A copy from a distance of nothing. */
  private static final byte[] END = {0x11, 0, 0};

  private LzoLiterals() {}

  /** A block with this content; of no content, nothing, as distcc sends it. */
  public static byte[] block(byte[] content) {
    if (content.length == 0) {
      return content;
    }
    byte[] head = head(content.length);
    return ByteBuffer.allocate(head.length + content.length + END.length)
        .put(head)
        .put(content)
        .put(END)
        .array();
  }

  private static byte[] head(int length) {
    if (length <= FIRST_RUN_MAX) {
      return new byte[] {(byte) (FIRST_RUN + length)};
    }
    // Zeros, each of which stands for as much as one byte can tell, and the rest.
    int zeros = (length - LONG_RUN - 1) / BYTE_MAX;
    byte[] head = new byte[zeros + 2];
    head[zeros + 1] = (byte) (length - LONG_RUN - zeros * BYTE_MAX);
    return head;
  }
}
