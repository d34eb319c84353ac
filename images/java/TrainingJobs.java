import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Jobs for the one start of the dispatcher that trains its AOT cache. The JVM keeps in the cache
 * what it learns of each method (JEP 515), so a new dispatcher compiles what a job needs at once.
 * {@code java TrainingJobs DISPATCHER VOLUNTEER} is the volunteer on one port of 127.0.0.1, and the
 * clients of the dispatcher on the other. It fails when a job does not come back as it should. Uses
 * java.base alone, as the image's runtime has little more.
 */
final class TrainingJobs {
  private static final int SMALL_SOURCE_BYTES = 300;
  private static final int SOURCE_BYTES = 300_000;
  private static final int OBJECT_BYTES = 100_000;
  private static final int SILENCE_MILLIS = 60_000;
  private static final int HEAD_BYTES = 12;

  private final int dispatcher;

  private TrainingJobs(int dispatcher) {
    this.dispatcher = dispatcher;
  }

  /**
   * Runs all jobs.
   *
   * @param ports of the dispatcher, and of the volunteer that it has
   */
  public static void main(String[] ports) throws Exception {
    try (ServerSocket volunteer =
        new ServerSocket(Integer.parseInt(ports[1]), 1024, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> accept(volunteer));
      TrainingJobs jobs = new TrainingJobs(Integer.parseInt(ports[0]));
      // One at a time, each finds a slot free; several at a time, they wait for one.
      jobs.run(1, 2000, SMALL_SOURCE_BYTES);
      jobs.run(1, 1000, SOURCE_BYTES);
      jobs.run(8, 3000, SOURCE_BYTES);
      jobs.run(8, 2000, SMALL_SOURCE_BYTES);
    }
    // Connections that the volunteer still has end with the process.
    System.exit(0);
  }

  private void run(int clients, int jobs, int sourceBytes) throws Exception {
    byte[] request = request(sourceBytes);
    byte[] expected = reply(sourceBytes);
    Callable<Void> client =
        () -> {
          for (int i = 0; i < jobs / clients; i++) {
            job(request, expected);
          }
          return null;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(threads.submit(client));
      }
      for (Future<Void> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("one of " + jobs + " jobs did not come back", e.getCause());
    }
  }

  private void job(byte[] request, byte[] expected) throws IOException {
    try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), dispatcher)) {
      connection.setSoTimeout(SILENCE_MILLIS);
      connection.getOutputStream().write(request);
      byte[] reply = connection.getInputStream().readNBytes(expected.length);
      if (!Arrays.equals(expected, reply)) {
        throw new IOException(
            "%d bytes came back of %d, or others".formatted(reply.length, expected.length));
      }
    }
  }

  private static void accept(ServerSocket volunteer) {
    try {
      while (true) {
        Socket connection = volunteer.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // It was closed: all jobs are done.
    }
  }

  /** Reads one request to its end, and answers at once. */
  private static void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout(SILENCE_MILLIS);
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(connection.getInputStream(), 64 << 10));
      byte[] head = new byte[HEAD_BYTES];
      String token = "";
      int number = 0;
      while (!token.equals("DOTI")) {
        in.readFully(head);
        token = new String(head, 0, 4, StandardCharsets.US_ASCII);
        number = Integer.parseInt(new String(head, 4, 8, StandardCharsets.US_ASCII), 16);
        if (token.equals("ARGV") || token.equals("DOTI")) {
          in.skipNBytes(number);
        }
      }
      connection.getOutputStream().write(reply(number));
    } catch (IOException e) {
      // A port probe; or a job that failed, which its client says.
    }
  }

  private static byte[] request(int sourceBytes) {
    return message(
        "DIST00000001ARGC00000003ARGV00000003gccARGV00000002-cARGV00000003x.c", "DOTI", sourceBytes);
  }

  /** A large source has a large object. */
  private static byte[] reply(int sourceBytes) {
    int objectBytes = sourceBytes < SOURCE_BYTES ? SMALL_SOURCE_BYTES : OBJECT_BYTES;
    return message("DONE00000001STAT00000000SERR00000000SOUT00000000", "DOTO", objectBytes);
  }

  private static byte[] message(String begin, String token, int bodyBytes) {
    byte[] heads =
        "%s%s%08x".formatted(begin, token, bodyBytes).getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(heads, heads.length + bodyBytes);
  }
}
