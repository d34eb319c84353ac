package dev.compilefarm.evidence.farm;

import java.util.SortedMap;
import java.util.TreeMap;

/** For how long one machine had how many running compiles. */
public final class LoadHistogram {
  private final SortedMap<Integer, Double> secondsByProcesses = new TreeMap<>();

  void add(int processes, double seconds) {
    if (seconds > 0) {
      secondsByProcesses.merge(processes, seconds, Double::sum);
    }
  }

  /** Seconds by number of running compiles. */
  public SortedMap<Integer, Double> secondsByProcesses() {
    return secondsByProcesses;
  }
}
