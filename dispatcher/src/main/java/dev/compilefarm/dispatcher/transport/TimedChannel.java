package dev.compilefarm.dispatcher.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A blocking socket with a limit on every wait. One thread may read while another writes, but then
 * only one of them under a limit; any thread may close it, which ends the others' waits with an
 * exception.
 */
public final class TimedChannel implements AutoCloseable {
  private static final long NONE = Long.MAX_VALUE;

  private final SocketChannel channel;
  private final Deadlines deadlines;
  private final AtomicLong deadlineNanos = new AtomicLong(NONE);
  private volatile boolean timedOut;

  /** Takes over a connected channel, or one that {@link #beginConnect} will connect. */
  public TimedChannel(SocketChannel channel, Deadlines deadlines) {
    this.channel = channel;
    this.deadlines = deadlines;
    deadlines.add(this);
  }

  /**
   * Begins to connect, without a wait.
   *
   * @return whether the connection stands already, as it does on one machine; else {@link
   *     #awaitConnect} comes next
   */
  public boolean beginConnect(InetSocketAddress address) throws IOException {
    channel.configureBlocking(false);
    // Even on one machine the first call does not yet see the peer's answer.
    boolean connected = channel.connect(address) || channel.finishConnect();
    channel.configureBlocking(true);
    return connected;
  }

  /**
   * Waits for the connection that was begun.
   *
   * @throws SocketTimeoutException when it took longer than the limit
   */
  public void awaitConnect(Duration limit) throws IOException {
    within(limit, channel::finishConnect);
  }

  /**
   * Reads what there is, at least one byte.
   *
   * @return bytes read, or -1 when the peer has ended its side
   * @throws SocketTimeoutException when nothing came within the limit
   */
  public int read(ByteBuffer into, Duration limit) throws IOException {
    return within(limit, () -> channel.read(into));
  }

  /** Reads as the other does, but waits for as long as the connection stands. */
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  /** Bytes that have arrived and can be read without waiting; 0 also at the end. */
  public int available() throws IOException {
    return channel.socket().getInputStream().available();
  }

  /**
   * Writes everything.
   *
   * @param pace told of each part that the peer took
   * @throws SocketTimeoutException when the peer took nothing within the pace's limit
   */
  public void write(ByteBuffer[] content, Pace pace) throws IOException {
    int first = 0;
    while (first < content.length) {
      if (content[first].hasRemaining()) {
        int from = first;
        long begunNanos = now();
        long bytes = within(pace.left(), () -> channel.write(content, from, content.length - from));
        pace.waited(now() - begunNanos, bytes);
      } else {
        first++;
      }
    }
  }

  /** The clock by which its waits are measured, in nanoseconds. */
  public long now() {
    return deadlines.now();
  }

  /**
   * Closes the socket, and the peer knows of it when this returns, bytes that it has not taken yet
   * excepted. While another virtual thread waits in it, {@link #close} alone leaves the descriptor
   * open until that thread has run again ({@code sun.nio.ch.SocketChannelImpl}).
   */
  public void hangUp() {
    try {
      channel.shutdownOutput();
    } catch (IOException | NotYetConnectedException e) {
      // There is no peer, or none any more.
    }
    close();
  }

  /**
   * Closes the socket, and what the peer has not taken is thrown away: else the kernel would keep
   * it for minutes, in case the peer takes it yet.
   */
  public void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    close();
  }

  /** Closes the socket. A second call does nothing. */
  @Override
  public void close() {
    deadlines.remove(this);
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone all the same, and there is nobody left to tell.
    }
  }

  void closeIfOverdue(long nowNanos) {
    long deadline = deadlineNanos.get();
    if (deadline != NONE && nowNanos - deadline > 0) {
      timedOut = true;
      reset();
    }
  }

  private <T> T within(Duration limit, IoCall<T> call) throws IOException {
    deadlineNanos.set(deadlines.now() + limit.toNanos());
    try {
      return call.run();
    } catch (ClosedChannelException e) {
      if (timedOut) {
        SocketTimeoutException timeout = new SocketTimeoutException("nothing for " + limit);
        timeout.initCause(e);
        throw timeout;
      }
      throw e;
    } finally {
      deadlineNanos.set(NONE);
    }
  }

  private interface IoCall<T> {
    T run() throws IOException;
  }
}
