package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.World;

/**
 * Every user lists all volunteers with a limit for each, in the same order or shuffled by each job;
 * servers take what comes. Source: {@code src/where.c:dcc_lock_one} of distcc 3.4, the first half
 * of the author's answer of 2003, and {@code src/hosts.c:dcc_randomize_host_list} ({@code
 * --randomize}, since 2.12).
 *
 * @param limit of one user's jobs on a volunteer of speed 1
 * @param isRandomised whether each job shuffles its list
 */
record ClientLimits(int limit, boolean isRandomised) implements Policy {

  @Override
  public Daemon daemon(int cores) {
    return Daemon.WITHOUT_LIMIT;
  }

  @Override
  public Way begin(World world) {
    HostList list = HostList.of(world.volunteers(), limit, isRandomised);
    return new StockClients(world, _ -> list);
  }

  @Override
  public Settings settings() {
    return Settings.NONE.clientLimit(limit);
  }
}
