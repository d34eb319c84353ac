package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.World;

/**
 * Every job shuffles its list of volunteers, with a limit for each; servers take what comes.
 * Source: {@code src/hosts.c:dcc_randomize_host_list}, distcc since 2.12 ({@code --randomize}).
 *
 * @param limit of one user's jobs on a volunteer of speed 1
 */
record RandomisedHosts(int limit) implements Policy {

  @Override
  public Daemon daemon(int cores) {
    return Daemon.WITHOUT_LIMIT;
  }

  @Override
  public Way begin(World world) {
    HostList list = HostList.of(world.volunteers(), limit, true);
    return new StockClients(world, _ -> list);
  }

  @Override
  public String settings() {
    return "/%d".formatted(limit);
  }
}
