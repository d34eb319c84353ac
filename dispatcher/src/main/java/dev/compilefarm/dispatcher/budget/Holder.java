package dev.compilefarm.dispatcher.budget;

import dev.compilefarm.dispatcher.queue.PerWeight;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/** A tenant with messages in a {@link Ledger}. */
final class Holder {
  private static final Comparator<Account> OLDEST =
      Comparator.comparingLong(account -> account.number);

  final String tenant;
  final int weight;
  final NavigableSet<Account> waiting = new TreeSet<>(OLDEST);
  int accounts;
  long blocks;
  long wholeBlocks;

  Holder(String tenant, int weight) {
    this.tenant = tenant;
    this.weight = weight;
  }

  /** By what each would hold for its weight with one block more. */
  static int compareNeed(Holder a, Holder b) {
    int need = PerWeight.compare(a.blocks + 1, a.weight, b.blocks + 1, b.weight);
    return need != 0 ? need : Long.compare(a.oldest().number, b.oldest().number);
  }

  /** By what each holds for its weight. */
  static int compareHeld(Holder a, Holder b) {
    return PerWeight.compare(a.blocks, a.weight, b.blocks, b.weight);
  }

  /** By how many of each wait for its weight. */
  static int compareWaiting(Holder a, Holder b) {
    return PerWeight.compare(a.waiting.size(), a.weight, b.waiting.size(), b.weight);
  }

  /** Only while one waits. */
  Account oldest() {
    return waiting.getFirst();
  }
}
