package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.World;

/**
 * A policy whose clients wait less long for a reply than distcc's default. A compile that takes
 * longer is lost to them.
 *
 * @param policy how compiles find a volunteer
 * @param seconds {@code DISTCC_IO_TIMEOUT}
 */
record Impatient(Policy policy, int seconds) implements Policy {

  @Override
  public Daemon daemon(int cores) {
    return policy.daemon(cores);
  }

  @Override
  public Way begin(World world) {
    return policy.begin(world.patience(seconds));
  }

  @Override
  public String settings() {
    return "%s, DISTCC_IO_TIMEOUT=%d".formatted(policy.settings(), seconds);
  }
}
