package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.discovery.Discovery;
import dev.compilefarm.dispatcher.discovery.ReportVerdict;
import dev.compilefarm.dispatcher.report.ReportDesk;
import dev.compilefarm.dispatcher.report.ReportServer;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import io.vertx.core.Vertx;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The port of volunteers' reports takes reports, and from strangers a bounded number. */
@Timeout(120)
class ReportServerIT {
  private static final String COMPILERS =
      """
      {"compilers":[{"path":"/usr/bin/g++-14","version":"14.2.0","machine":"x86_64-linux-gnu",\
      "digest":"%s","names":["/usr/bin/g++","g++"]}]}\
      """
          .formatted("ab".repeat(32));

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final AtomicLong nanos = new AtomicLong();
  private final Vertx vertx = Vertx.vertx();
  private final int port = Ports.free();
  private final OnePod pod = new OnePod();

  @BeforeEach
  void open() throws IOException {
    ReportDesk desk = new ReportDesk(pod, verdict -> {}, nanos::get, 7);
    new ReportServer(vertx, desk).open(port);
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void takesReportsAndNothingElse() throws IOException {
    assertTrue(send(report("v1")).startsWith("HTTP/1.1 204 "));
    String unknown = send(report("v2"));
    assertTrue(unknown.startsWith("HTTP/1.1 404 "), unknown);
    assertTrue(unknown.endsWith(ReportVerdict.UNKNOWN_POD.sentence() + "\n"), unknown);
    assertEquals(400, status("POST /v1/volunteers/v1/listening HTTP/1.1\r\nHost: x\r\n\r\n"));
    assertEquals(404, status("GET /v1/volunteers/v1/listening HTTP/1.1\r\nHost: x\r\n\r\n"));
    assertEquals(404, status("GET /v1/load HTTP/1.1\r\nHost: x\r\n\r\n"));
    assertEquals(404, status("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"));
    assertEquals(414, status(report("v".repeat(600))));
    assertEquals(431, status("GET / HTTP/1.1\r\nX: " + "x".repeat(3_000) + "\r\nHost: x\r\n\r\n"));
  }

  @Test
  void readsWhichCompilersAVolunteerHas() throws IOException {
    assertEquals(204, status(report("v1", COMPILERS)));
    assertEquals(
        "/usr/bin/g++-14", pod.told.getFirst().orElseThrow().compilers().getFirst().path());
    assertTrue(pod.told.getFirst().orElseThrow().has("g++"));
    assertEquals(204, status(report("v1", "")));
    assertEquals(Optional.empty(), pod.told.getLast());
  }

  @Test
  void saysWhatIsWrongWithABodyAndCountsNothing() throws IOException {
    String answer = send(report("v1", COMPILERS.replace("ab", "xy")));
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(answer.endsWith("compilers[0].digest must be 64 hexadecimal digits\n"), answer);
    String tooLong = send(report("v1", " ".repeat(70_000)));
    assertTrue(tooLong.startsWith("HTTP/1.1 400 "), tooLong);
    assertEquals(404, status(report("v2", "no JSON")), "what a stranger says is not read");
    assertEquals(List.of(), pod.told);
  }

  @Test
  void whoIsAnsweredBeforeItsReportHasEndedMaySendTheRest() throws IOException {
    String whole = report("v1", " ".repeat(140_000));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(whole.substring(0, 70_000).getBytes(StandardCharsets.US_ASCII));
      byte[] status = socket.getInputStream().readNBytes(12);
      assertEquals("HTTP/1.1 400", new String(status, StandardCharsets.US_ASCII));
      for (int from = 70_000; from < whole.length() - 1_000; from += 1_000) {
        // After a reset the second one fails.
        out.write(whole.substring(from, from + 1_000).getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  @Test
  void takesReportsByIpv6() throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("::1"), port)) {
      socket.getOutputStream().write(report("v1").getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
    }
  }

  @Test
  void looksAtABoundedNumberOfReports() throws IOException {
    for (int i = 0; i < 60; i++) {
      assertEquals(404, status(report("stranger")));
    }
    String refused = send(report("v1"));
    assertTrue(refused.startsWith("HTTP/1.1 429 "), refused);
    assertTrue(refused.contains("\r\nRetry-After: 1\r\n"), refused);
    nanos.addAndGet(Duration.ofMillis(50).toNanos());
    assertEquals(204, status(report("v1")));
  }

  @Test
  void holdsABoundedNumberOfConnections() throws IOException {
    List<Socket> idle = new ArrayList<>();
    // Idle ones are closed after five seconds, so they must come faster than that.
    await("a stranger has no more connections")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          Socket socket = connect();
          idle.add(socket);
          return isClosed(socket);
        });
    assertTrue(idle.size() > 2, idle.size() + " connections");
    assertFalse(idle.size() > 100, idle.size() + " connections");
    for (Socket socket : idle) {
      socket.close();
    }
    await("and has some again")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> status(report("v1")) == 204);
  }

  private static String report(String pod) {
    return "POST /v1/volunteers/%s/listening HTTP/1.1\r\nHost: x\r\nCompilefarm-Pod-Uid: x\r\n\r\n"
        .formatted(pod);
  }

  private static String report(String pod, String body) {
    return """
    POST /v1/volunteers/%s/listening HTTP/1.1
    Host: x
    Compilefarm-Pod-Uid: x
    Content-Type: application/json
    Content-Length: %d

    %s\
    """
        .formatted(pod, body.length(), body)
        .replace("\n", "\r\n");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20);
    return socket;
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private int status(String request) throws IOException {
    return Integer.parseInt(send(request).split(" ", 3)[1]);
  }

  /** The answer to this text, after which the connection is closed. */
  private String send(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(0);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (answer.isEmpty()) {
        throw new EOFException("the connection was closed");
      }
      return answer;
    }
  }

  /** Believes each report of v1. */
  private static final class OnePod implements Discovery {
    private final List<Optional<Toolchain>> told = new CopyOnWriteArrayList<>();

    @Override
    public boolean isComplete() {
      return true;
    }

    @Override
    public Duration age() {
      return Duration.ZERO;
    }

    @Override
    public Optional<ReportVerdict> refusal(String pod, String uid, InetAddress address) {
      return pod.equals("v1") ? Optional.empty() : Optional.of(ReportVerdict.UNKNOWN_POD);
    }

    @Override
    public ReportVerdict listens(
        String pod, String uid, InetAddress address, Optional<Toolchain> toolchain) {
      told.add(toolchain);
      return ReportVerdict.TAKEN;
    }

    @Override
    public void tick() {}

    @Override
    public void close() {}
  }
}
