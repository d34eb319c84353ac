package dev.compilefarm.evidence.cell;

import dev.compilefarm.evidence.farm.Volunteer;
import java.util.List;
import java.util.stream.IntStream;

/** The volunteers of a cell: sixteen machines with four cores, and what befalls one of them. */
public enum Fleet {
  /** Equal ones. */
  EQUAL("equal"),

  /** Every second one is three times as quick as the others; together they are as quick as ever. */
  UNEQUAL("unequal by a factor of 3"),

  /** The second one of the list dies. */
  ONE_DIES("one dies"),

  /** The second one of the list hangs. */
  ONE_HANGS("one hangs"),

  /** The second one of the list is ten times slower from then on. */
  ONE_IS_SLOW("one gets ten times slower");

  /** Machines. */
  public static final int VOLUNTEERS = 16;

  /** Of each machine. */
  public static final int CORES = 4;

  private static final double QUICK = 1.5;
  private static final double SLOW = 0.5;
  private static final double TEN_TIMES_SLOWER = 0.1;
  private static final int VICTIM = 1;

  private final String words;

  Fleet(String words) {
    this.words = words;
  }

  /** For tables. */
  public String words() {
    return words;
  }

  /** Of each machine, in the order of the users' lists. */
  public List<Double> speeds() {
    return IntStream.range(0, VOLUNTEERS)
        .mapToObj(number -> this == UNEQUAL ? (number % 2 == 0 ? SLOW : QUICK) : 1.0)
        .toList();
  }

  /** What all can do together before anything happens. */
  public double coresOfSpeedOne() {
    return speeds().stream().mapToDouble(speed -> speed * CORES).sum();
  }

  /** Of all machines. */
  public int cores() {
    return VOLUNTEERS * CORES;
  }

  /** Lets happen what happens in the middle of the builds. */
  void strike(List<Volunteer> volunteers) {
    Volunteer victim = volunteers.get(VICTIM);
    switch (this) {
      case ONE_DIES -> victim.die();
      case ONE_HANGS -> victim.hang();
      case ONE_IS_SLOW -> victim.slowDown(TEN_TIMES_SLOWER);
      default -> {
        // Nothing happens to these.
      }
    }
  }

  /** The same to which nothing happens. */
  public Fleet whole() {
    return isStruck() ? EQUAL : this;
  }

  /** Whether something happens. */
  boolean isStruck() {
    return this == ONE_DIES || this == ONE_HANGS || this == ONE_IS_SLOW;
  }
}
