package dev.compilefarm.dispatcher.spool;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One message in memory, in the order of its arrival. Written by one thread; once {@link #whole},
 * any thread may read it.
 */
public final class Spool implements AutoCloseable {
  private static final int CHUNK_BYTES_MIN = 4 << 10;
  private static final int CHUNK_BYTES_MAX = 64 << 10;

  private final ByteBudget.Account account;
  private final List<ByteBuffer> chunks = new ArrayList<>();
  private long size;

  /** An empty message with a share of this budget. */
  public Spool(ByteBudget budget) {
    this.account = budget.open();
  }

  /**
   * A buffer to put the next bytes into; what was put must be reported by {@link #added}. Waits
   * while the budget is used up.
   *
   * @param bytesExpected how many are likely to come, to choose a good size; no limit
   */
  public ByteBuffer room(long bytesExpected) throws InterruptedException {
    if (chunks.isEmpty() || !chunks.getLast().hasRemaining()) {
      int bytes = Math.clamp(bytesExpected, CHUNK_BYTES_MIN, CHUNK_BYTES_MAX);
      account.take(bytes);
      chunks.add(ByteBuffer.allocate(bytes));
    }
    return chunks.getLast();
  }

  /** Notes bytes that were put into the last {@link #room}. */
  public void added(int bytes) {
    size += bytes;
  }

  /** Notes that nothing more will come. */
  public void whole() {
    account.whole();
  }

  /** Bytes of the message so far. */
  public long size() {
    return size;
  }

  /** The message's bytes, as fresh views that the caller may consume. */
  public ByteBuffer[] content() {
    return chunks.stream().map(chunk -> chunk.duplicate().flip()).toArray(ByteBuffer[]::new);
  }

  /** Gives the memory back. A second call does nothing. */
  @Override
  public void close() {
    account.close();
  }
}
