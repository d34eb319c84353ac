package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.World;

/**
 * Every server takes so many jobs at a time, and the others wait in its accept queue; clients send
 * what they have. Source: {@code distccd -j}, {@code src/prefork.c}, since May 2003.
 *
 * @param childrenPerCore of a volunteer's distccd
 * @param isRandomised whether each job shuffles its list
 */
record ServerLimits(double childrenPerCore, boolean isRandomised) implements Policy {
  private static final int NO_CLIENT_LIMIT = 50;

  @Override
  public Daemon daemon(int cores) {
    return new Daemon(Children.of(cores, childrenPerCore), false);
  }

  @Override
  public Way begin(World world) {
    HostList list = HostList.of(world.volunteers(), NO_CLIENT_LIMIT, isRandomised);
    return new StockClients(world, _ -> list);
  }

  @Override
  public Settings settings() {
    return Settings.NONE.children(childrenPerCore).randomised(isRandomised);
  }
}
