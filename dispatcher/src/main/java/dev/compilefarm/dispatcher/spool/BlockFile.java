package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.BitSet;
import java.util.Optional;

/**
 * A file in blocks, taken and given back in any order, the lowest first so that it stays short.
 * Made when it is first written, and given up for a new one when it has grown large and nothing of
 * it is in use any more. Thread-safe. Who gives a block back must be the last to know of it.
 */
final class BlockFile {
  private static final int KEPT_BLOCKS = (64 << 20) / BLOCK_BYTES;

  private final Maker maker;
  private final Object making = new Object();
  // Below: only under the monitor.
  private final BitSet used = new BitSet();
  private Optional<SpoolFile> made = Optional.empty();
  // Counted for the present file.
  private int blocksEver;

  /** Makes an empty file that nobody else knows of. */
  interface Maker {
    SpoolFile make() throws IOException;
  }

  BlockFile(Maker maker) {
    this.maker = maker;
  }

  /** Takes a block; its position in the file. */
  synchronized long take() {
    int block = used.nextClearBit(0);
    used.set(block);
    blocksEver = Math.max(blocksEver, block + 1);
    return (long) block * BLOCK_BYTES;
  }

  /** Gives a block back; the file, if it is to be closed now. */
  synchronized Optional<SpoolFile> give(long position) {
    used.clear(Math.toIntExact(position / BLOCK_BYTES));
    return blocksEver <= KEPT_BLOCKS || !used.isEmpty() ? Optional.empty() : close();
  }

  /** Gives the present file up, which is then to be closed. */
  synchronized Optional<SpoolFile> close() {
    Optional<SpoolFile> givenUp = made;
    made = Optional.empty();
    blocksEver = 0;
    return givenUp;
  }

  /** Writes all that remains in the buffer; blocks. */
  void write(ByteBuffer bytes, long position) throws IOException {
    FileChannel file = file();
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  /** Reads until the buffer is full; blocks. */
  void read(ByteBuffer into, long position) throws IOException {
    FileChannel file = file();
    long at = position;
    while (into.hasRemaining()) {
      int read = file.read(into, at);
      if (read < 0) {
        throw new EOFException("the file is shorter than what was written to it");
      }
      at += read;
    }
  }

  /** Nobody but the disk's own threads waits while a file is made: that may take for ever. */
  private FileChannel file() throws IOException {
    synchronized (making) {
      Optional<SpoolFile> present = present();
      return present.isPresent() ? present.get().channel() : made(maker.make()).channel();
    }
  }

  private synchronized Optional<SpoolFile> present() {
    return made;
  }

  private synchronized SpoolFile made(SpoolFile fresh) {
    made = Optional.of(fresh);
    return fresh;
  }
}
