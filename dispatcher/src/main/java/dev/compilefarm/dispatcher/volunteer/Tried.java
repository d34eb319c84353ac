package dev.compilefarm.dispatcher.volunteer;

import java.util.Set;

/**
 * Where a job may not run for what happened there.
 *
 * @param volunteers names of those that failed it
 * @param held whether it may run nowhere until somebody has judged those failures
 */
public record Tried(Set<String> volunteers, boolean held) {
  /** Of a job that nobody has failed. */
  public static final Tried NOBODY = new Tried(Set.of(), false);

  /** Of a job that may run nowhere yet, whoever failed it. */
  public static final Tried HELD = new Tried(Set.of(), true);

  public Tried {
    volunteers = Set.copyOf(volunteers);
  }
}
