package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.budget.Ledger;
import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.budget.Stalls;
import dev.compilefarm.dispatcher.budget.Store;
import dev.compilefarm.dispatcher.dispatch.Promise;
import dev.compilefarm.dispatcher.simulation.SimRoom.Message;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
  private Optional<Message> overdrawer = Optional.empty();
  private long progressAtNanos;

  private static final class Entry {
    final Message message;
    long held;
    long onDisk; // Of what is held.
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
    overdrawer = overdrawer.filter(other -> other != message);
    entry(message).whole = true;
  }

  void leaving(Message message, long now) {
    entry(message).leaving = true;
    entry(message).movedAtNanos = now;
  }

  void closed(Message message) {
    overdrawer = overdrawer.filter(other -> other != message);
    entries.remove(message);
  }

  void granted(Message message, long now) {
    Entry entry = entry(message);
    Promise.that(entry.waits, "only who waits is given a block", message.tenant);
    long free = free();
    if (free <= 0) {
      Promise.that(wholeBlocks(entries.values()) == 0, "nobody overdraws while a message is whole");
      Promise.that(
          overdrawer.isEmpty() || overdrawer.get() == message, "one message overdraws at a time");
      overdrawer = Optional.of(message);
    } else if (isWithinShare(message, free)) {
      for (Entry other : entries.values()) {
        Promise.that(
            !other.waits || compareNeed(other.message, message) >= 0,
            "the next block is the tenant's that holds least for its weight",
            message.tenant,
            other.message.tenant);
      }
    } else {
      Promise.that(
          entries.values().stream()
              .noneMatch(other -> isOf(message.tenant, other) && other.whole && other.held > 0),
          "only a tenant of which nothing is whole goes past its share",
          message.tenant);
      for (Entry other : entries.values()) {
        Promise.that(
            !other.waits || !isWithinShare(other.message, free),
            "nobody goes past its share before who is within",
            message.tenant,
            other.message.tenant);
      }
    }
    entry.waits = false;
    entry.held++;
    entry.onDisk += message.account.granted().orElseThrow() == Store.DISK ? 1 : 0;
    entry.movedAtNanos = now;
    progressAtNanos = now;
    long most = limits.memory() + limits.disk() + LONGEST;
    Promise.that(used() <= most, "one message overdraws at most", used(), most);
  }

  void crowdedOut(Message message) {
    Entry entry = entry(message);
    long waiting = entries.values().stream().filter(other -> other.waits).count();
    Promise.that(
        waiting > limits.waiting() && entry.waits && !entry.told,
        "nobody is crowded out of a room that is not crowded",
        waiting);
    entry.told = true;
    entry.waits = false;
  }

  void toldForStalling(Message message, long now) {
    Entry entry = entry(message);
    Duration least = entry.leaving ? stalls.taking() : stalls.sending();
    Promise.that(
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
    Promise.that(
        free() > 0 || wholeBlocks(entries.values()) > 0 || overdrawer.isPresent(),
        "somebody overdraws where nothing would ever be freed");
    long stuckNanos = now - progressAtNanos - slackNanos;
    for (Entry entry : entries.values()) {
      Promise.that(
          entry.told
              || stuckNanos <= limit(entry)
              || entry.stillNanos(now) - slackNanos <= limit(entry),
          "nobody keeps what others wait for by doing nothing",
          entry.message.tenant,
          entry.stillNanos(now));
    }
  }

  void checkEmpty(Ledger ledger) {
    Promise.that(
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

  private long free() {
    long onDisk = entries.values().stream().mapToLong(entry -> entry.onDisk).sum();
    return Math.max(0, limits.memory() - (used() - onDisk)) + Math.max(0, limits.disk() - onDisk);
  }

  private static long wholeBlocks(Collection<Entry> entries) {
    return entries.stream().filter(entry -> entry.whole).mapToLong(entry -> entry.held).sum();
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
