package dev.compilefarm.dispatcher.server;

import dev.compilefarm.dispatcher.session.RequestFault;
import dev.compilefarm.dispatcher.session.Session;
import dev.compilefarm.dispatcher.session.SessionContext;
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
  // Out of descriptors, say: trying again at once would only burn a core.
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(50);

  private final SessionContext context;
  private final OpenConnections connections;
  private final List<ServerSocketChannel> listeners = new ArrayList<>();
  private final List<Thread> acceptors = new ArrayList<>();
  private boolean closed; // With the two lists, only under the monitor.

  public DistccServer(SessionContext context, OpenConnections connections) {
    this.context = context;
    this.connections = connections;
  }

  /**
   * Listens on these ports of all addresses; 0 takes a free one.
   *
   * @throws IOException naming the port that cannot be had; then none is listened on
   */
  public synchronized void open(List<Integer> ports) throws IOException {
    for (int port : ports) {
      listeners.add(listen(port));
    }
    for (ServerSocketChannel listener : listeners) {
      acceptors.add(
          Thread.ofVirtual().name("accept-" + port(listener)).start(() -> accept(listener)));
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
      listener.bind(new InetSocketAddress(port), BACKLOG);
      return listener;
    } catch (IOException e) {
      listener.close();
      close();
      throw new IOException("port " + port + " cannot be listened on: " + e.getMessage(), e);
    }
  }

  private void accept(ServerSocketChannel listener) {
    while (listener.isOpen()) {
      try {
        begin(listener.accept());
      } catch (ClosedChannelException e) {
        LOG.debug("A listener was closed");
      } catch (IOException e) {
        LOG.warnf("A connection could not be accepted: %s", e);
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
      }
    }
  }

  private void begin(SocketChannel accepted) throws IOException {
    if (!connections.enter()) {
      context.observer().rejected(RequestFault.TOO_MANY_CONNECTIONS);
      accepted.close();
      return;
    }
    try {
      InetSocketAddress peer = (InetSocketAddress) accepted.getRemoteAddress();
      String tenant = peer.getAddress().getHostAddress();
      TimedChannel client = new TimedChannel(accepted, context.deadlines());
      Session session = new Session(context, client, tenant);
      Thread.ofVirtual().name(tenant + ":" + peer.getPort()).start(() -> serve(session));
    } catch (IOException | RuntimeException e) {
      connections.leave();
      accepted.close();
      throw e;
    }
  }

  private void serve(Session session) {
    try {
      session.run();
    } finally {
      connections.leave();
    }
  }

  private static int port(ServerSocketChannel listener) {
    return listener.socket().getLocalPort();
  }
}
