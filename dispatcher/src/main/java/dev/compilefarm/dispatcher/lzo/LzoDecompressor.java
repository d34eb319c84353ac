package dev.compilefarm.dispatcher.lzo;

import java.util.Arrays;
import java.util.Optional;

/**
 * Makes plain bytes of one LZO1X block, as protocol versions 2 and 3 send them ({@code
 * src/compress.c} of distcc). Every length and distance is checked, for the block comes from a
 * peer. The format is described in the Linux kernel's {@code Documentation/staging/lzo.rst}. Pure;
 * one object a block.
 */
public final class LzoDecompressor {
  /** After a run of literals of the long form. */
  private static final int LITERALS_BEFORE = 4;

  private static final int SHORTEST_MATCH = 2;
  private static final int LARGEST_BYTE = 255;

  /** Nearest distance of a match of three bytes after a long run of literals. */
  private static final int AFTER_LITERALS_DISTANCE = 0x0800;

  /** Nearest distance of the farthest kind of match. */
  private static final int FAR_DISTANCE = 0x4000;

  private final byte[] in;
  private final int outMax;
  private byte[] out;
  private int read;
  private int written;

  private LzoDecompressor(byte[] block, int outMax) {
    this.in = block;
    this.outMax = outMax;
    this.out = new byte[(int) Math.min(outMax, 4L * block.length)];
  }

  /**
   * The plain bytes; nothing where this is no whole block, or where it has more than so many.
   *
   * @param block as sent; an empty one stands for no bytes
   * @param outMax most plain bytes
   */
  public static Optional<byte[]> decompress(byte[] block, int outMax) {
    if (block.length == 0) {
      return Optional.of(block);
    }
    LzoDecompressor decompressor = new LzoDecompressor(block, outMax);
    try {
      decompressor.run();
    } catch (BrokenBlockException e) {
      return Optional.empty();
    }
    return Optional.of(Arrays.copyOf(decompressor.out, decompressor.written));
  }

  private void run() throws BrokenBlockException {
    int literals = firstLiterals();
    while (true) {
      int code = next();
      int distance;
      int length;
      int after = code & 3;
      if (code >= 64) {
        length = (code >> 5) + 1;
        distance = 1 + (code >> 2 & 7) + (next() << 3);
      } else if (code >= 32) {
        length = SHORTEST_MATCH + longForm(code & 31, 31);
        int word = word();
        after = word & 3;
        distance = 1 + (word >> 2);
      } else if (code >= 16) {
        length = SHORTEST_MATCH + longForm(code & 7, 7);
        int word = word();
        after = word & 3;
        distance = ((code & 8) << 11) + (word >> 2);
        if (distance == 0) {
          end();
          return;
        }
        distance += FAR_DISTANCE;
      } else if (literals == 0) {
        copyLiterals(3 + longForm(code, 15));
        literals = LITERALS_BEFORE;
        continue;
      } else if (literals == LITERALS_BEFORE) {
        length = SHORTEST_MATCH + 1;
        distance = 1 + AFTER_LITERALS_DISTANCE + (code >> 2) + (next() << 2);
      } else {
        length = SHORTEST_MATCH;
        distance = 1 + (code >> 2) + (next() << 2);
      }
      copyMatch(distance, length);
      copyLiterals(after);
      literals = after;
    }
  }

  /** The first byte of a block may stand for literals in a form of its own. */
  private int firstLiterals() throws BrokenBlockException {
    int first = in[0] & LARGEST_BYTE;
    if (first <= 17) {
      return 0;
    }
    read = 1;
    int literals = first - 17;
    copyLiterals(literals);
    return Math.min(literals, LITERALS_BEFORE);
  }

  /** Nothing follows the mark of the end. */
  private void end() throws BrokenBlockException {
    if (read != in.length) {
      throw new BrokenBlockException();
    }
  }

  /** A number that does not fit into its bits goes on in bytes. */
  private int longForm(int bits, int most) throws BrokenBlockException {
    if (bits != 0) {
      return bits;
    }
    int number = most;
    int more = next();
    while (more == 0) {
      number += LARGEST_BYTE;
      if (number > outMax) {
        throw new BrokenBlockException();
      }
      more = next();
    }
    return number + more;
  }

  private int next() throws BrokenBlockException {
    if (read == in.length) {
      throw new BrokenBlockException();
    }
    return in[read++] & LARGEST_BYTE;
  }

  private int word() throws BrokenBlockException {
    int low = next();
    return low | next() << 8;
  }

  private void copyLiterals(int count) throws BrokenBlockException {
    if (count > in.length - read) {
      throw new BrokenBlockException();
    }
    makeRoom(count);
    System.arraycopy(in, read, out, written, count);
    read += count;
    written += count;
  }

  /** Byte by byte: what is copied may begin within what is written. */
  private void copyMatch(int distance, int length) throws BrokenBlockException {
    if (distance > written) {
      throw new BrokenBlockException();
    }
    makeRoom(length);
    for (int i = 0; i < length; i++) {
      out[written] = out[written - distance];
      written++;
    }
  }

  private void makeRoom(int count) throws BrokenBlockException {
    if (count > outMax - written) {
      throw new BrokenBlockException();
    }
    if (count > out.length - written) {
      out = Arrays.copyOf(out, Math.min(outMax, Math.max(written + count, 2 * out.length)));
    }
  }

  /** The bytes are no whole block. */
  private static final class BrokenBlockException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenBlockException() {
      super("this is no block of LZO1X within its bounds", null, false, false);
    }
  }
}
