package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;

import dev.compilefarm.dispatcher.budget.Account;
import dev.compilefarm.dispatcher.budget.Ledger;
import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.budget.Stalls;
import dev.compilefarm.dispatcher.budget.Store;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * The lock and the clock of a {@link Ledger}: memory and disk that many messages share. Who wants
 * more than it may have now waits, which is the back-pressure on the peers. Thread-safe.
 */
public final class SpoolBudget {
  /** While messages wait, one looks so often for a client that must give way. */
  private static final long LOOK_MILLIS = 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Limits limits;
  private final ToIntFunction<String> weights;
  private final BooleanSupplier diskUsable;
  private final LongSupplier nanoClock;
  // Below: only under the lock.
  private final Ledger ledger;
  private final Map<Account, Share> shares = new HashMap<>();
  private final SequencedSet<Share> waiting = new LinkedHashSet<>();

  /**
   * A budget of which nothing is used.
   *
   * @param weights each tenant's, at least 1 and always the same
   * @param diskUsable asked under a lock, so it must not block; while it is false, what would go to
   *     the disk goes to memory or waits
   * @param nanoClock monotonic, as {@link System#nanoTime}
   */
  public SpoolBudget(
      Limits limits,
      Stalls stalls,
      ToIntFunction<String> weights,
      BooleanSupplier diskUsable,
      LongSupplier nanoClock) {
    this.limits = limits;
    this.weights = weights;
    this.diskUsable = diskUsable;
    this.nanoClock = nanoClock;
    this.ledger = new Ledger(limits, stalls, nanoClock.getAsLong());
  }

  /**
   * Opens the share of a message that begins to arrive.
   *
   * @param giveWay closes the client's connection; called at most once, on a thread of its own
   */
  Share open(String tenant, Runnable giveWay) {
    int weight = weights.applyAsInt(tenant);
    lock.lock();
    try {
      Share share = new Share(ledger.open(tenant, weight, nanoClock.getAsLong()), giveWay);
      shares.put(share.account, share);
      return share;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes in use now; above {@link #limit} only by an overdraft. */
  public long used(Store store) {
    lock.lock();
    try {
      return ledger.used(store) * BLOCK_BYTES;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that the budget has. */
  public long limit(Store store) {
    return limits.of(store) * BLOCK_BYTES;
  }

  /** Messages that wait for room now. */
  public int waiting() {
    lock.lock();
    try {
      return ledger.waiting();
    } finally {
      lock.unlock();
    }
  }

  private void grant() {
    for (Account granted : ledger.grant(diskUsable.getAsBoolean(), nanoClock.getAsLong())) {
      shares.get(granted).turn.signal();
    }
  }

  private void look() {
    tell(ledger.giveWay(nanoClock.getAsLong()));
    // Time alone may let a message go ahead of one that has stopped.
    grant();
  }

  private void tell(Optional<Account> goes) {
    goes.map(shares::get).ifPresent(Share::tellToGiveWay);
  }

  /** One message's share; every method may be called by any thread. */
  final class Share implements AutoCloseable {
    private final Account account;
    private final Runnable giveWay;
    private final Condition turn = lock.newCondition();

    private Share(Account account, Runnable giveWay) {
      this.account = account;
      this.giveWay = giveWay;
    }

    /**
     * Takes a block, waiting until there is one.
     *
     * @return where it is
     * @throws GaveWayException when the message was told to give way instead
     * @throws InterruptedException when interrupted while waiting
     */
    Store take() throws GaveWayException, InterruptedException {
      lock.lockInterruptibly();
      try {
        ledger.want(account);
        grant();
        tell(ledger.crowdedOut());
        waiting.add(this);
        while (account.granted().isEmpty()) {
          if (account.givesWay()) {
            throw new GaveWayException();
          }
          // The first of those that wait looks for all of them.
          if (!waiting.getFirst().equals(this)) {
            turn.await();
          } else if (!turn.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            look();
          }
        }
        return account.granted().get();
      } finally {
        ledger.stopWanting(account);
        waiting.remove(this);
        // Who looked hands that on.
        waiting.stream().findFirst().ifPresent(next -> next.turn.signal());
        lock.unlock();
      }
    }

    /** Gives up what it waits for, because nobody wants the message any more. */
    void giveUp() {
      lock.lock();
      try {
        ledger.giveUp(account);
        turn.signal();
      } finally {
        lock.unlock();
      }
    }

    /** Takes a block of memory if it may have one now, because the disk failed it. */
    boolean takeMemoryNow() {
      lock.lock();
      try {
        return ledger.takeMemoryNow(account);
      } finally {
        lock.unlock();
      }
    }

    /** Notes that its client is to take bytes of it from now on. */
    void awaits() {
      lock.lock();
      try {
        ledger.awaits(account, nanoClock.getAsLong());
      } finally {
        lock.unlock();
      }
    }

    /** Notes that its client took bytes of it. */
    void taken() {
      lock.lock();
      try {
        ledger.taken(account, nanoClock.getAsLong());
      } finally {
        lock.unlock();
      }
    }

    /** Notes that the message has arrived and will take no more. */
    void whole() {
      lock.lock();
      try {
        ledger.whole(account);
        grant();
      } finally {
        lock.unlock();
      }
    }

    /** Notes that the whole message is being written to its client. */
    void leaving() {
      lock.lock();
      try {
        ledger.leaving(account, nanoClock.getAsLong());
      } finally {
        lock.unlock();
      }
    }

    /** Whether its client was told to give way. */
    boolean givesWay() {
      lock.lock();
      try {
        return account.givesWay();
      } finally {
        lock.unlock();
      }
    }

    /** Gives everything back. A second call does nothing. */
    @Override
    public void close() {
      lock.lock();
      try {
        ledger.close(account);
        shares.remove(account);
        grant();
      } finally {
        lock.unlock();
      }
    }

    /** On another thread: to close a connection is none of this lock's business. */
    private void tellToGiveWay() {
      turn.signal();
      Thread.ofVirtual().name("give way").start(giveWay);
    }
  }
}
