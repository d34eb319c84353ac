package dev.compilefarm.evidence.reality;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.protocol.RequestScanner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * What the draft of 2003 asks of a server, in front of a real distccd, which does not do it: each
 * of its children accepts a connection and says that it is ready; then it has the request compiled,
 * or finds that the client went to somebody else. The others wait in the kernel's accept queue.
 */
final class ReadyServer implements AutoCloseable {

  /** What a child says. */
  static final int READY = 'R';

  // That of distccd: src/srvnet.c.
  private static final int BACKLOG = 1024;
  private static final int BUFFER_BYTES = 64 << 10;

  private final ServerSocket listener =
      new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  private final int distccd;

  /** Listens in front of this port. */
  ReadyServer(int distccd, int children) throws IOException {
    this.distccd = distccd;
    for (int i = 0; i < children; i++) {
      Thread.ofPlatform().daemon().start(this::serveOneAfterTheOther);
    }
  }

  /** Where it listens. */
  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serveOneAfterTheOther() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        client.getOutputStream().write(READY);
        serve(client);
      } catch (IOException _) {
        // Closed, or the client went away: in both cases the child is free.
      } catch (MalformedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void serve(Socket client) throws IOException, MalformedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    int read = client.getInputStream().read(buffer);
    if (read < 0) {
      return;
    }
    try (Socket server = new Socket()) {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), distccd));
      RequestScanner request = new RequestScanner(ProtocolLimits.DEFAULTS);
      while (read >= 0) {
        request.scan(ByteBuffer.wrap(buffer, 0, read));
        server.getOutputStream().write(buffer, 0, read);
        if (request.isComplete()) {
          server.getInputStream().transferTo(client.getOutputStream());
          return;
        }
        read = client.getInputStream().read(buffer);
      }
    }
  }
}
