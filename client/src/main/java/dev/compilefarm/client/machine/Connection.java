package dev.compilefarm.client.machine;

import dev.compilefarm.client.doctor.ClientFacts.Reach;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/** What becomes of connections from here. */
public final class Connection {
  private static final int PATIENCE_MILLIS = 5_000;

  private Connection() {}

  /** Connects and closes. Blocks for at most five seconds for each address of the name. */
  static Reach to(String host, int port) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      return Reach.NO_ADDRESS;
    }
    Reach last = Reach.SILENT;
    for (InetAddress address : addresses) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
        return Reach.CONNECTED;
      } catch (ConnectException e) {
        last = Reach.REFUSED;
      } catch (IOException e) {
        last = Reach.SILENT;
      }
    }
    return last;
  }

  /** Whether a name has an address here. */
  public static boolean isKnown(String host) {
    try {
      return InetAddress.getAllByName(host).length > 0;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The address of this machine that a connection to a host would come from; sends nothing. */
  public static Optional<String> ownAddressTowards(String host) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(InetAddress.getByName(host), 1);
      return Optional.of(socket.getLocalAddress().getHostAddress());
    } catch (UnknownHostException | SocketException e) {
      return Optional.empty();
    }
  }
}
