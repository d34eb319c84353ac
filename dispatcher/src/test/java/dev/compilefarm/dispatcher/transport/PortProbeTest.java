package dev.compilefarm.dispatcher.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PortProbeTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final PortProbe probe = new PortProbe(new Connector(new NameResolver()));

  @Test
  void somebodyListens() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
      assertEquals(
          PortAnswer.LISTENS, probe.ask(List.of("127.0.0.1"), listener.getLocalPort(), LONG));
    }
  }

  @Test
  void aClosedPortRefuses() throws IOException {
    int port;
    try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
      port = listener.getLocalPort();
    }
    assertEquals(PortAnswer.REFUSED, probe.ask(List.of("127.0.0.1"), port, LONG));
  }

  /** Linux drops a question while the listener's queue is full, as if it had been lost. */
  @Test
  void aFullQueueIsSilent() throws IOException {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
      PortAnswer answer = PortAnswer.LISTENS;
      while (answer == PortAnswer.LISTENS && waiting.size() < 10) {
        SocketChannel one = SocketChannel.open();
        waiting.add(one);
        one.configureBlocking(false);
        one.connect(new InetSocketAddress(LOOPBACK, listener.getLocalPort()));
        answer = probe.ask(List.of("127.0.0.1"), listener.getLocalPort(), SHORT);
      }
      assertEquals(PortAnswer.SILENT, answer);
    } finally {
      for (SocketChannel one : waiting) {
        one.close();
      }
    }
  }

  @Test
  void aNameThatIsNotFoundSaysNothing() {
    PortProbe nameless =
        new PortProbe(
            new Connector(
                new NameResolver(host -> {
                  throw new UnknownHostException(host);
                })));
    assertEquals(PortAnswer.UNKNOWN, nameless.ask(List.of("volunteer"), 3632, LONG));
  }

  @Test
  void failuresAreToldApart() {
    assertEquals(PortAnswer.REFUSED, PortAnswer.of(new ConnectException("Connection refused")));
    assertEquals(PortAnswer.REFUSED, PortAnswer.of(new NoRouteToHostException("No route to host")));
    assertEquals(PortAnswer.SILENT, PortAnswer.of(new SocketTimeoutException("timed out")));
    assertEquals(PortAnswer.SILENT, PortAnswer.of(new ConnectException("Connection timed out")));
    assertEquals(PortAnswer.UNKNOWN, PortAnswer.of(new SocketException("Too many open files")));
    assertEquals(PortAnswer.UNKNOWN, PortAnswer.of(new SocketException("Network is unreachable")));
    assertEquals(
        PortAnswer.UNKNOWN, PortAnswer.of(new BindException("Cannot assign requested address")));
    assertEquals(PortAnswer.UNKNOWN, PortAnswer.of(new IOException()));
  }
}
