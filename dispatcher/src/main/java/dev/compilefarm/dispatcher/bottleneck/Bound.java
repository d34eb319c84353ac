package dev.compilefarm.dispatcher.bottleneck;

/** What a tenant's builds were bound by in the last minute. The names are part of the contract. */
public enum Bound {
  /** Its jobs waited for slots most of the time: more slots would make it faster. */
  FARM,
  /**
   * Slots were free for it most of the time, and it sent no more jobs: its preprocessing, its
   * {@code -j} or the build itself allows no more.
   */
  CLIENT,
  /** Neither lasted much longer than the other. */
  BALANCED
}
