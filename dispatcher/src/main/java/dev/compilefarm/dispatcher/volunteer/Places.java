package dev.compilefarm.dispatcher.volunteer;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.util.Optional;
import java.util.Set;

/**
 * Where a job may run. Jobs that are equal in this may run in the same places. Immutable; its hash
 * is computed once, for it is a key of the queue.
 */
public final class Places {
  /** Of a job that may run at every volunteer. */
  public static final Places ALL = new Places(Set.of(), Tried.NOBODY, false);

  private final Set<Optional<Toolchain>> lacking;
  private final Tried tried;
  private final boolean alone;
  private final int hash;

  /**
   * Where a job may run.
   *
   * @param lacking toolchains of the farm that cannot do it; nothing stands for not told
   * @param tried where it may not run for what happened there
   * @param alone whether it may run only where nothing else runs
   */
  public Places(Set<Optional<Toolchain>> lacking, Tried tried, boolean alone) {
    this.lacking = Set.copyOf(lacking);
    this.tried = tried;
    this.alone = alone;
    this.hash = 31 * (31 * lacking.hashCode() + tried.hashCode()) + Boolean.hashCode(alone);
  }

  /** The same, of a job that may run beside others. */
  public Places(Set<Optional<Toolchain>> lacking, Tried tried) {
    this(lacking, tried, false);
  }

  public Set<Optional<Toolchain>> lacking() {
    return lacking;
  }

  public Tried tried() {
    return tried;
  }

  public boolean alone() {
    return alone;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Places that
            && hash == that.hash
            && alone == that.alone
            && tried.equals(that.tried)
            && lacking.equals(that.lacking));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "Places[lacking=%s, tried=%s, alone=%s]".formatted(lacking, tried, alone);
  }
}
