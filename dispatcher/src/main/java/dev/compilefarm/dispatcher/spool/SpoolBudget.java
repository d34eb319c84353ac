package dev.compilefarm.dispatcher.spool;

import static dev.compilefarm.dispatcher.spool.BlockPool.BLOCK_BYTES;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Memory and disk that many messages share, counted in blocks. Who wants more than is left waits:
 * that is the back-pressure on the peers. Of those that wait the oldest message is served first, so
 * that one becomes whole rather than many half. Thread-safe.
 *
 * <p>Messages that are still arriving could between them hold all of it and wait for each other. So
 * the oldest of those may go over the budget, but only while no whole message holds any: a whole
 * one will be freed without anybody's help. The overdraft is therefore at most one message. It is
 * on the disk, if there is one, as memory is what must not run out.
 */
public final class SpoolBudget {
  private final ReentrantLock lock = new ReentrantLock();
  private final Limits limits;
  private final BooleanSupplier diskUsable;
  // Below: only under the lock.
  private final SequencedSet<Account> arriving = new LinkedHashSet<>(); // Oldest first.
  private final NavigableSet<Account> waiting =
      new TreeSet<>(Comparator.comparingLong((Account account) -> account.number));
  private final Map<Store, Long> usedBlocks = new EnumMap<>(Store.class);
  private long wholeBlocks;
  private long opened;

  /**
   * How much there is.
   *
   * @param memoryBytes of all messages
   * @param memoryBytesPerMessage past which a message's rest goes to the disk, while there is room
   * @param diskBytes of all messages
   */
  public record Limits(long memoryBytes, long memoryBytesPerMessage, long diskBytes) {

    /** Without a disk. */
    public static Limits ofMemory(long memoryBytes) {
      return new Limits(memoryBytes, memoryBytes, 0);
    }

    private boolean allows(Store store, long blocks) {
      return blocks * BLOCK_BYTES <= of(store);
    }

    private long of(Store store) {
      return store == Store.MEMORY ? memoryBytes : diskBytes;
    }
  }

  /**
   * A budget of which nothing is used.
   *
   * @param diskUsable asked under a lock, so it must not block; while it is false, what would go to
   *     the disk goes to memory or waits
   */
  public SpoolBudget(Limits limits, BooleanSupplier diskUsable) {
    this.limits = limits;
    this.diskUsable = diskUsable;
    for (Store store : Store.values()) {
      usedBlocks.put(store, 0L);
    }
  }

  /** Opens the account of a message that begins to arrive. */
  Account open() {
    lock.lock();
    try {
      Account account = new Account(opened++);
      arriving.add(account);
      return account;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes in use now; above {@link #limit} only by an overdraft. */
  public long used(Store store) {
    lock.lock();
    try {
      return usedBlocks.get(store) * BLOCK_BYTES;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that the budget has. */
  public long limit(Store store) {
    return limits.of(store);
  }

  /** One message's share; every method may be called by any thread. */
  final class Account implements AutoCloseable {
    private final long number;
    private final Condition turn = lock.newCondition();
    private final Map<Store, Long> heldBlocks = new EnumMap<>(Store.class);
    private Optional<Store> granted = Optional.empty();
    private boolean whole;
    private boolean closed;

    private Account(long number) {
      this.number = number;
    }

    /**
     * Takes a block, waiting until there is one.
     *
     * @return where it is
     * @throws InterruptedException when interrupted while waiting
     */
    Store take() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        granted = Optional.empty();
        waiting.add(this);
        grant();
        while (granted.isEmpty()) {
          turn.await();
        }
        return granted.get();
      } finally {
        waiting.remove(this);
        lock.unlock();
      }
    }

    /** Takes a block of memory if it may have one now, because the disk failed it. */
    boolean takeMemoryNow() {
      lock.lock();
      try {
        boolean may = has(Store.MEMORY) || mayOverdraw(this);
        if (may) {
          take(Store.MEMORY);
        }
        return may;
      } finally {
        lock.unlock();
      }
    }

    /** Notes that the message has arrived and will take no more. */
    void whole() {
      lock.lock();
      try {
        whole = true;
        wholeBlocks += heldBlocks();
        arriving.remove(this);
        grant();
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
          wholeBlocks -= whole ? heldBlocks() : 0;
          heldBlocks.forEach((store, blocks) -> usedBlocks.merge(store, -blocks, Long::sum));
          arriving.remove(this);
          grant();
        }
      } finally {
        lock.unlock();
      }
    }

    private void take(Store store) {
      heldBlocks.merge(store, 1L, Long::sum);
      usedBlocks.merge(store, 1L, Long::sum);
    }

    private long heldBlocks() {
      return heldBlocks.values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean mayHaveMoreMemory() {
      long blocks = heldBlocks.getOrDefault(Store.MEMORY, 0L) + 1;
      return blocks * BLOCK_BYTES <= limits.memoryBytesPerMessage();
    }
  }

  /** Lets those who wait go on, as far as there is room. */
  private void grant() {
    while (!waiting.isEmpty()) {
      Account next = waiting.getFirst();
      Optional<Store> store = place(next);
      if (store.isEmpty()) {
        return; // Whatever is freed next serves anybody, so the others cannot be served either.
      }
      waiting.remove(next);
      next.take(store.get());
      next.granted = store;
      next.turn.signal();
    }
  }

  private Optional<Store> place(Account account) {
    boolean onDisk = diskUsable.getAsBoolean();
    boolean diskHasRoom = onDisk && has(Store.DISK);
    if (has(Store.MEMORY) && (account.mayHaveMoreMemory() || !diskHasRoom)) {
      return Optional.of(Store.MEMORY);
    }
    if (diskHasRoom || mayOverdraw(account)) {
      return Optional.of(onDisk ? Store.DISK : Store.MEMORY);
    }
    return Optional.empty();
  }

  private boolean has(Store store) {
    return limits.allows(store, usedBlocks.get(store) + 1);
  }

  private boolean mayOverdraw(Account account) {
    return wholeBlocks == 0 && account.equals(arriving.getFirst());
  }
}
