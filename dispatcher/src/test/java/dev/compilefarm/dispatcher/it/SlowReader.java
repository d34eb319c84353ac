package dev.compilefarm.dispatcher.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of the admin port that takes its time, from any loopback address. */
public final class SlowReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SMALL_BUFFER_BYTES = 4 << 10;

  private final Socket socket;

  private SlowReader(Socket socket) {
    this.socket = socket;
  }

  /** One that says nothing. */
  public static SlowReader connect(String from, int adminPort) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort),
          (int) PATIENCE.toMillis());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return new SlowReader(socket);
  }

  /** One that asks for this and reads nothing. */
  public static SlowReader ask(String from, int adminPort, String path) throws IOException {
    SlowReader reader = connect(from, adminPort);
    reader.send("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path));
    return reader;
  }

  /** Sends this; whether it was taken, only a reply tells. */
  void send(String bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    } catch (SocketException e) {
      // Closed already.
    }
  }

  /** The first line of the reply, for which it waits; null if there is none. */
  String status() throws IOException {
    try {
      return reader().readLine();
    } catch (SocketException e) {
      return null;
    }
  }

  /** Reads to the end, which it waits for, and tells how many bytes there were. */
  long readToTheEnd() throws IOException {
    try (InputStream in = socket.getInputStream()) {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      return 0;
    }
  }

  /** Waits until the other side has closed. */
  void awaitClosed() throws IOException {
    readToTheEnd();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private BufferedReader reader() throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
