package dev.compilefarm.dispatcher.toolchain;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What a volunteer's distccd does with jobs that stock distccd gets wrong, as it has told. */
public enum Check {
  /** It refuses a job that names a file by an absolute path which the volunteer does not have. */
  PATHS("paths"),

  /** With {@code -x}, it gives its temporary source the name that makes the object right. */
  LANGUAGES("languages");

  /** Every check. */
  public static final Set<Check> ALL = Set.of(values());

  private final String word;

  Check(String word) {
    this.word = word;
  }

  /** The check that a report calls so; empty where none is known by that word. */
  public static Optional<Check> of(String word) {
    return Arrays.stream(values()).filter(check -> check.word.equals(word)).findFirst();
  }
}
