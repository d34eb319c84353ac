package dev.compilefarm.dispatcher.dispatch;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is known of one job's need of memory. One object a job; only {@link DispatchCore} and its
 * parts change it.
 */
final class Appetite {
  /** The second kill comes when the job is alone: then it needs more than a volunteer has. */
  private static final int KILLS_MAX = 2;

  private Set<String> killedAt = Set.of();
  private boolean killed;
  private int provenKills;
  private boolean suspect;

  /** One like it was killed in an earlier build. */
  void remember() {
    suspect = true;
  }

  /**
   * Its compiler, or the whole container that it ran in, was killed.
   *
   * @param ranOutOfMemory whether that is known to be for want of memory, and not only likely
   */
  void killed(String volunteer, boolean ranOutOfMemory) {
    Set<String> more = new LinkedHashSet<>(killedAt);
    more.add(volunteer);
    killedAt = more;
    killed = true;
    // Where nobody tells the reason, others that ran there may have been it.
    provenKills += ranOutOfMemory || suspect ? 1 : 0;
    suspect = true;
  }

  /** Whether this very job was killed, and not only one like it in an earlier build. */
  boolean wasKilled() {
    return killed;
  }

  /** Whether it may run only where nothing else runs. */
  boolean needsAlone() {
    return suspect;
  }

  /** Names of the volunteers where that was. */
  Set<String> killedAt() {
    return killedAt;
  }

  boolean isTooLarge() {
    return provenKills >= KILLS_MAX;
  }
}
