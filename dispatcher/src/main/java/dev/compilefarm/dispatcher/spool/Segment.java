package dev.compilefarm.dispatcher.spool;

import java.nio.ByteBuffer;

/** One block of a message. */
sealed interface Segment {

  /** Bytes of it. */
  int length();

  /** One block, filled up to its position. */
  record InMemory(ByteBuffer block) implements Segment {
    @Override
    public int length() {
      return block.position();
    }

    /** The bytes from an offset on, as a fresh view. */
    ByteBuffer from(long offset) {
      return block.duplicate().flip().position(Math.toIntExact(offset));
    }
  }

  /** One block of the disk's file, filled up to a length. */
  record OnDisk(SpoolDisk disk, DiskBlock block, int length) implements Segment {

    /**
     * Reads from an offset on until the buffer is full.
     *
     * @throws SpoolException when the disk failed
     */
    void read(long offset, ByteBuffer into) throws SpoolException {
      disk.read(into, block, Math.toIntExact(offset));
    }
  }
}
