package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.ClientTimes;
import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.World;

/**
 * A policy whose users have set other times than distcc's own.
 *
 * @param policy how compiles find a volunteer
 * @param times of all clients
 */
record WithClientTimes(Policy policy, ClientTimes times) implements Policy {

  @Override
  public Daemon daemon(int cores) {
    return policy.daemon(cores);
  }

  @Override
  public Way begin(World world) {
    return policy.begin(world.clients(times));
  }

  @Override
  public Settings settings() {
    return policy
        .settings()
        .with("DISTCC_IO_TIMEOUT=%.0f".formatted(times.patienceSeconds()))
        .with("DISTCC_BACKOFF_PERIOD=%.0f".formatted(times.backOffSeconds()));
  }
}
