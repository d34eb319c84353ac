package dev.compilefarm.dispatcher.server;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts connections up to a limit. Thread-safe. */
public final class OpenConnections {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private final int max;
  private int open; // Only under the lock.

  public OpenConnections(int max) {
    this.max = max;
  }

  /** Counts one more; false, and nothing counted, at the limit. */
  boolean enter() {
    lock.lock();
    try {
      if (open == max) {
        return false;
      }
      open++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
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
