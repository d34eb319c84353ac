package dev.compilefarm.dispatcher.spool;

import dev.compilefarm.dispatcher.transport.Deadlines;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Two ends of a connection, of which the receiving one takes little until it is read. */
final class Peers implements AutoCloseable {
  final TimedChannel from;
  final Socket to;
  private final List<Byte> taken = new ArrayList<>();

  Peers() throws IOException {
    try (ServerSocketChannel listener =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      to = new Socket();
      to.setReceiveBufferSize(16 << 10);
      to.connect(listener.getLocalAddress());
      SocketChannel accepted = listener.accept();
      from = new TimedChannel(accepted, new Deadlines(System::nanoTime));
    }
  }

  void awaitFirstByte() throws IOException {
    taken.add((byte) to.getInputStream().read());
  }

  byte[] drainUntil(CompletableFuture<Void> sender) throws IOException {
    CompletableFuture<Void> _ = sender.whenComplete((done, failure) -> from.close());
    byte[] rest = to.getInputStream().readAllBytes();
    byte[] all = new byte[rest.length + taken.size()];
    all[0] = taken.getFirst();
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  @Override
  public void close() {
    from.close();
    try {
      to.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
