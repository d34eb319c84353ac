package dev.compilefarm.dispatcher.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/**
 * Asks whether somebody listens at an address. The connection is reset before it carries a byte;
 * distccd's listener waits for the first one (TCP_DEFER_ACCEPT, {@code src/netutil.c}), so that no
 * child of its is woken and none of its slots is taken. Thread-safe.
 */
public final class PortProbe {
  private final Connector connector;

  /** One that finds addresses in this way. */
  public PortProbe(Connector connector) {
    this.connector = connector;
  }

  /**
   * Blocks until there is an answer, or for as long as the limit. Of several addresses one that
   * listens is enough.
   *
   * @param hosts names or addresses of one peer, those of IPv6 without brackets
   * @param limit for each name and for each connection; the kernel repeats a lost question after
   *     one second, so a shorter limit means a single one
   */
  public PortAnswer ask(List<String> hosts, int port, Duration limit) {
    try {
      connector.forEach(
          hosts,
          connector.addresses(hosts, limit, () -> {}),
          (address, isLast) -> ask(address, port, limit));
      return PortAnswer.LISTENS;
    } catch (IOException e) {
      return PortAnswer.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return PortAnswer.UNKNOWN;
    }
  }

  private static void ask(InetAddress address, int port, Duration limit) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoLinger(true, 0);
      socket.connect(new InetSocketAddress(address, port), Math.toIntExact(limit.toMillis()));
    }
  }

  /** Whether somebody listens there for certain; blocks as {@link #ask} does. */
  public boolean listens(List<String> hosts, int port, Duration limit) {
    return ask(hosts, port, limit) == PortAnswer.LISTENS;
  }
}
