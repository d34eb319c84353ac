package dev.compilefarm.dispatcher.transport;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * Options of the sockets to clients and to volunteers. Replies and requests are written whole, so
 * waiting to fill a segment only costs time. A peer that vanished with its machine is noticed after
 * 20 + 3 x 5 s; distcc itself sets no keepalive at all.
 */
public final class PeerOptions {
  private static final int IDLE_SECONDS = 20;
  private static final int INTERVAL_SECONDS = 5;
  private static final int PROBES = 3;

  private PeerOptions() {}

  /**
   * Sets what the accepted sockets inherit: Linux copies a listener's options. Java lets a listener
   * have the times of keepalive, but none of what {@link #ofAccepted} sets.
   */
  public static void ofListener(ServerSocketChannel listener) throws IOException {
    listener.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
    listener.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS);
    listener.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
  }

  /** Sets what a socket has not inherited from its listener. */
  public static void ofAccepted(SocketChannel accepted) throws IOException {
    accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
    accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
  }

  /** Sets all of them. */
  public static void ofOutgoing(SocketChannel outgoing) throws IOException {
    ofAccepted(outgoing);
    outgoing.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
    outgoing.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS);
    outgoing.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
  }
}
