package dev.compilefarm.bench.load.route;

import dev.compilefarm.bench.load.client.Client;
import dev.compilefarm.bench.load.client.DistccClient;
import dev.compilefarm.bench.load.client.HostEntry;
import java.net.InetAddress;
import java.util.List;

/** A way that users of distcc take. */
interface DistccRoute extends Route {

  /**
   * The {@code DISTCC_HOSTS} that its users would be told to set.
   *
   * @param parallel the user's {@code -j}
   */
  List<HostEntry> hosts(int parallel);

  @Override
  default Client client(InetAddress address, int parallel) {
    return new DistccClient(address, hosts(parallel));
  }
}
