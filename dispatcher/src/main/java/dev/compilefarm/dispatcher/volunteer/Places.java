package dev.compilefarm.dispatcher.volunteer;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.util.Set;

/**
 * Where a job may run. Jobs that are equal in this may run in the same places. Immutable; its hash
 * is computed once, for it is a key of the queue.
 */
public final class Places {
  /** Of a job that may run at every volunteer. */
  public static final Places ALL = new Places(Set.of(), Tried.NOBODY);

  private final Set<Toolchain> lacking;
  private final Tried tried;
  private final int hash;

  /**
   * Where a job may run.
   *
   * @param lacking toolchains of the farm that do not have its compiler
   * @param tried where it may not run for what happened there
   */
  public Places(Set<Toolchain> lacking, Tried tried) {
    this.lacking = Set.copyOf(lacking);
    this.tried = tried;
    this.hash = 31 * lacking.hashCode() + tried.hashCode();
  }

  public Set<Toolchain> lacking() {
    return lacking;
  }

  public Tried tried() {
    return tried;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Places that
            && hash == that.hash
            && tried.equals(that.tried)
            && lacking.equals(that.lacking));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "Places[lacking=%s, tried=%s]".formatted(lacking, tried);
  }
}
