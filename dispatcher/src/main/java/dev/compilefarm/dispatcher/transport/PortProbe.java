package dev.compilefarm.dispatcher.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Asks whether somebody listens at an address. The connection is reset before it carries a byte;
 * distccd's listener waits for the first one (TCP_DEFER_ACCEPT, {@code src/netutil.c}), so that no
 * child of its is woken and none of its slots is taken.
 */
public final class PortProbe {
  private final NameResolver names;

  /** One that looks hosts up in this way. */
  public PortProbe(NameResolver names) {
    this.names = names;
  }

  /**
   * Blocks; false where the port refuses, where no way leads, and after the limit.
   *
   * @param limit for the name and for the connection, each
   */
  public boolean listens(String host, int port, Duration limit) {
    try (Socket socket = new Socket()) {
      socket.setSoLinger(true, 0);
      socket.connect(
          new InetSocketAddress(names.resolve(host, limit), port),
          Math.toIntExact(limit.toMillis()));
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
