package dev.compilefarm.dispatcher.toolchain;

import java.util.Set;

/**
 * What a job needs of the volunteer that does it. Immutable.
 *
 * @param compiler the first argument of its request, all of it
 * @param checks what the volunteer's distccd must do
 */
public record Needs(String compiler, Set<Check> checks) {
  public Needs {
    checks = Set.copyOf(checks);
  }

  /** A compiler, and any distccd. */
  public static Needs of(String compiler) {
    return new Needs(compiler, Set.of());
  }
}
