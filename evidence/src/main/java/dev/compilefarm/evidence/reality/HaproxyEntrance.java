package dev.compilefarm.evidence.reality;

import dev.compilefarm.bench.load.route.Haproxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A real haproxy, which knows users by their addresses. distcc connects from one address, so each
 * user has a way to haproxy that leads through an address of its own.
 */
final class HaproxyEntrance implements Entrance {
  private final Haproxy haproxy;
  private final UserAddresses addresses;

  /** Starts it in front of these ports. */
  HaproxyEntrance(Path scratch, List<Integer> volunteers, Haproxy.Tuning tuning)
      throws IOException {
    haproxy = new Haproxy(scratch, volunteers, Workload.CORES, tuning);
    try {
      addresses = new UserAddresses(scratch, haproxy.port(), Workload.USERS);
    } catch (IOException | RuntimeException e) {
      haproxy.close();
      throw e;
    }
  }

  @Override
  public String hosts(int user, int parallel) {
    return Entrance.entry(addresses.port(user), parallel);
  }

  @Override
  public void close() {
    addresses.close();
    haproxy.close();
  }
}
