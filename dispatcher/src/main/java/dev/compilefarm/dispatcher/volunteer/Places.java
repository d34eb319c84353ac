package dev.compilefarm.dispatcher.volunteer;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.util.Set;

/**
 * Where a job may run. Jobs that are equal in this may run in the same places.
 *
 * @param lacking toolchains of the farm that do not have its compiler
 * @param tried where it may not run for what happened there
 */
public record Places(Set<Toolchain> lacking, Tried tried) {
  /** Of a job that may run at every volunteer. */
  public static final Places ALL = new Places(Set.of(), Tried.NOBODY);

  public Places {
    lacking = Set.copyOf(lacking);
  }
}
