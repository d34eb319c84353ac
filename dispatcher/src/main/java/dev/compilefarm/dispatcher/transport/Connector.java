package dev.compilefarm.dispatcher.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Connects to a host that may have several addresses, as a name in a compose file or a pod of two
 * families has. They are tried one after the other, as distcc's client does ({@code
 * src/clinet.c:dcc_connect_by_name}). The one that took the last connection comes first.
 * Thread-safe.
 */
public final class Connector {
  /** Most addresses of a host that are tried. */
  private static final int ADDRESSES_MAX = 8;

  /** So long an address may be silent while there is another one. */
  private static final Duration WHILE_OTHERS_ARE_LEFT = Duration.ofSeconds(1);

  /**
   * Hosts of several addresses of which the good one is remembered; a farm has fewer volunteers.
   */
  private static final int REMEMBERED_MAX = 10_000;

  private final NameResolver names;
  // Only under the monitor of this map; in the order in which they came.
  private final Map<List<String>, InetAddress> good = new LinkedHashMap<>();

  /** Who connects. */
  public interface Caller {
    /** A channel that has not been connected; the one before it has failed and is closed. */
    TimedChannel next() throws IOException;

    /** Called on the same thread before each wait. */
    void beforeWaiting();

    /** Whether nobody wants the connection any more. */
    boolean hasGivenUp();
  }

  /** How one address is tried. */
  interface Try {
    void address(InetAddress address, boolean isLast) throws IOException;
  }

  /** One that looks names up in this way, and has connected to nobody yet. */
  public Connector(NameResolver names) {
    this.names = names;
  }

  /**
   * Blocks until one address has taken the connection.
   *
   * @param hosts names or addresses of one peer, those of IPv6 without brackets
   * @param limit for each name, and for the last address
   * @return the channel that is connected
   * @throws IOException where none has; {@link PortAnswer#of} tells what that means
   */
  public TimedChannel connect(List<String> hosts, int port, Duration limit, Caller caller)
      throws IOException, InterruptedException {
    List<TimedChannel> connected = new ArrayList<>();
    List<InetAddress> addresses = addresses(hosts, limit, caller::beforeWaiting);
    forEach(
        hosts,
        addresses,
        (address, isLast) -> {
          if (caller.hasGivenUp()) {
            throw new IOException("nobody wants the connection any more");
          }
          TimedChannel channel = caller.next();
          try {
            if (!channel.beginConnect(new InetSocketAddress(address, port))) {
              caller.beforeWaiting();
              channel.awaitConnect(isLast ? limit : shorter(limit));
            }
            connected.add(channel);
          } catch (IOException e) {
            channel.close();
            throw e;
          }
        });
    return connected.getFirst();
  }

  /**
   * The host's addresses, in the order in which they are to be tried.
   *
   * @param beforeWaiting called on this thread before each wait
   */
  List<InetAddress> addresses(List<String> hosts, Duration limit, Runnable beforeWaiting)
      throws UnknownHostException, InterruptedException {
    SequencedSet<InetAddress> all = new LinkedHashSet<>();
    for (String host : hosts) {
      Optional<InetAddress> literal = NameResolver.literal(host);
      if (literal.isPresent()) {
        all.add(literal.get());
      } else {
        beforeWaiting.run();
        all.addAll(names.resolve(host, limit));
      }
    }
    List<InetAddress> addresses = new ArrayList<>(all);
    if (addresses.size() > 1) {
      goodOf(hosts).filter(addresses::remove).ifPresent(addresses::addFirst);
    }
    return addresses.subList(0, Math.min(addresses.size(), ADDRESSES_MAX));
  }

  /** Returns with the first address that does not fail. */
  void forEach(List<String> hosts, List<InetAddress> addresses, Try attempt) throws IOException {
    IOException worst = null;
    for (int i = 0; i < addresses.size(); i++) {
      try {
        attempt.address(addresses.get(i), i == addresses.size() - 1);
        if (addresses.size() > 1) {
          remember(hosts, addresses.get(i));
        }
        return;
      } catch (IOException e) {
        worst = worst == null || rank(e) > rank(worst) ? e : worst;
      }
    }
    throw worst == null ? new UnknownHostException(hosts + " has no address") : worst;
  }

  /**
   * What an address says of the whole host when all fail: only silence leaves a doubt whether
   * somebody is there, and an address that we cannot reach at all says nothing.
   */
  private static int rank(IOException failure) {
    return switch (PortAnswer.of(failure)) {
      case SILENT -> 2;
      case REFUSED -> 1;
      case LISTENS, UNKNOWN -> 0;
    };
  }

  private static Duration shorter(Duration limit) {
    return limit.compareTo(WHILE_OTHERS_ARE_LEFT) < 0 ? limit : WHILE_OTHERS_ARE_LEFT;
  }

  private Optional<InetAddress> goodOf(List<String> hosts) {
    synchronized (good) {
      return Optional.ofNullable(good.get(hosts));
    }
  }

  private void remember(List<String> hosts, InetAddress address) {
    synchronized (good) {
      good.put(hosts, address);
      if (good.size() > REMEMBERED_MAX) {
        good.remove(good.keySet().iterator().next());
      }
    }
  }
}
