package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.Messages;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.protocol.ReplyScanner;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client written for tests: it has any loopback address and is as rude as a test wants. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int SMALL_BUFFER_BYTES = 4 << 10;

  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  /** Connects from a loopback address, {@code 127.0.0.2} for instance. */
  static RawClient connect(String from, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return new RawClient(socket);
  }

  /** Connects and sends a whole request of version 1 for this compiler. */
  static RawClient request(String from, int port, String compiler) throws IOException {
    RawClient client = connect(from, port);
    client.send(Messages.request(1, List.of(compiler, "-c", "x.c"), new byte[] {'\n'}));
    return client;
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void send(String bytes) throws IOException {
    send(bytes.getBytes(StandardCharsets.US_ASCII));
  }

  /** Waits for the whole reply and returns its wait status. */
  int awaitStatus() throws IOException {
    ReplyScanner reply = new ReplyScanner(1, ProtocolLimits.DEFAULTS);
    byte[] buffer = new byte[64 << 10];
    try {
      while (!reply.isComplete()) {
        int read = socket.getInputStream().read(buffer);
        if (read < 0) {
          throw new EOFException("hung up in mid-reply");
        }
        reply.scan(ByteBuffer.wrap(buffer, 0, read));
      }
    } catch (MalformedException e) {
      throw new IOException(e);
    }
    return reply.waitStatus().raw();
  }

  /** Waits until the other side has closed, and sees that it sent nothing before. */
  void awaitClosed() throws IOException {
    int read;
    try {
      read = socket.getInputStream().read();
    } catch (SocketException e) {
      // Reset, since it closed without having read everything.
      read = -1;
    }
    assertEquals(-1, read);
  }

  /** Closes its side, whatever it has not read. */
  void hangUp() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
