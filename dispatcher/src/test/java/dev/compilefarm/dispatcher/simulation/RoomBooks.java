package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.budget.Ledger;
import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.budget.Stalls;
import dev.compilefarm.dispatcher.budget.Store;
import dev.compilefarm.dispatcher.dispatch.Invariant;
import dev.compilefarm.dispatcher.simulation.SimRoom.Message;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Books about all messages in a {@link SimRoom}, kept from what happens to them alone. They hold
 * the ledger to its promises: the order of its grants, its bounds, and who gives way.
 */
final class RoomBooks {
  private static final int SHARE = 8;

  /** The longest message: 2 MB in blocks. */
  private static final long LONGEST = 33;

  private final Limits limits;
  private final Stalls stalls;
  private final long slackNanos;
  private final Map<Message, Entry> entries = new LinkedHashMap<>();
  private long progressAtNanos;

  private static final class Entry {
    final Message message;
    long held;
    // The part of what is held that is on the disk.
    long onDisk;
    // The part of what is held that the overdraft has.
    long over;
    long overOnDisk;
    boolean waits;
    boolean whole;
    boolean leaving;
    boolean told;
    long movedAtNanos;

    Entry(Message message, long nowNanos) {
      this.message = message;
      this.movedAtNanos = nowNanos;
    }

    long stillNanos(long nowNanos) {
      return nowNanos - movedAtNanos;
    }
  }

  /**
   * Books of an empty room.
   *
   * @param slack time in which the dispatcher's threads do what they must
   */
  RoomBooks(Limits limits, Stalls stalls, Duration slack) {
    this.limits = limits;
    this.stalls = stalls;
    this.slackNanos = slack.toNanos();
  }

  void opened(Message message, long now) {
    entries.put(message, new Entry(message, now));
  }

  void wants(Message message, long now) {
    if (entries.values().stream().noneMatch(entry -> entry.waits)) {
      progressAtNanos = now;
    }
    entry(message).waits = true;
    entry(message).movedAtNanos = now;
  }

  void taken(Message message, long now) {
    entry(message).movedAtNanos = now;
  }

  void whole(Message message) {
    entry(message).whole = true;
  }

  void leaving(Message message, long now) {
    entry(message).leaving = true;
    entry(message).movedAtNanos = now;
  }

  void closed(Message message) {
    entries.remove(message);
  }

  void granted(Message message, long now) {
    Entry entry = entry(message);
    Invariant.check(entry.waits, "only who waits is given a block", message.tenant);
    long free = free();
    boolean overdraws = !isWithinShare(message, free);
    for (Entry other : entries.values()) {
      Invariant.check(
          !other.waits || overdraws || compareNeed(other.message, message) >= 0,
          "the next block is the tenant's that holds least for its weight",
          message.tenant,
          other.message.tenant);
      Invariant.check(
          !other.waits || !overdraws || !isWithinShare(other.message, free),
          "nobody overdraws before who is within its share",
          message.tenant,
          other.message.tenant);
    }
    if (overdraws) {
      Invariant.check(
          entry.over > 0
              || entries.values().stream()
                  .filter(other -> free <= 0 || isOf(message.tenant, other))
                  .noneMatch(other -> other.whole && other.held > 0),
          "nobody begins to overdraw who only has to wait for what is whole",
          message.tenant);
      Invariant.check(
          entries.values().stream().allMatch(other -> other == entry || other.over == 0),
          "one message overdraws at a time",
          message.tenant);
      entry.over++;
      entry.overOnDisk += isOnDisk(message) ? 1 : 0;
    }
    entry.waits = false;
    entry.held++;
    entry.onDisk += isOnDisk(message) ? 1 : 0;
    entry.movedAtNanos = now;
    progressAtNanos = now;
    long most = limits.memory() + limits.disk() + LONGEST;
    Invariant.check(used() <= most, "one message overdraws at most", used(), most);
  }

  void crowdedOut(Message message) {
    Entry entry = entry(message);
    long waiting = entries.values().stream().filter(other -> other.waits).count();
    Invariant.check(
        waiting > limits.waiting() && entry.waits && !entry.told,
        "nobody is crowded out of a room that is not crowded",
        waiting);
    entry.told = true;
    entry.waits = false;
  }

  void toldForStalling(Message message, long now) {
    Entry entry = entry(message);
    Duration least = entry.leaving ? stalls.taking() : stalls.sending();
    Invariant.check(
        !entry.waits
            && entry.held > 0
            && (entry.leaving || !entry.whole)
            && entry.stillNanos(now) >= least.toNanos()
            && entries.values().stream().anyMatch(other -> other.waits),
        "only who does nothing while others wait gives way",
        message.tenant,
        entry.stillNanos(now));
    entry.told = true;
    progressAtNanos = now;
  }

  /** Whoever does nothing is told to go as soon as it must. */
  void checkThatSomethingMoves(long now) {
    Invariant.check(
        entries.values().stream().anyMatch(entry -> !entry.waits && entry.held > 0),
        "not all that hold something wait");
    long stuckNanos = now - progressAtNanos - slackNanos;
    for (Entry entry : entries.values()) {
      Invariant.check(
          entry.told
              || stuckNanos <= limit(entry)
              || entry.stillNanos(now) - slackNanos <= limit(entry),
          "nobody keeps what others wait for by doing nothing",
          entry.message.tenant,
          entry.stillNanos(now));
    }
  }

  void checkEmpty(Ledger ledger) {
    Invariant.check(
        entries.isEmpty()
            && ledger.used(Store.MEMORY) == 0
            && ledger.used(Store.DISK) == 0
            && ledger.waiting() == 0,
        "all room is given back",
        entries.size());
  }

  private long limit(Entry entry) {
    if (entry.leaving) {
      boolean lighter =
          entries.values().stream()
              .filter(other -> other.waits)
              .allMatch(other -> compareHeld(entry.message, other.message) < 0);
      return (lighter ? stalls.takingOfLighter() : stalls.taking()).toNanos();
    }
    boolean sends = !entry.whole && !entry.waits && entry.held > 0;
    return (sends ? stalls.sending() : Stalls.NEVER).toNanos();
  }

  private Entry entry(Message message) {
    return entries.get(message);
  }

  private long used() {
    return entries.values().stream().mapToLong(entry -> entry.held).sum();
  }

  private static boolean isOnDisk(Message message) {
    return message.account.granted().orElseThrow() == Store.DISK;
  }

  private long free() {
    long onDisk = 0;
    long inMemory = 0;
    for (Entry entry : entries.values()) {
      long disk = entry.onDisk - entry.overOnDisk;
      onDisk += disk;
      inMemory += entry.held - entry.over - disk;
    }
    return Math.max(0, limits.memory() - inMemory) + Math.max(0, limits.disk() - onDisk);
  }

  private boolean isWithinShare(Message message, long free) {
    int greatest = entries.keySet().stream().mapToInt(m -> m.weight).max().orElseThrow();
    return (held(message.tenant) + 1) * greatest <= SHARE * free * message.weight;
  }

  private int compareNeed(Message a, Message b) {
    return Long.compare((held(a.tenant) + 1) * b.weight, (held(b.tenant) + 1) * a.weight);
  }

  private int compareHeld(Message a, Message b) {
    return Long.compare(held(a.tenant) * b.weight, held(b.tenant) * a.weight);
  }

  private long held(String tenant) {
    return entries.values().stream()
        .filter(entry -> isOf(tenant, entry))
        .mapToLong(entry -> entry.held)
        .sum();
  }

  private static boolean isOf(String tenant, Entry entry) {
    return entry.message.tenant.equals(tenant);
  }
}
