package dev.compilefarm.bench.load.route;

import dev.compilefarm.bench.load.client.HostEntry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One address, behind which each connection ends up at a volunteer chosen at random: what
 * kube-proxy makes of a plain Service, without any cost of its own.
 */
public final class RandomService implements DistccRoute {
  private final List<Integer> ports;

  public RandomService(List<Integer> ports) {
    this.ports = List.copyOf(ports);
  }

  @Override
  public String name() {
    return "one address, random";
  }

  @Override
  public List<HostEntry> hosts(int parallel) {
    return List.of(new HostEntry(parallel, this::any));
  }

  private InetSocketAddress any() {
    int port = ports.get(ThreadLocalRandom.current().nextInt(ports.size()));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
