package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.World;

/**
 * Limits of clients and of servers, which "seem to keep all the machines moderately loaded".
 * Source: the author's answer of July 2003.
 *
 * @param limit of one user's jobs on a volunteer of speed 1
 * @param childrenPerCore of a volunteer's distccd
 * @param isRandomised whether each job shuffles its list
 */
record BothLimits(int limit, double childrenPerCore, boolean isRandomised) implements Policy {

  @Override
  public Daemon daemon(int cores) {
    return new Daemon(Children.of(cores, childrenPerCore), false);
  }

  @Override
  public Way begin(World world) {
    HostList list = HostList.of(world.volunteers(), limit, isRandomised);
    return new StockClients(world, _ -> list);
  }

  @Override
  public Settings settings() {
    return Settings.NONE.clientLimit(limit).children(childrenPerCore).randomised(isRandomised);
  }
}
