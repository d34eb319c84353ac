package dev.compilefarm.evidence.measure;

/** What is measured of a run. */
public enum Figure {
  /** When the last build ended, over the clairvoyant bound; both since the first begin. */
  MAKESPAN("makespan over bound"),

  /** Of all builds, from begin to end. */
  MEAN_SECONDS("mean time of a build, s"),

  /** A build's time over its time alone: the mean of all builds. */
  MEAN_SLOWDOWN("mean slowdown"),

  /** The same, the 95th percentile. */
  P95_SLOWDOWN("p95 slowdown"),

  /** The same, the worst. */
  WORST_SLOWDOWN("worst slowdown"),

  /** The same, the mean of the builds of the smallest project. */
  SMALLEST_SLOWDOWN("mean slowdown of the smallest builds"),

  /** Jain's index of the users' mean slowdowns: 1 where all have the same. */
  JAIN("Jain's index"),

  /** The worst user's mean slowdown over the best one's. */
  WORST_TO_BEST("worst over best user"),

  /** Core-seconds that were idle while a job waited anywhere, over the compile work. */
  IDLE_WHILE_WAITING("idle while waiting"),

  /** The part of compiles that no volunteer did. */
  AT_HOME("compiled at home"),

  /** Running compiles a core of one volunteer: in 95 % of the time not more. */
  P95_LOAD("p95 processes a core"),

  /** The same on the machine where that is highest. */
  P95_LOAD_OF_BUSIEST("p95 processes a core, busiest"),

  /** The mean load of the busiest machine over that of the least busy one. */
  LOAD_SPREAD("busiest over least busy");

  private final String words;

  Figure(String words) {
    this.words = words;
  }

  /** For tables. */
  public String words() {
    return words;
  }
}
