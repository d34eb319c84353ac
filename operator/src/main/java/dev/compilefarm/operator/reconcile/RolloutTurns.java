package dev.compilefarm.operator.reconcile;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose turn it is to replace volunteers because the operator was replaced: a few farms at a time,
 * first come, first served. Thread-safe.
 *
 * @param <W> how to wake a farm that waited
 */
final class RolloutTurns<W> {
  private final int max;
  private final Set<String> holders = new LinkedHashSet<>();
  private final Map<String, W> line = new LinkedHashMap<>();

  /**
   * @param max farms at a time; at least 1
   * @param rolling uids of farms whose volunteers are being replaced already, since a process
   *     before this one gave them a turn; they may be more than {@code max}
   */
  RolloutTurns(int max, Set<String> rolling) {
    this.max = max;
    holders.addAll(rolling);
  }

  /**
   * Asks for a turn. A farm that has one keeps it; one that gets none is in the line from now on.
   *
   * @param farm its uid
   * @return whether the farm has a turn now
   */
  synchronized boolean ask(String farm, W wake) {
    if (holders.contains(farm)) {
      return true;
    }
    line.put(farm, wake);
    if (isNext(farm)) {
      line.remove(farm);
      holders.add(farm);
      return true;
    }
    return false;
  }

  /**
   * Gives back a turn, or the place in the line. Without either nothing happens.
   *
   * @return the farms that got a turn by it, which are to be woken
   */
  synchronized List<W> leave(String farm) {
    holders.remove(farm);
    line.remove(farm);
    List<W> next = new ArrayList<>();
    Iterator<Map.Entry<String, W>> waiting = line.entrySet().iterator();
    while (holders.size() < max && waiting.hasNext()) {
      Map.Entry<String, W> first = waiting.next();
      waiting.remove();
      holders.add(first.getKey());
      next.add(first.getValue());
    }
    return next;
  }

  /** Who leaves serves the line, so it is empty while there is a turn to have. */
  private boolean isNext(String farm) {
    return holders.size() < max && line.keySet().iterator().next().equals(farm);
  }
}
