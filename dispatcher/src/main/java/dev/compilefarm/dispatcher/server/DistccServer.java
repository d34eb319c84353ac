package dev.compilefarm.dispatcher.server;

import dev.compilefarm.dispatcher.server.OpenConnections.Entry;
import dev.compilefarm.dispatcher.server.OpenConnections.Place;
import dev.compilefarm.dispatcher.session.RequestFault;
import dev.compilefarm.dispatcher.session.Session;
import dev.compilefarm.dispatcher.session.SessionContext;
import dev.compilefarm.dispatcher.transport.PeerOptions;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Accepts clients on several ports for one queue: a client that fails on one entry of its host list
 * then tries the other at once instead of compiling at home. One virtual thread a port and one a
 * connection.
 */
public final class DistccServer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DistccServer.class);
  private static final int BACKLOG = 4096;

  /**
   * What the kernel may receive of a request while nobody reads it; it takes as much again for its
   * own books. Requests wait for room in thousands, and the pod pays for what they keep there.
   */
  private static final int RECEIVE_BUFFER_BYTES = 64 << 10;

  /** What the kernel may keep of a reply that its client does not take. */
  private static final int SEND_BUFFER_BYTES = 256 << 10;

  // Out of descriptors, say: trying again at once would only burn a core.
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(50);
  private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

  private final SessionContext context;
  private final OpenConnections connections;
  private final List<ServerSocketChannel> listeners = new ArrayList<>();
  private final List<Thread> acceptors = new ArrayList<>();
  private final AtomicLong warnedAtNanos;
  // As the two lists, it is used only under the monitor.
  private boolean closed;

  public DistccServer(SessionContext context, OpenConnections connections) {
    this.context = context;
    this.connections = connections;
    this.warnedAtNanos = new AtomicLong(context.deadlines().now() - BETWEEN_WARNINGS.toNanos());
  }

  /**
   * Listens on these ports of all addresses.
   *
   * @throws IOException naming the port that cannot be had; then none is listened on
   */
  public synchronized void open(List<EntryPort> ports) throws IOException {
    for (EntryPort port : ports) {
      listeners.add(listen(port.number()));
    }
    for (int i = 0; i < ports.size(); i++) {
      ServerSocketChannel listener = listeners.get(i);
      Optional<String> tenant = ports.get(i).tenant();
      acceptors.add(
          Thread.ofVirtual()
              .name("accept-" + port(listener))
              .start(() -> accept(listener, tenant)));
    }
    LOG.infof("Taking distcc jobs on ports %s", ports());
  }

  /** The ports that are listened on, in the order in which they were given. */
  public synchronized List<Integer> ports() {
    return listeners.stream().map(DistccServer::port).toList();
  }

  /** Whether every port takes connections. */
  public synchronized boolean isAccepting() {
    return !acceptors.isEmpty() && acceptors.stream().allMatch(Thread::isAlive);
  }

  /** Whether a port that should take connections does so no more, and never will again. */
  public synchronized boolean hasFailed() {
    return !closed && acceptors.stream().anyMatch(acceptor -> !acceptor.isAlive());
  }

  /** Takes no more connections; those that stand go on. */
  @Override
  public synchronized void close() {
    closed = true;
    for (ServerSocketChannel listener : listeners) {
      try {
        listener.close();
      } catch (IOException e) {
        LOG.warnf("Port %d did not close: %s", port(listener), e);
      }
    }
  }

  /** Waits for the connections that stand to end; false when the limit passed first. */
  public boolean awaitIdle(Duration limit) throws InterruptedException {
    return connections.awaitNone(limit);
  }

  private ServerSocketChannel listen(int port) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      // Accepted sockets inherit it, and their window is never offered larger.
      listener.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      PeerOptions.ofListener(listener);
      listener.bind(new InetSocketAddress(port), BACKLOG);
      return listener;
    } catch (IOException e) {
      listener.close();
      close();
      throw new IOException("port " + port + " cannot be listened on: " + e.getMessage(), e);
    }
  }

  /** Only a closed listener ends it. */
  private void accept(ServerSocketChannel listener, Optional<String> tenant) {
    while (listener.isOpen()) {
      try {
        begin(listener.accept(), tenant);
      } catch (ClosedChannelException e) {
        LOG.debug("A listener was closed");
      } catch (Throwable e) {
        // Whatever it is, the next connection may do better.
        warn("accepted", e);
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
      }
    }
  }

  /** What goes wrong with one connection ends that one alone. */
  private void begin(SocketChannel accepted, Optional<String> tenant) throws IOException {
    Optional<Place> taken = Optional.empty();
    try {
      String address = addressOf(accepted);
      String name = tenant.orElse(address);
      switch (connections.enter(address, name)) {
        case Entry.Full() -> refuse(accepted, RequestFault.TOO_MANY_CONNECTIONS);
        case Entry.FullForAddress() ->
            refuse(accepted, RequestFault.TOO_MANY_CONNECTIONS_OF_ADDRESS);
        case Entry.Entered(Place place) -> {
          taken = Optional.of(place);
          serve(accepted, name, place);
        }
      }
    } catch (Throwable e) {
      warn("served", e);
      taken.ifPresent(Place::leave);
      accepted.close();
    }
  }

  private void serve(SocketChannel accepted, String tenant, Place place) throws IOException {
    accepted.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
    PeerOptions.ofAccepted(accepted);
    TimedChannel client = new TimedChannel(accepted, context.deadlines());
    Session session = new Session(context, client, tenant, place::received);
    place.receiving(session::giveWay);
    try {
      start(tenant, session, place);
    } catch (Throwable e) {
      session.discard();
      throw e;
    }
  }

  private static void start(String tenant, Session session, Place place) {
    Thread.ofVirtual()
        .name(tenant)
        .start(() -> {
          try {
            session.run();
          } finally {
            place.leave();
          }
        });
  }

  private void refuse(SocketChannel accepted, RequestFault fault) throws IOException {
    context.observer().rejected(fault);
    accepted.close();
  }

  private void warn(String what, Throwable failure) {
    long now = context.deadlines().now();
    long before = warnedAtNanos.get();
    if (now - before >= BETWEEN_WARNINGS.toNanos() && warnedAtNanos.compareAndSet(before, now)) {
      LOG.warnf(
          "A connection could not be %s: %s. Others may follow that are not told of for %s.",
          what, failure, BETWEEN_WARNINGS);
    }
  }

  private static String addressOf(SocketChannel accepted) throws IOException {
    return ((InetSocketAddress) accepted.getRemoteAddress()).getAddress().getHostAddress();
  }

  private static int port(ServerSocketChannel listener) {
    return listener.socket().getLocalPort();
  }
}
