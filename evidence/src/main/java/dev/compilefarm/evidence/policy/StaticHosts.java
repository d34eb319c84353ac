package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.World;

/**
 * Every user lists all volunteers in the same order, with a limit for each; servers take what
 * comes. Source: {@code src/where.c:dcc_lock_one} of distcc 3.4, and the first half of the author's
 * answer of 2003.
 *
 * @param limit of one user's jobs on a volunteer of speed 1
 */
record StaticHosts(int limit) implements Policy {

  @Override
  public Daemon daemon(int cores) {
    return Daemon.WITHOUT_LIMIT;
  }

  @Override
  public Way begin(World world) {
    HostList list = HostList.of(world.volunteers(), limit, false);
    return new StockClients(world, _ -> list);
  }

  @Override
  public String settings() {
    return "/%d".formatted(limit);
  }
}
