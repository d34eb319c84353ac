package dev.compilefarm.bench.load.volunteer;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.protocol.RequestScanner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves as distccd does: as many connections at a time as it has slots, each from accept to the
 * last byte of the reply, while the others wait in the kernel's accept queue, first come, first
 * served. A compile is a sleep of the time that the request orders; unlike distccd's, it is not cut
 * short when the client goes away.
 */
public final class SleepingVolunteer implements AutoCloseable {
  // That of distccd: src/srvnet.c.
  private static final int BACKLOG = 1024;
  private static final byte[] REPLY = Reply.withObject(30_000);

  private final ServerSocketChannel listener;
  private final Set<SocketChannel> served = ConcurrentHashMap.newKeySet();

  /** Listens on this port of the loopback interface; 0 is any. */
  public SleepingVolunteer(int port, int slots) throws IOException {
    listener =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    for (int i = 0; i < slots; i++) {
      Thread.ofPlatform().daemon().start(this::serveOneAfterTheOther);
    }
  }

  /** Where it listens. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /**
   * Is gone from one moment to the next, as a killed container: the port refuses, and every
   * connection is reset, accepted or not.
   */
  public void kill() throws IOException {
    listener.close();
    for (SocketChannel client : served) {
      reset(client);
    }
  }

  @Override
  public void close() throws IOException {
    kill();
  }

  private void serveOneAfterTheOther() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(SleepOrder.REQUEST_BYTES);
    while (listener.isOpen()) {
      try (SocketChannel client = listener.accept()) {
        served.add(client);
        try {
          serve(client, buffer.clear());
        } finally {
          served.remove(client);
        }
      } catch (IOException _) {
        // Killed, or the client went away: in both cases the slot is free.
      } catch (MalformedException e) {
        throw new AssertionError(e);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void serve(SocketChannel client, ByteBuffer buffer)
      throws IOException, MalformedException, InterruptedException {
    RequestScanner request = new RequestScanner(ProtocolLimits.DEFAULTS);
    while (!request.isComplete()) {
      if (!listener.isOpen()) {
        // Accepted in the moment of the kill.
        return;
      }
      int start = buffer.position();
      if (client.read(buffer) < 0) {
        return;
      }
      request.scan(buffer.slice(start, buffer.position() - start));
    }
    Thread.sleep(SleepOrder.compileTime(buffer.flip()));
    ByteBuffer reply = ByteBuffer.wrap(REPLY);
    while (reply.hasRemaining()) {
      client.write(reply);
    }
  }

  private static void reset(SocketChannel client) throws IOException {
    try {
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (ClosedChannelException _) {
      // Served in this very moment.
      return;
    }
    client.close();
  }
}
