package dev.compilefarm.dispatcher.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

class PeerOptionsTest {
  private static final List<SocketOption<?>> OPTIONS =
      List.of(
          StandardSocketOptions.TCP_NODELAY,
          StandardSocketOptions.SO_KEEPALIVE,
          ExtendedSocketOptions.TCP_KEEPIDLE,
          ExtendedSocketOptions.TCP_KEEPINTERVAL,
          ExtendedSocketOptions.TCP_KEEPCOUNT);
  private static final List<Object> EXPECTED = List.of(true, true, 20, 5, 3);

  @Test
  void anAcceptedSocketHasThemFromItsListenerAndItself() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      PeerOptions.ofListener(listener);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (SocketChannel _ = SocketChannel.open(listener.getLocalAddress());
          SocketChannel accepted = listener.accept()) {
        PeerOptions.ofAccepted(accepted);
        assertOptions(accepted);
      }
    }
  }

  @Test
  void anOutgoingSocketHasThem() throws Exception {
    try (SocketChannel outgoing = SocketChannel.open()) {
      PeerOptions.ofOutgoing(outgoing);
      assertOptions(outgoing);
    }
  }

  private static void assertOptions(SocketChannel channel) throws Exception {
    for (int i = 0; i < OPTIONS.size(); i++) {
      SocketOption<?> option = OPTIONS.get(i);
      assertEquals(EXPECTED.get(i), channel.getOption(option), option::name);
    }
  }
}
