package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;

import dev.compilefarm.dispatcher.budget.Store;
import dev.compilefarm.dispatcher.transport.Pace;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One message, in the order of its arrival. Written by one thread; once {@link #whole}, any thread
 * may read it, several at a time, and any may close it. Until then only the writer may close it.
 */
public final class Spool implements AutoCloseable {
  /** Half a megabyte at a time keeps the kernel busy; more would only be taken apart there. */
  private static final int BLOCKS_PER_WRITE = 16;

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final SpoolStores stores;
  private final SpoolBudget.Share share;
  private final List<Segment> segments = new ArrayList<>(1);
  private long size;
  // Below: of the writer.
  private Store store = Store.MEMORY;
  // Bytes of the last block that are not filled.
  private int blockLeft;
  // The last block, if it is in memory.
  private ByteBuffer block = NONE;
  // It is on its way to the disk.
  private ByteBuffer staged = NONE;
  // Below: only under the monitor.
  private int readers;
  private boolean closed;

  /**
   * An empty message with a share of these stores.
   *
   * @param tenant whose messages have a share of the budget together
   * @param giveWay closes the client's connection, because others need the room; called at most
   *     once, on a thread of its own
   */
  public Spool(SpoolStores stores, String tenant, Runnable giveWay) {
    this.stores = stores;
    this.share = stores.budget().open(tenant, giveWay);
  }

  /** Whether a peer may be waited for with what {@link #room} gives: it is the message's anyhow. */
  public boolean mayWait() {
    return store == Store.MEMORY && blockLeft > 0;
  }

  /**
   * A buffer to put the next bytes into, at least one; then comes {@link #added}, unless {@link
   * #mayWait} without waiting for a peer in between. Waits while the tenant may have no more.
   *
   * @throws GaveWayException when the message was told to give way instead; it is of no more use
   * @throws InterruptedException when interrupted while waiting
   */
  public ByteBuffer room() throws GaveWayException, InterruptedException {
    if (blockLeft == 0 || (store == Store.DISK && !disk().isUsable())) {
      begin(share.take());
    }
    if (store == Store.MEMORY) {
      return block;
    }
    staged = disk().writeBuffer().limit(blockLeft);
    return staged;
  }

  /**
   * Notes the bytes that were put into the last {@link #room}. What the disk does not take goes to
   * memory, if there is room.
   *
   * @throws SpoolException when there is none; the message is of no more use
   */
  public void added() throws SpoolException {
    if (store == Store.MEMORY) {
      filled(blockLeft - block.remaining());
    } else {
      filled(staged.flip().remaining());
      try {
        writeStaged();
      } finally {
        unstage();
      }
    }
  }

  /** Notes that nothing more will come. */
  public void whole() {
    block = NONE;
    share.whole();
  }

  /**
   * Notes that the whole message is on its way to its client from now on, which must take it while
   * others wait for room.
   */
  public void leaving() {
    share.leaving();
  }

  /** Ends a wait for room: nobody wants the message any more. For any thread. */
  public void giveUp() {
    share.giveUp();
  }

  /** Whether its client was told to give way. */
  public boolean givesWay() {
    return share.givesWay();
  }

  /** Bytes of the message so far. */
  public long size() {
    return size;
  }

  /**
   * Writes the message from one of its bytes on; as often as one likes.
   *
   * @param pace of the peer
   * @throws java.net.SocketTimeoutException when the peer took nothing for as long as it may
   * @throws SpoolException when the disk failed: the message is of no more use
   * @throws IOException when the connection broke, or the message was closed
   */
  public void sendTo(TimedChannel to, long fromByte, Pace pace) throws IOException {
    Pace noted = noting(pace);
    enter();
    try {
      long skipped = fromByte;
      List<ByteBuffer> inMemory = new ArrayList<>();
      for (Segment segment : segments) {
        long offset = Math.min(skipped, segment.length());
        skipped -= offset;
        switch (segment) {
          case Segment.InMemory memory -> inMemory.add(memory.from(offset));
          case Segment.OnDisk onDisk -> {
            flush(inMemory, to, noted);
            send(onDisk, Math.toIntExact(offset), to, noted);
          }
        }
        if (inMemory.size() == BLOCKS_PER_WRITE) {
          flush(inMemory, to, noted);
        }
      }
      flush(inMemory, to, noted);
    } finally {
      leave();
    }
  }

  /**
   * Gives everything back, once nobody sends it any more: who does gets an exception before the
   * next block, or when its channel is closed. A second call does nothing.
   */
  @Override
  public void close() {
    boolean unread;
    synchronized (this) {
      unread = !closed && readers == 0;
      closed = true;
    }
    if (unread) {
      release();
    }
  }

  private void begin(Store next) {
    store = next;
    blockLeft = BLOCK_BYTES;
    if (next == Store.MEMORY) {
      block = stores.blocks().take();
      segments.add(new Segment.InMemory(block));
    } else {
      segments.add(new Segment.OnDisk(disk(), disk().take(), 0));
    }
  }

  private void filled(int bytes) {
    size += bytes;
    blockLeft -= bytes;
  }

  private void writeStaged() throws SpoolException {
    int length = staged.remaining();
    Segment.OnDisk last = (Segment.OnDisk) segments.getLast();
    try {
      disk().write(staged, last.block(), last.length());
      segments.set(
          segments.size() - 1,
          new Segment.OnDisk(last.disk(), last.block(), last.length() + length));
    } catch (SpoolException e) {
      if (!share.takeMemoryNow()) {
        throw e;
      }
      begin(Store.MEMORY);
      block.put(staged.rewind());
      blockLeft -= length;
    }
  }

  private void unstage() {
    disk().giveWriteBuffer(staged);
    staged = NONE;
  }

  /** The pace, and besides the budget is told of each step. */
  private Pace noting(Pace pace) {
    return new Pace() {
      @Override
      public Duration left() {
        share.awaits();
        return pace.left();
      }

      @Override
      public void waited(long nanos, long bytes) {
        pace.waited(nanos, bytes);
        share.taken();
      }
    };
  }

  private void flush(List<ByteBuffer> blocks, TimedChannel to, Pace pace) throws IOException {
    mustBeOpen();
    to.write(blocks.toArray(ByteBuffer[]::new), pace);
    blocks.clear();
  }

  private void send(Segment.OnDisk segment, int fromOffset, TimedChannel to, Pace pace)
      throws IOException {
    ByteBuffer buffer = disk().readBuffer();
    try {
      int offset = fromOffset;
      while (offset < segment.length()) {
        mustBeOpen();
        int wanted = Math.min(buffer.capacity(), segment.length() - offset);
        segment.read(offset, buffer.clear().limit(wanted));
        to.write(new ByteBuffer[] {buffer.flip()}, pace);
        offset += wanted;
      }
    } finally {
      disk().giveReadBuffer(buffer);
    }
  }

  private synchronized void mustBeOpen() throws IOException {
    if (closed) {
      throw new IOException("the message was closed");
    }
  }

  private synchronized void enter() throws IOException {
    mustBeOpen();
    readers++;
  }

  private void leave() {
    boolean last;
    synchronized (this) {
      readers--;
      last = closed && readers == 0;
    }
    if (last) {
      release();
    }
  }

  private void release() {
    if (staged.capacity() > 0) {
      unstage();
    }
    for (Segment segment : segments) {
      switch (segment) {
        case Segment.InMemory memory -> stores.blocks().give(memory.block());
        case Segment.OnDisk onDisk -> disk().give(onDisk.block());
      }
    }
    segments.clear();
    share.close();
  }

  private SpoolDisk disk() {
    return stores.disk().orElseThrow();
  }
}
