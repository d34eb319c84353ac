package dev.compilefarm.dispatcher.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Asks whether somebody listens at an address. The connection is reset before it carries a byte;
 * distccd's listener waits for the first one (TCP_DEFER_ACCEPT, {@code src/netutil.c}), so that no
 * child of its is woken and none of its slots is taken. Thread-safe.
 */
public final class PortProbe {
  private final NameResolver names;

  /** One that looks hosts up in this way. */
  public PortProbe(NameResolver names) {
    this.names = names;
  }

  /**
   * Blocks until there is an answer, or for as long as the limit.
   *
   * @param host without brackets
   * @param limit for the name and for the connection, each; the kernel repeats a lost question
   *     after one second, so a shorter limit means a single one
   */
  public PortAnswer ask(String host, int port, Duration limit) {
    try (Socket socket = new Socket()) {
      socket.setSoLinger(true, 0);
      socket.connect(
          new InetSocketAddress(names.resolve(host, limit), port),
          Math.toIntExact(limit.toMillis()));
      return PortAnswer.LISTENS;
    } catch (IOException e) {
      return PortAnswer.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return PortAnswer.UNKNOWN;
    }
  }

  /** Whether somebody listens there for certain; blocks as {@link #ask} does. */
  public boolean listens(String host, int port, Duration limit) {
    return ask(host, port, limit) == PortAnswer.LISTENS;
  }
}
