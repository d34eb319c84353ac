package dev.compilefarm.bench.load.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * One entry of a user's {@code DISTCC_HOSTS}.
 *
 * @param slots the {@code /LIMIT}
 * @param address where a connection to it ends up, asked for each connection
 */
public record HostEntry(int slots, Supplier<InetSocketAddress> address) {

  /** An entry for a port of this machine. */
  public static HostEntry loopback(int port, int slots) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new HostEntry(slots, () -> address);
  }
}
