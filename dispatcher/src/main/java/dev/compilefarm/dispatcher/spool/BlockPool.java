package dev.compilefarm.dispatcher.spool;

import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory in blocks of one size, outside the heap and used again and again: a socket reads and
 * writes them without a copy, and nobody clears or moves them. Thread-safe. Who gives a block back
 * must be the last to know of it.
 */
public final class BlockPool {
  /** Small enough that a half-filled last block is no waste to speak of; 16 KiB cost more calls. */
  public static final int BLOCK_BYTES = 32 << 10;

  private final Deque<ByteBuffer> free = new ConcurrentLinkedDeque<>();
  private final AtomicLong blocksLeft;

  /**
   * Empty; grows as blocks are taken, and does not shrink.
   *
   * @param bytes kept outside the heap at most; blocks past it, an overdraft's, come from the heap
   */
  public BlockPool(long bytes) {
    this.blocksLeft = new AtomicLong(bytes / BLOCK_BYTES);
  }

  /** An empty block, with whatever was in it before behind its position. */
  ByteBuffer take() {
    ByteBuffer used = free.pollFirst();
    if (used != null) {
      return used.clear();
    }
    return blocksLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0
        ? ByteBuffer.allocateDirect(BLOCK_BYTES)
        : ByteBuffer.allocate(BLOCK_BYTES);
  }

  void give(ByteBuffer block) {
    if (block.isDirect()) {
      free.addFirst(block);
    }
  }
}
