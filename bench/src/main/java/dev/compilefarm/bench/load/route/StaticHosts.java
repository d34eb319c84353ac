package dev.compilefarm.bench.load.route;

import dev.compilefarm.bench.load.client.HostEntry;
import dev.compilefarm.bench.load.volunteer.SleepingFarm;
import java.util.List;

/**
 * Every user lists all volunteers, each with its number of slots; distcc balances each user's jobs,
 * and knows of no other's. A user with more jobs than there are slots has the rest wait at home.
 */
public final class StaticHosts implements DistccRoute {
  private final SleepingFarm farm;

  public StaticHosts(SleepingFarm farm) {
    this.farm = farm;
  }

  @Override
  public String name() {
    return "static host lists";
  }

  @Override
  public List<HostEntry> hosts(int parallel) {
    return farm.ports().stream().map(port -> HostEntry.loopback(port, farm.slots())).toList();
  }
}
