package dev.compilefarm.dispatcher.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts connections up to a limit, and up to another one for each address. Thread-safe. */
public final class OpenConnections {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private final int max;
  private final int maxPerAddress;
  // Below: only under the lock.
  private final Map<String, Integer> byAddress = new HashMap<>();
  private int open;

  /** With none open. */
  public OpenConnections(int max, int maxPerAddress) {
    this.max = max;
    this.maxPerAddress = maxPerAddress;
  }

  /** Whether one more was counted. */
  enum Entry {
    ENTERED,
    /** There are too many in all. */
    FULL,
    /** There are too many from this address. */
    FULL_FOR_ADDRESS
  }

  /** Counts one more; at a limit nothing is counted. */
  Entry enter(String address) {
    lock.lock();
    try {
      if (open == max) {
        return Entry.FULL;
      }
      int ofAddress = byAddress.getOrDefault(address, 0);
      if (ofAddress >= maxPerAddress) {
        return Entry.FULL_FOR_ADDRESS;
      }
      byAddress.put(address, ofAddress + 1);
      open++;
      return Entry.ENTERED;
    } finally {
      lock.unlock();
    }
  }

  void leave(String address) {
    lock.lock();
    try {
      byAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
      open--;
      if (open == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Connections that stand now. */
  public int count() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until none stands; false when the limit passed first. */
  boolean awaitNone(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (open > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
      return open == 0;
    } finally {
      lock.unlock();
    }
  }
}
