package dev.compilefarm.dispatcher.spool;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Memory that many messages share. Who wants more than is left waits: that is the back-pressure on
 * the peers. Thread-safe.
 *
 * <p>Messages that are still arriving could between them hold all of it and wait for each other. So
 * the oldest of those may go over the budget, but only while no whole message holds any: a whole
 * one will be freed without anybody's help. The overdraft is therefore at most one message.
 */
public final class ByteBudget {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final long bytes;
  // Below: only under the lock.
  private final SequencedSet<Account> arriving = new LinkedHashSet<>(); // Oldest first.
  private long used;
  private long usedByWhole;

  public ByteBudget(long bytes) {
    this.bytes = bytes;
  }

  /** Opens the account of a message that begins to arrive. */
  public Account open() {
    lock.lock();
    try {
      Account account = new Account();
      arriving.add(account);
      return account;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes in use now; above {@link #bytes} only by an overdraft. */
  public long used() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that the budget has. */
  public long bytes() {
    return bytes;
  }

  /** One message's share; every method may be called by any thread. */
  public final class Account implements AutoCloseable {
    private long held;
    private boolean whole;
    private boolean closed;

    private Account() {}

    /**
     * Takes bytes, waiting until there are enough.
     *
     * @throws InterruptedException when interrupted while waiting; nothing was taken
     */
    void take(long wanted) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (used + wanted > bytes && !mayOverdraw()) {
          freed.await();
        }
        used += wanted;
        held += wanted;
      } finally {
        lock.unlock();
      }
    }

    /** Notes that the message has arrived and will take no more. */
    void whole() {
      lock.lock();
      try {
        whole = true;
        usedByWhole += held;
        arriving.remove(this);
        freed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** Gives everything back. A second call does nothing. */
    @Override
    public void close() {
      lock.lock();
      try {
        if (!closed) {
          closed = true;
          used -= held;
          usedByWhole -= whole ? held : 0;
          arriving.remove(this);
          freed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    private boolean mayOverdraw() {
      return usedByWhole == 0 && equals(arriving.getFirst());
    }
  }
}
