package dev.compilefarm.dispatcher.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Free ports of the loopback interface. */
public final class Ports {
  /**
   * Below the ports that Linux gives to outgoing connections ({@code ip_local_port_range}, from
   * 32768 on): on a machine with many of those, one would often have the port before its server.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_767;
  private static final int TRIES = 100;

  /** Given to tests of this JVM, whose servers may not have begun to listen yet. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** A port that nobody listens on at this moment, and that no other caller gets. Thread-safe. */
  public static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "none of %d ports from %d to %d is free".formatted(TRIES, LOWEST, HIGHEST));
  }

  /** So many of them, no two the same. */
  static List<Integer> free(int count) {
    return Stream.generate(Ports::free).distinct().limit(count).toList();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
