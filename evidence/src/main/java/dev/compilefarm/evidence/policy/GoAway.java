package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.World;

/**
 * A server that is busy refuses the connection; its client leaves it alone for a minute and goes to
 * the next one, at last home. Source: the thread of 2003 ("stop listening", "hang up", "go away"),
 * with the back-off of {@code src/backoff.c}.
 *
 * @param limit of one user's jobs on a volunteer of speed 1
 * @param childrenPerCore connections that a server takes
 * @param isRandomised whether each job shuffles its list
 */
record GoAway(int limit, double childrenPerCore, boolean isRandomised) implements Policy {

  @Override
  public Daemon daemon(int cores) {
    return new Daemon(Children.of(cores, childrenPerCore), true);
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
