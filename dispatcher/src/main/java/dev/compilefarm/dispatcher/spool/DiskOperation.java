package dev.compilefarm.dispatcher.spool;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One read or write of the spool's disk, done by one of the disk's threads while the caller waits
 * for it. A disk can hang for as long as it likes, and its thread with it. So a caller gives up
 * after a while, and what it gave is not touched any more from then on.
 */
final class DiskOperation implements Runnable {
  private static final int QUEUED = 4;

  private final Io io;
  private final End end;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile Optional<Exception> failure = Optional.empty();
  // It is used only under the monitor.
  private boolean givenUp;

  /** What to do. */
  interface Io {

    /**
     * Blocks for as long as the disk does.
     *
     * @param buffers what touches the caller's buffers goes through this, and is left out once the
     *     caller has given up
     */
    void perform(Caller buffers) throws IOException;
  }

  /** The one who waits. */
  interface Caller {
    void touch(Runnable use);
  }

  /** Told that an operation has ended. */
  interface End {
    void ended(boolean givenUp);
  }

  /**
   * An operation that has not begun.
   *
   * @param end told on the disk's thread, whether anybody still waits or not
   */
  DiskOperation(Io io, End end) {
    this.io = io;
    this.end = end;
  }

  @Override
  public void run() {
    begun.countDown();
    try {
      if (!isGivenUp()) {
        io.perform(this::touch);
      }
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(e);
    } finally {
      end();
    }
  }

  /**
   * Waits for its end. An interruption is kept for later.
   *
   * @param limit for the operation; it may wait four times as long for a thread to take it up,
   *     since a disk that is slow does not hang
   * @return false when it did not end within the limit; then it is given up
   */
  boolean await(Duration limit) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          boolean ended =
              begun.await(QUEUED * limit.toNanos(), TimeUnit.NANOSECONDS)
                  && done.await(limit.toNanos(), TimeUnit.NANOSECONDS);
          return ended || !giveUp();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Why it failed; only after it has ended. */
  Optional<Exception> failure() {
    return failure;
  }

  /** False when it has ended meanwhile. */
  private synchronized boolean giveUp() {
    givenUp = done.getCount() > 0;
    return givenUp;
  }

  /** In one step: who gives up afterwards gives nothing up. */
  private synchronized void end() {
    end.ended(givenUp);
    done.countDown();
  }

  private synchronized boolean isGivenUp() {
    return givenUp;
  }

  private synchronized void touch(Runnable use) {
    if (!givenUp) {
      use.run();
    }
  }
}
