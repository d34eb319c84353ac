package dev.compilefarm.operator.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP side of a dispatcher, byte by byte, at the test's command: every connection waits until
 * the test takes it and says what it answers.
 */
final class DispatcherStub implements AutoCloseable {
  private static final long WAIT_SECONDS = 20;

  private final ServerSocket server;
  private final Queue<Socket> all = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Socket> connections = new LinkedBlockingQueue<>();

  /** Listens on a port of its own choice, or, with the port of another, on another address. */
  DispatcherStub(String address, int port) throws IOException {
    server = new ServerSocket(port, 0, InetAddress.getByName(address));
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        all.add(socket);
        connections.add(socket);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** The next request, which is to be for this path. */
  Request request(String path) throws IOException, InterruptedException {
    Socket socket = connections.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    assertNotNull(socket, "nobody asks for " + path);
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
    Request request = new Request(socket);
    assertEquals("GET " + path + " HTTP/1.1", request.readHead());
    return request;
  }

  /** The next request for the stream, answered with these events. */
  Request stream(String... events) throws IOException, InterruptedException {
    Request request = request(DispatcherHttp.STREAM).beginStream();
    for (String event : events) {
      request.event(event);
    }
    return request;
  }

  /** Closes all its connections; new ones are refused. */
  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : all) {
      socket.close();
    }
  }

  /** A request and its connection. */
  static final class Request {
    private final Socket socket;
    private final BufferedReader in;
    private final List<String> head = new ArrayList<>();

    private Request(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    private String readHead() throws IOException {
      String first = in.readLine();
      String next = first;
      while (next != null && !next.isEmpty()) {
        next = in.readLine();
        head.add(next == null ? "" : next);
      }
      return first;
    }

    /** What the request says in this header, as it is spelled. */
    Optional<String> header(String name) {
      String prefix = name + ": ";
      return head.stream()
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()))
          .findFirst();
    }

    /** Answers with a whole reply and closes the connection. */
    void answer(int status, String body) throws IOException {
      write(
          "HTTP/1.1 %d x\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
              .formatted(status, body.getBytes(UTF_8).length, body));
      hangUp();
    }

    Request beginStream() throws IOException {
      write(
          "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
      return this;
    }

    /** In two chunks, as a network may cut it. */
    void event(String data) throws IOException {
      String bytes = "data:" + data + "\n\n";
      chunk(bytes.substring(0, bytes.length() / 2));
      chunk(bytes.substring(bytes.length() / 2));
    }

    void chunk(String bytes) throws IOException {
      write("%x\r\n%s\r\n".formatted(bytes.getBytes(UTF_8).length, bytes));
    }

    void endStream() throws IOException {
      write("0\r\n\r\n");
    }

    private void write(String bytes) throws IOException {
      socket.getOutputStream().write(bytes.getBytes(UTF_8));
      socket.getOutputStream().flush();
    }

    /** Waits until the other side has closed the connection. */
    void awaitClosed() {
      try {
        assertEquals(-1, in.read());
      } catch (IOException e) {
        assertEquals("Connection reset", e.getMessage());
      }
    }

    void hangUp() throws IOException {
      socket.close();
    }
  }
}
