package dev.compilefarm.dispatcher.budget;

import java.time.Duration;
import java.util.Optional;

/** One message in a {@link Ledger}, from its first byte until it is given up. */
public final class Account {
  // It gives the order of opening.
  final long number;
  final Holder holder;
  State state = State.ARRIVING;
  // In blocks, as all amounts here.
  long memory;
  long disk;

  /** Of those, what it has over its tenant's share or the limits. */
  long overMemory;

  long overDisk;
  long movedAtNanos;
  boolean wants;

  /** Whether it is the client that is waited for, and not us or a disk, while it leaves. */
  boolean awaited;

  boolean givesWay;
  private Optional<Store> granted = Optional.empty();

  /** How far a message is. */
  enum State {
    ARRIVING,
    /** Nothing more will come; it waits for its turn. */
    WHOLE,
    /** It is being written to its client. */
    LEAVING,
    CLOSED
  }

  Account(long number, Holder holder, long nowNanos) {
    this.number = number;
    this.holder = holder;
    this.movedAtNanos = nowNanos;
  }

  /** Where the block is that was wanted last; empty while it is not granted. */
  public Optional<Store> granted() {
    return granted;
  }

  /** Whether it was told to give way: its client is to be closed. */
  public boolean givesWay() {
    return givesWay;
  }

  long blocks() {
    return memory + disk;
  }

  boolean isWhole() {
    return state == State.WHOLE || state == State.LEAVING;
  }

  void want() {
    granted = Optional.empty();
    wants = !givesWay;
  }

  boolean isOver() {
    return overMemory + overDisk > 0;
  }

  void addOver(Store store) {
    if (store == Store.MEMORY) {
      overMemory++;
    } else {
      overDisk++;
    }
  }

  void grant(Store store, long nowNanos) {
    wants = false;
    // It could do nothing while it waited.
    movedAtNanos = nowNanos;
    granted = Optional.of(store);
    add(store);
  }

  void add(Store store) {
    if (store == Store.MEMORY) {
      memory++;
    } else {
      disk++;
    }
  }

  /**
   * Whether its client has done nothing for so long that it must give way.
   *
   * @param lighter whether its tenant holds less for its weight than each that waits
   */
  boolean isStalled(Stalls stalls, boolean lighter, long nowNanos) {
    Duration limit =
        switch (state) {
          case ARRIVING -> wants || blocks() == 0 ? Stalls.NEVER : stalls.sending();
          case LEAVING -> awaited ? taking(stalls, lighter) : Stalls.NEVER;
          case WHOLE, CLOSED -> Stalls.NEVER;
        };
    return nowNanos - movedAtNanos >= limit.toNanos();
  }

  private static Duration taking(Stalls stalls, boolean lighter) {
    return lighter ? stalls.takingOfLighter() : stalls.taking();
  }
}
