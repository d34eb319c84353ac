package dev.compilefarm.dispatcher.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * The books of a budget; the rules are in the package comment. Pure; not thread-safe. Times are
 * nanoseconds of one monotonic clock, the caller's. After a call that may free room or want it
 * comes {@link #grant}.
 */
public final class Ledger {
  /** A tenant may hold so many times what is free. */
  private static final long SHARE = 8;

  /** Who is told to give way has so long before another one is told. */
  private static final Duration TIME_TO_GO = Duration.ofSeconds(1);

  /**
   * Looking for somebody to give way means to look at all messages, so it is not done more often.
   */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private final Limits limits;
  private final Stalls stalls;
  private final Map<String, Holder> holders = new HashMap<>();
  // For each weight, the number of holders that have it.
  private final TreeMap<Integer, Integer> weights = new TreeMap<>();
  private final SequencedSet<Account> accounts = new LinkedHashSet<>();
  private final SequencedSet<Holder> waitingHolders = new LinkedHashSet<>();
  private Optional<Account> overdrawer = Optional.empty();
  private Optional<Account> toldToGo = Optional.empty();
  private long toldAtNanos;
  private long lookedAtNanos;
  // Blocks in use.
  private long memory;
  private long disk;
  // The part of it that the overdraft has.
  private long overMemory;
  private long overDisk;
  private long wholeBlocks;
  private long opened;
  private int waiting;

  /** With nothing in use. */
  public Ledger(Limits limits, Stalls stalls, long nowNanos) {
    this.limits = limits;
    this.stalls = stalls;
    this.lookedAtNanos = nowNanos - BETWEEN_LOOKS.toNanos();
  }

  /** Opens the account of a message that begins to arrive. */
  public Account open(String tenant, int weight, long nowNanos) {
    Holder holder = holders.computeIfAbsent(tenant, name -> new Holder(name, weight));
    if (holder.accounts == 0) {
      weights.merge(holder.weight, 1, Integer::sum);
    }
    holder.accounts++;
    Account account = new Account(opened++, holder, nowNanos);
    accounts.add(account);
    return account;
  }

  /**
   * The message wants one more block; {@link #grant} tells when it has one. One that gives way gets
   * none any more.
   */
  public void want(Account account) {
    account.want();
    if (account.givesWay) {
      return;
    }
    if (account.holder.waiting.isEmpty()) {
      waitingHolders.add(account.holder);
    }
    account.holder.waiting.add(account);
    waiting++;
  }

  /** Nobody wants the message any more: it is given no more room, until it is closed. */
  public void giveUp(Account account) {
    told(account);
  }

  /** The message waits no longer, whether it was granted a block or not. */
  public void stopWanting(Account account) {
    if (account.holder.waiting.remove(account)) {
      account.wants = false;
      waiting--;
      if (account.holder.waiting.isEmpty()) {
        waitingHolders.remove(account.holder);
      }
    }
  }

  /** Its client is to take bytes of it from now on. */
  public void awaits(Account account, long nowNanos) {
    account.awaited = true;
    account.movedAtNanos = nowNanos;
  }

  /** Its client took bytes of it. */
  public void taken(Account account, long nowNanos) {
    account.awaited = false;
    account.movedAtNanos = nowNanos;
  }

  /** The message has arrived and will want no more. */
  public void whole(Account account) {
    account.state = Account.State.WHOLE;
    account.holder.wholeBlocks += account.blocks();
    wholeBlocks += account.blocks();
    if (!account.isOver()) {
      giveUpRight(account);
    }
  }

  /** A whole message is being written to its client from now on. */
  public void leaving(Account account, long nowNanos) {
    account.state = Account.State.LEAVING;
    account.movedAtNanos = nowNanos;
  }

  /** Gives everything back. A second call does nothing. */
  public void close(Account account) {
    if (account.state == Account.State.CLOSED) {
      return;
    }
    stopWanting(account);
    Holder holder = account.holder;
    if (account.isWhole()) {
      holder.wholeBlocks -= account.blocks();
      wholeBlocks -= account.blocks();
    }
    holder.blocks -= account.blocks();
    memory -= account.memory;
    disk -= account.disk;
    overMemory -= account.overMemory;
    overDisk -= account.overDisk;
    account.state = Account.State.CLOSED;
    giveUpRight(account);
    accounts.remove(account);
    holder.accounts--;
    if (holder.accounts == 0) {
      holders.remove(holder.tenant);
      weights.computeIfPresent(holder.weight, (weight, n) -> n == 1 ? null : n - 1);
    }
  }

  /** Takes a block of memory where there is one, or where the message may overdraw. */
  public boolean takeMemoryNow(Account account) {
    boolean hasRoom = memory - overMemory < limits.memory();
    boolean overdraws = !hasRoom && mayOverdrawMemory(account) && mayOverdraw(account);
    if (hasRoom || overdraws) {
      account.add(Store.MEMORY);
      take(account, Store.MEMORY, overdraws);
    }
    return hasRoom || overdraws;
  }

  /**
   * Gives blocks to those that wait, as far as there is room.
   *
   * @param diskUsable whether anything may be put on the disk now
   * @return who has been given one
   */
  public List<Account> grant(boolean diskUsable, long nowNanos) {
    if (waiting == 0) {
      return List.of();
    }
    List<Account> granted = new ArrayList<>();
    Optional<Next> next = next(diskUsable);
    while (next.isPresent()) {
      Account account = next.get().account();
      Store store = place(account, diskUsable);
      stopWanting(account);
      account.grant(store, nowNanos);
      take(account, store, next.get().overdraws());
      granted.add(account);
      next = next(diskUsable);
    }
    return granted;
  }

  /**
   * The waiting message that must go because too many wait; to be asked after each {@link #want}.
   * It is the newest of the tenant with most of them for its weight. It is told once, and goes with
   * {@link #close}.
   */
  public Optional<Account> crowdedOut() {
    if (waiting <= limits.waiting()) {
      return Optional.empty();
    }
    return waitingHolders.stream()
        .max(Holder::compareWaiting)
        .map(holder -> holder.waiting.getLast())
        .map(this::told);
  }

  /**
   * Whose client does nothing and must go, so that those who wait can go on; to be asked while
   * anybody waits. One goes at a time: it is told once, and gives its room back with {@link
   * #close}.
   */
  public Optional<Account> giveWay(long nowNanos) {
    if (waiting == 0
        || nowNanos - lookedAtNanos < BETWEEN_LOOKS.toNanos()
        || isSomebodyGoing(nowNanos)) {
      return Optional.empty();
    }
    lookedAtNanos = nowNanos;
    toldToGo = stalled(nowNanos).map(this::told);
    toldAtNanos = nowNanos;
    return toldToGo;
  }

  /** Blocks in use; above the limit only by an overdraft. */
  public long used(Store store) {
    return store == Store.MEMORY ? memory : disk;
  }

  /** Messages that wait for a block. */
  public int waiting() {
    return waiting;
  }

  private Optional<Next> next(boolean diskUsable) {
    if (waitingHolders.isEmpty()) {
      return Optional.empty();
    }
    long free = free(diskUsable);
    Holder neediest = waitingHolders.stream().min(Holder::compareNeed).orElseThrow();
    return isWithinShare(neediest, free)
        ? Optional.of(new Next(neediest.oldest(), false))
        : overdrawing(free)
            .filter(account -> diskUsable || mayOverdrawMemory(account))
            .map(account -> new Next(account, true));
  }

  /** What the overdraft has is not taken from it: else it would be taken from newcomers. */
  private long free(boolean diskUsable) {
    long onDisk = diskUsable ? Math.max(0, limits.disk() - (disk - overDisk)) : 0;
    return Math.max(0, limits.memory() - (memory - overMemory)) + onDisk;
  }

  /** With one block more; never where nothing is free. */
  private boolean isWithinShare(Holder holder, long free) {
    return (holder.blocks + 1) * weights.lastKey() <= SHARE * free * holder.weight;
  }

  /** The one message that goes on over its tenant's share and the limits, if it wants to. */
  private Optional<Account> overdrawing(long free) {
    if (overdrawer.isEmpty()) {
      overdrawer =
          waitingHolders.stream()
              .filter(holder -> mayOverdraw(holder, free))
              .map(Holder::oldest)
              .min(Comparator.comparingLong(account -> account.number));
    }
    return overdrawer.filter(account -> account.wants);
  }

  /** Only where nothing else would ever be freed for it. */
  private boolean mayOverdraw(Holder holder, long free) {
    return (free > 0 ? holder.wholeBlocks : wholeBlocks) == 0;
  }

  /** A message that is larger than the memory waits for the disk. */
  private boolean mayOverdrawMemory(Account account) {
    return account.overMemory < limits.overdraftMemory();
  }

  private boolean mayOverdraw(Account account) {
    if (overdrawer.isEmpty() && mayOverdraw(account.holder, 0)) {
      overdrawer = Optional.of(account);
    }
    return overdrawer.filter(account::equals).isPresent();
  }

  private Store place(Account account, boolean diskUsable) {
    boolean memoryHasRoom = memory - overMemory < limits.memory();
    boolean diskHasRoom = diskUsable && disk - overDisk < limits.disk();
    boolean mayHaveMoreMemory = account.memory < limits.memoryPerMessage();
    if (memoryHasRoom && (mayHaveMoreMemory || !diskHasRoom)) {
      return Store.MEMORY;
    }
    return diskUsable ? Store.DISK : Store.MEMORY;
  }

  private void take(Account account, Store store, boolean overdraws) {
    account.holder.blocks++;
    if (store == Store.MEMORY) {
      memory++;
    } else {
      disk++;
    }
    if (overdraws) {
      account.addOver(store);
      overMemory += store == Store.MEMORY ? 1 : 0;
      overDisk += store == Store.DISK ? 1 : 0;
    }
  }

  private void giveUpRight(Account account) {
    overdrawer = overdrawer.filter(other -> !other.equals(account));
  }

  private Account told(Account account) {
    account.givesWay = true;
    stopWanting(account);
    return account;
  }

  private boolean isSomebodyGoing(long nowNanos) {
    return toldToGo.filter(account -> account.state != Account.State.CLOSED).isPresent()
        && nowNanos - toldAtNanos < TIME_TO_GO.toNanos();
  }

  private Optional<Account> stalled(long nowNanos) {
    Holder neediest = waitingHolders.stream().min(Holder::compareHeld).orElseThrow();
    return accounts.stream()
        .filter(account -> !account.givesWay)
        .filter(account -> {
          boolean lighter = Holder.compareHeld(account.holder, neediest) < 0;
          return account.isStalled(stalls, lighter, nowNanos);
        })
        .max(
            Comparator.comparing((Account account) -> account.holder, Holder::compareHeld)
                .thenComparingLong(account -> nowNanos - account.movedAtNanos));
  }

  /** Who has the next block. */
  private record Next(Account account, boolean overdraws) {}
}
