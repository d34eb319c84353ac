package dev.compilefarm.bench.load.volunteer;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.protocol.RequestScanner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/** Takes the same time for every request of version 1, and has an object for each compiler. */
public final class SteadyVolunteer implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final Map<Integer, byte[]> replies = new ConcurrentHashMap<>();
  private final Duration compile;
  private final ToIntFunction<String> objectBytes;
  private final Thread acceptor;

  /** Answers at once with an object of one size. */
  public SteadyVolunteer(int port, int objectBytes) throws IOException {
    this(port, Duration.ZERO, compiler -> objectBytes);
  }

  /**
   * Listens on this port of the loopback interface; 0 is any.
   *
   * @param compile how long each request takes
   * @param objectBytes by the request's compiler
   */
  public SteadyVolunteer(int port, Duration compile, ToIntFunction<String> objectBytes)
      throws IOException {
    this.compile = compile;
    this.objectBytes = objectBytes;
    this.listener =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    this.acceptor = Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /** Another can have the port when this returns. */
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      // A listener is open until who waits in it has run again.
      acceptor.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      RequestScanner request = new RequestScanner(ProtocolLimits.DEFAULTS);
      ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
      while (!request.isComplete()) {
        if (client.read(buffer.clear()) < 0) {
          // A port probe, or a client that went away.
          return;
        }
        request.scan(buffer.flip());
      }
      Thread.sleep(compile);
      int size = objectBytes.applyAsInt(request.compiler());
      ByteBuffer reply = ByteBuffer.wrap(replies.computeIfAbsent(size, Reply::withObject));
      while (reply.hasRemaining()) {
        client.write(reply);
      }
    } catch (IOException _) {
      // The client went away; if it wanted a reply, it says so itself.
    } catch (MalformedException e) {
      throw new AssertionError(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
