package dev.compilefarm.evidence.reality;

import dev.compilefarm.dispatcher.it.Ports;
import dev.compilefarm.dispatcher.it.RealDistccd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real distccds on loopback, each with the compiler that sleeps and with cores of its own. */
final class SleepingVolunteers implements AutoCloseable {
  private final List<RealDistccd> all = new ArrayList<>();

  /**
   * Starts them.
   *
   * @param children the {@code -j} of each distccd
   */
  SleepingVolunteers(Path scratch, SleepingCompiler compiler, int children) throws IOException {
    Path folder = Files.createTempDirectory(scratch, "volunteers");
    for (int i = 0; i < Workload.VOLUNTEERS; i++) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
      List<String> command = compiler.onVolunteer(scratch.resolve("running" + address.getPort()));
      // It starts one child more than it has slots.
      all.add(RealDistccd.start(command, address, children - 1, folder));
    }
  }

  /** In the order of users' lists. */
  List<Integer> ports() {
    return all.stream().map(RealDistccd::port).toList();
  }

  @Override
  public void close() {
    all.forEach(RealDistccd::close);
  }
}
