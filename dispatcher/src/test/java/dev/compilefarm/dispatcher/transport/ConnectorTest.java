package dev.compilefarm.dispatcher.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectorTest {
  private static final Duration LIMIT = Duration.ofSeconds(50);
  private static final List<String> HOSTS = List.of("10.0.0.1", "10.0.0.2", "fd00::3");

  private final Deadlines deadlines = new Deadlines(System::nanoTime);
  private final List<InetAddress> named =
      List.of(InetAddress.ofLiteral("127.0.0.8"), InetAddress.ofLiteral("127.0.0.9"));
  private final Connector connector = new Connector(new NameResolver(host -> named));
  private int opened;

  @Test
  void triesEachAddressOfANameAndThenTheGoodOneFirst() throws Exception {
    try (ServerSocketChannel listener =
        ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.9", 0))) {
      int port = listener.socket().getLocalPort();
      connector.connect(List.of("volunteer"), port, LIMIT, caller()).close();
      assertEquals(2, opened);
      connector.connect(List.of("volunteer"), port, LIMIT, caller()).close();
      assertEquals(3, opened, "the good one is known");
    }
  }

  @Test
  void triesAddressesInTheirOrderUntilOneDoesNotFail() throws Exception {
    assertEquals(List.of("10.0.0.1"), tried(Map.of()));
    assertEquals(
        List.of("10.0.0.1", "10.0.0.2", "fd00:0:0:0:0:0:0:3"),
        tried(Map.of("10.0.0.1", new ConnectException(), "10.0.0.2", new SocketException())));
    assertEquals(List.of("fd00:0:0:0:0:0:0:3"), tried(Map.of()), "the last good one is first");
  }

  @Test
  void isCertainThatNobodyIsThereOnlyWhereNoAddressIsSilent() {
    IOException refused = new ConnectException("Connection refused");
    IOException silent = new SocketTimeoutException();
    IOException noWay = new SocketException("Network is unreachable");
    assertEquals(PortAnswer.REFUSED, answer(refused, refused, refused));
    assertEquals(PortAnswer.REFUSED, answer(refused, noWay, noWay));
    assertEquals(PortAnswer.SILENT, answer(refused, silent, noWay));
    assertEquals(PortAnswer.UNKNOWN, answer(noWay, noWay, noWay));
  }

  @Test
  void opensNothingForWhoeverHasGivenUp() {
    Connector.Caller gone =
        new Connector.Caller() {
          @Override
          public TimedChannel next() {
            throw new AssertionError("nobody wants it");
          }

          @Override
          public void beforeWaiting() {}

          @Override
          public boolean hasGivenUp() {
            return true;
          }
        };
    assertThrows(IOException.class, () -> connector.connect(HOSTS, 1, LIMIT, gone));
  }

  private PortAnswer answer(IOException first, IOException second, IOException third) {
    Map<String, IOException> failures =
        Map.of("10.0.0.1", first, "10.0.0.2", second, "fd00:0:0:0:0:0:0:3", third);
    return PortAnswer.of(assertThrows(IOException.class, () -> tried(failures)));
  }

  private List<String> tried(Map<String, IOException> failures) throws Exception {
    List<String> tried = new ArrayList<>();
    connector.forEach(
        HOSTS,
        connector.addresses(HOSTS, LIMIT, () -> {}),
        (address, isLast) -> {
          tried.add(address.getHostAddress());
          if (failures.containsKey(address.getHostAddress())) {
            throw failures.get(address.getHostAddress());
          }
        });
    return tried;
  }

  private Connector.Caller caller() {
    return new Connector.Caller() {
      @Override
      public TimedChannel next() throws IOException {
        opened++;
        return new TimedChannel(SocketChannel.open(), deadlines);
      }

      @Override
      public void beforeWaiting() {}

      @Override
      public boolean hasGivenUp() {
        return false;
      }
    };
  }
}
