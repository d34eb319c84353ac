package dev.compilefarm.dispatcher.canary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.protocol.Messages;
import dev.compilefarm.dispatcher.transport.Connector;
import dev.compilefarm.dispatcher.transport.Deadlines;
import dev.compilefarm.dispatcher.transport.NameResolver;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is made of replies that a real distccd gives in rare cases only, or never. */
@Timeout(60)
class CanaryTest {
  private static final CanaryLimits PATIENT =
      new CanaryLimits(Duration.ofSeconds(30), Duration.ofSeconds(30));
  private static final CanaryLimits HASTY =
      new CanaryLimits(Duration.ofSeconds(30), Duration.ofMillis(50));
  private static final byte[] OBJECT = {1, 2, 3};
  private static final byte[] COMPILED = Messages.reply(0, "", OBJECT);
  private static final byte[] ERROR = Messages.reply(1 << 8, "no", new byte[0]);
  private static final byte[] HANGS_UP = new byte[0];

  private final Deadlines deadlines = new Deadlines(System::nanoTime);
  private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor();
  private ServerSocket listener;
  private CompletableFuture<byte[]> lastRequest;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Future<?> _ = sweeper.scheduleAtFixedRate(deadlines::sweep, 10, 10, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void end() throws IOException {
    listener.close();
    sweeper.shutdownNow();
  }

  @Test
  void asksByVersionOneForOneLine() {
    replies(COMPILED);
    assertEquals(CanaryAnswer.WELL, ask(PATIENT, "some-gcc"));
    assertArrayEquals(
        Messages.request(
            1,
            List.of("some-gcc", "-c", "canary.c", "-o", "canary.o"),
            "int x;\n".getBytes(StandardCharsets.UTF_8)),
        lastRequest.join());
  }

  @Test
  void aSuccessWithoutAnObjectIsNone() {
    replies(Messages.reply(0, "", new byte[0]));
    assertEquals(CanaryAnswer.FAILS, ask(PATIENT, "gcc"));
  }

  @Test
  void anErrorASignalAndAHangUpAreFailures() {
    for (byte[] reply : List.of(ERROR, Messages.reply(9, "", OBJECT), HANGS_UP)) {
      replies(reply);
      assertEquals(CanaryAnswer.FAILS, ask(PATIENT, "gcc"));
    }
  }

  @Test
  void whatIsNoReplyIsAFailureAndSoIsAHugeOne() {
    byte[] web = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    for (byte[] reply : List.of(web, Messages.reply(0, "", new byte[2 << 20]))) {
      replies(reply);
      assertEquals(CanaryAnswer.FAILS, ask(PATIENT, "gcc"));
    }
  }

  @Test
  void theSecondCompilerTellsWhatTheFirstFailureMeans() {
    replies(HANGS_UP, COMPILED);
    assertEquals(CanaryAnswer.LACKS, ask(PATIENT, "clang", "gcc"));
    replies(ERROR, HANGS_UP);
    assertEquals(CanaryAnswer.FAILS, ask(PATIENT, "clang", "gcc"));
  }

  @Test
  void aVolunteerThatIsGoneAfterTheFirstCompilerRefuses() {
    Thread.ofVirtual().start(this::hangUpAndBeGone);
    assertEquals(CanaryAnswer.REFUSED, ask(PATIENT, "clang", "gcc"));
  }

  @Test
  void aReplyThatIsNotWholeInTimeIsSilence() {
    try (StalledReply _ = new StalledReply()) {
      assertEquals(CanaryAnswer.SILENT, ask(HASTY, "gcc", "g++"));
    }
  }

  @Test
  void aNameThatIsNotFoundSaysNothing() {
    Volunteer nowhere = new Volunteer("v", "volunteer.invalid", 3632, 1, Availability.READY);
    for (List<String> compilers : List.of(List.of("gcc"), List.<String>of())) {
      assertEquals(CanaryAnswer.UNKNOWN, canary(PATIENT).ask(nowhere, compilers));
    }
  }

  @Test
  void withoutACompilerItIsAskedWhetherSomebodyListens() throws IOException {
    assertEquals(CanaryAnswer.WELL, ask(PATIENT));
    listener.close();
    assertEquals(CanaryAnswer.REFUSED, ask(PATIENT));
  }

  @Test
  void theAnswerIsToldAlsoAfterADefect() {
    CompletableFuture<CanaryAnswer> answer = new CompletableFuture<>();
    Volunteer impossible = new Volunteer("v", "127.0.0.1", 1 << 20, 1, Availability.READY);
    new CanarySender(canary(PATIENT), (question, told) -> answer.complete(told))
        .ask(new CanaryQuestion(1, impossible, List.of("gcc")));
    assertEquals(CanaryAnswer.UNKNOWN, answer.join());
  }

  private CanaryAnswer ask(CanaryLimits limits, String... compilers) {
    return canary(limits).ask(volunteer(), List.of(compilers));
  }

  private Canary canary(CanaryLimits limits) {
    return new Canary(new Connector(new NameResolver()), deadlines, limits);
  }

  private Volunteer volunteer() {
    return new Volunteer("v", "127.0.0.1", listener.getLocalPort(), 1, Availability.READY);
  }

  private void hangUpAndBeGone() {
    // The listener is closed before the connection.
    try (Socket only = listener.accept();
        ServerSocket _ = listener) {
      only.getInputStream().readNBytes(requestBytes("clang"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Gives these replies, one to each connection, and ends each. */
  private void replies(byte[]... replies) {
    lastRequest =
        CompletableFuture.supplyAsync(
            () -> Stream.of(replies).map(this::reply).reduce((_, last) -> last).orElseThrow());
  }

  private byte[] reply(byte[] reply) {
    try (Socket connection = listener.accept()) {
      byte[] start = connection.getInputStream().readNBytes(36);
      int name = Integer.parseInt(new String(start, 28, 8, StandardCharsets.US_ASCII), 16);
      byte[] rest =
          connection.getInputStream().readNBytes(requestBytes("x".repeat(name)) - start.length);
      connection.getOutputStream().write(reply);
      return Messages.concat(start, rest);
    } catch (IOException e) {
      // It had enough before the end of the reply.
      return new byte[0];
    }
  }

  private static int requestBytes(String compiler) {
    return CanaryRequest.bytes(compiler).remaining();
  }

  /** Takes a request, and sends all of a reply but its last byte. */
  private final class StalledReply implements AutoCloseable {
    private final CompletableFuture<Socket> connection =
        CompletableFuture.supplyAsync(() -> {
          try {
            Socket accepted = listener.accept();
            accepted.getOutputStream().write(COMPILED, 0, COMPILED.length - 1);
            return accepted;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });

    @Override
    public void close() {
      try {
        connection.join().close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
