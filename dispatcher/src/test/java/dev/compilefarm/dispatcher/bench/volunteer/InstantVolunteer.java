package dev.compilefarm.dispatcher.bench.volunteer;

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

/** Answers every request of version 1 at once with an object of one size. */
public final class InstantVolunteer implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final byte[] reply;

  /** Listens on this port of the loopback interface; 0 is any. */
  public InstantVolunteer(int port, int objectBytes) throws IOException {
    this.reply = Reply.withObject(objectBytes);
    this.listener =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
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
      while (!request.isComplete() && client.read(buffer.clear()) >= 0) {
        request.scan(buffer.flip());
      }
      ByteBuffer content = ByteBuffer.wrap(reply);
      while (content.hasRemaining()) {
        client.write(content);
      }
    } catch (IOException _) {
      // The client went away; if it wanted a reply, it says so itself.
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }
}
