package dev.compilefarm.operator.load;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against dispatchers on the loopback interface that do what each test says. */
class LoadFollowingIT {
  private static final FarmNames FARM = new FarmNames("main", "builds");
  private static final DispatcherPod ONE =
      new DispatcherPod("main-dispatcher-1", "127.0.0.1", true);
  private static final DispatcherPod TWO =
      new DispatcherPod("main-dispatcher-2", "127.0.0.2", true);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration REPLY = Duration.ofSeconds(10);

  /** Nothing happens by the passing of time, but that a lost pod is tried again. */
  private static final Timing CALM = new Timing(REPLY, NEVER, NEVER, SHORT, SHORT, SHORT, NEVER);

  /** Nobody has patience. */
  private static final Timing HASTY =
      new Timing(REPLY, NEVER, Duration.ZERO, SHORT, SHORT, SHORT, NEVER);

  private static final TokenFile NO_TOKEN = new TokenFile(Optional.empty());

  @TempDir Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LinkedBlockingQueue<Optional<LoadReport>> changes = new LinkedBlockingQueue<>();
  private TokenFile token = NO_TOKEN;
  private DispatcherStub dispatcher;
  private LoadFollowing loads;

  @BeforeEach
  void listen() throws IOException {
    dispatcher = new DispatcherStub("127.0.0.1", 0);
  }

  @AfterEach
  void end() throws IOException {
    loads.close();
    dispatcher.close();
  }

  @Test
  void tellsOfTheLoadAndOfEachChange() throws Exception {
    follow(CALM, ONE);
    DispatcherStub.Request stream = dispatcher.stream(load(3));
    assertHears(3);

    stream.event(load(5));
    assertHears(5);
  }

  /** As the pods of a cluster that has no other addresses. */
  @Test
  void followsPodWithAddressOfVersion6() throws Exception {
    dispatcher.close();
    dispatcher = new DispatcherStub("::1", 0);
    follow(CALM, new DispatcherPod("main-dispatcher-1", "::1", true));
    dispatcher.stream(load(3));

    assertHears(3);
  }

  @Test
  void doesNotTellWhatIsKnown() throws Exception {
    follow(CALM, ONE);
    DispatcherStub.Request stream = dispatcher.stream(load(3));
    assertHears(3);

    // A heartbeat, the same in other words, and a comment.
    stream.event(load(3));
    stream.event(load(3) + " ");
    stream.chunk(": comment\n\n");
    stream.event(load(4));

    assertHears(4);
  }

  @Test
  void hearsOfThousandVolunteers() throws Exception {
    follow(CALM, ONE);
    String volunteers =
        "{\"name\":\"main-volunteers-6d5f7c9b8-abcde\",\"address\":\"10.100.100.100\",\"slots\":6,\"busy\":6,\"state\":\"READY\"},"
            .repeat(999);
    dispatcher.stream(load(3).replace("[]", "[" + volunteers + "{\"name\":\"v\",\"busy\":2}]"));

    Load load = nextChange().flatMap(LoadReport::load).orElseThrow();

    assertEquals(2, load.busy("v"));
  }

  @Test
  void sumsTheQueuesOfAllPods() throws Exception {
    try (DispatcherStub other = new DispatcherStub("127.0.0.2", dispatcher.port())) {
      follow(CALM, ONE, TWO);
      DispatcherStub.Request one = dispatcher.stream(load(3));
      assertHears(3);
      DispatcherStub.Request two = other.stream(load(4));
      assertHears(7);

      assertEquals(Optional.of(4), queued(loads.follow(FARM, List.of(TWO))));
      one.awaitClosed();
      two.event(load(5));
      assertHears(5);
    }
  }

  @Test
  void comesBackToDispatcherThatEndsItsStreamAndKeepsItsLoadMeanwhile() throws Exception {
    follow(CALM, ONE);
    DispatcherStub.Request stream = dispatcher.stream(load(3));
    assertHears(3);
    stream.endStream();
    DispatcherStub.Request next = dispatcher.request(DispatcherHttp.STREAM);
    assertEquals(Optional.of(3), queued(loads.report(FARM)));

    next.beginStream().event(load(4));
    assertHears(4);
  }

  @Test
  void comesBackToDispatcherThatHangsUp() throws Exception {
    follow(CALM, ONE);
    dispatcher.request(DispatcherHttp.STREAM).hangUp();
    dispatcher.stream(load(3)).hangUp();
    assertHears(3);

    dispatcher.stream(load(4));
    assertHears(4);
  }

  @Test
  void saysThatNobodyListensAndHearsWhoListensAgain() throws Exception {
    int port = dispatcher.port();
    dispatcher.close();
    follow(HASTY, ONE);

    assertSilent("GET /v1/load/stream on port 8080: ConnectException");

    dispatcher = new DispatcherStub("127.0.0.1", port);
    dispatcher.stream(load(3));
    assertHears(3);
  }

  /** As when a node is gone: nothing is refused, nothing comes. */
  @Test
  void saysThatNoEventComesAnyMore() throws Exception {
    follow(new Timing(REPLY, SHORT, Duration.ZERO, SHORT, SHORT, SHORT, NEVER), ONE);
    DispatcherStub.Request stream = dispatcher.stream(load(3));
    assertHears(3);
    assertSilent("GET /v1/load/stream on port 8080: no event for 20 ms");
    stream.awaitClosed();
  }

  @Test
  void saysThatNoReplyComes() throws Exception {
    follow(new Timing(SHORT, NEVER, Duration.ZERO, SHORT, SHORT, SHORT, NEVER), ONE);

    assertTrue(cause().startsWith("Pod main-dispatcher-1 does not answer GET /v1/load/stream"));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 503})
  void pollsDispatcherThatGivesNoStreamAndTriesTheStreamAgain(int status) throws Exception {
    follow(new Timing(REPLY, NEVER, NEVER, SHORT, SHORT, SHORT, Duration.ofNanos(1)), ONE);
    dispatcher.request(DispatcherHttp.STREAM).answer(status, "no");
    dispatcher.request(DispatcherHttp.LOAD).answer(200, load(3));
    assertHears(3);

    dispatcher.request(DispatcherHttp.STREAM).answer(status, "no");
    dispatcher.request(DispatcherHttp.LOAD).answer(200, load(4));
    assertHears(4);

    dispatcher.stream(load(5));
    assertHears(5);
  }

  /** The kubelet renews it while the operator runs. */
  @Test
  void showsStreamsTheTokenThatThereIsNow() throws Exception {
    Path file = folder.resolve("token");
    token = new TokenFile(Optional.of(file));
    follow(CALM, ONE);
    DispatcherStub.Request first = dispatcher.request(DispatcherHttp.STREAM);
    assertEquals(Optional.empty(), first.header("Authorization"));
    Files.writeString(file, "a.b.c\n");
    first.answer(500, "not yet");

    DispatcherStub.Request second = dispatcher.request(DispatcherHttp.STREAM);
    assertEquals(Optional.of("Bearer a.b.c"), second.header("Authorization"));
    Files.writeString(file, "d.e.f");
    second.answer(503, "no");
    DispatcherStub.Request poll = dispatcher.request(DispatcherHttp.LOAD);
    assertEquals(Optional.empty(), poll.header("Authorization"));
    poll.answer(500, "not now");

    DispatcherStub.Request third = dispatcher.request(DispatcherHttp.STREAM);
    assertEquals(Optional.of("Bearer d.e.f"), third.header("Authorization"));
    Files.writeString(file, "no\ntoken");
    third.answer(500, "not now");

    DispatcherStub.Request fourth = dispatcher.request(DispatcherHttp.STREAM).beginStream();
    assertEquals(Optional.empty(), fourth.header("Authorization"));
    fourth.event(load(3));
    assertHears(3);
  }

  @Test
  void saysThatPollIsNotAnswered() throws Exception {
    follow(HASTY, ONE);
    dispatcher.request(DispatcherHttp.STREAM).answer(503, "no");
    dispatcher.request(DispatcherHttp.LOAD).answer(500, "no");

    assertSilent("GET /v1/load on port 8080: the reply has status 500");
  }

  @Test
  void saysThatTheReplyMakesNoSense() throws Exception {
    follow(HASTY, ONE);
    dispatcher.request(DispatcherHttp.STREAM).answer(302, "");
    assertSilent("GET /v1/load/stream on port 8080: the reply has status 302");
    dispatcher.request(DispatcherHttp.STREAM).answer(200, "data:{}\n\n");
    assertSilent("GET /v1/load/stream on port 8080: the reply has no number at /queued");
    dispatcher.stream("{").awaitClosed();
    assertTrue(cause().contains(": the reply is not JSON: "));
    dispatcher.stream(load(3));
    assertHears(3);
  }

  @Test
  void refusesEventThatIsTooLarge() throws Exception {
    follow(HASTY, ONE);
    DispatcherStub.Request stream = dispatcher.stream();
    String chunk = "data:" + "x".repeat(1 << 16);
    stream.chunk(chunk);
    for (int i = 0; i < 15; i++) {
      stream.chunk("x".repeat(1 << 16));
    }

    assertSilent("GET /v1/load/stream on port 8080: an event has more than 1048576 bytes");
    stream.awaitClosed();
  }

  /** Each is skipped, so none makes the event larger. */
  @Test
  void refusesStreamThatIsAllComments() throws Exception {
    follow(HASTY, ONE);
    DispatcherStub.Request stream = dispatcher.stream();
    for (int i = 0; i < 17; i++) {
      stream.chunk((":" + "x".repeat(1022) + "\n").repeat(64));
    }

    assertSilent("GET /v1/load/stream on port 8080: an event has more than 1048576 bytes");
    stream.awaitClosed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e300", "99999999999"})
  void refusesNumbersThatCannotBe(String queued) throws Exception {
    follow(HASTY, ONE);
    dispatcher.stream(load(3).replace(":3,", ":" + queued + ",")).awaitClosed();

    assertSilent("GET /v1/load/stream on port 8080: the reply has no possible number at /queued");
  }

  /** Without a pace it takes in some hundred megabytes a second. */
  @Test
  void takesInNoMoreThanItsPaceOfStreamWithoutEndAndHearsOthers() throws Exception {
    try (DispatcherStub other = new DispatcherStub("127.0.0.2", dispatcher.port())) {
      loads = new LoadFollowing(dispatcher.port(), CALM, NO_TOKEN, registry);
      loads.onChange(farm -> {
        if (!farm.equals(FARM)) {
          changes.add(loads.report(farm));
        }
      });
      loads.follow(FARM, List.of(ONE));
      DispatcherStub.Request flood = dispatcher.stream(load(1));
      AtomicLong sent = new AtomicLong();
      long start = System.nanoTime();
      Thread flooding =
          Thread.ofVirtual()
              .start(() -> {
                String events = ("data:" + load(2) + "\n\ndata:" + load(3) + "\n\n").repeat(500);
                try {
                  while (true) {
                    flood.chunk(events);
                    sent.addAndGet(events.length());
                  }
                } catch (IOException e) {
                  // The end of the test.
                }
              });
      loads.follow(new FarmNames("other", "builds"), List.of(TWO));
      DispatcherStub.Request stream = other.stream(load(0));
      assertHears(0);
      for (int queued = 1; queued <= 20; queued++) {
        stream.event(load(queued));
        assertHears(queued);
      }
      await().until(() -> System.nanoTime() - start > Duration.ofSeconds(2).toNanos());

      long takenIn = sent.get();
      double seconds = (System.nanoTime() - start) / 1e9;
      // And what the kernel's buffers of two sockets hold.
      double most = (seconds + 0.5) * IntakeRate.BYTES_PER_SECOND + (16 << 20);
      assertTrue(takenIn < most, () -> takenIn + " bytes were taken in, not " + most);
      loads.close();
      flooding.join();
    }
  }

  @Test
  void takesInNoReplyThatIsTooLargeOrNeverEnds() throws Exception {
    follow(new Timing(Duration.ofSeconds(2), NEVER, NEVER, SHORT, SHORT, SHORT, NEVER), ONE);
    dispatcher.request(DispatcherHttp.STREAM).answer(503, "no");
    DispatcherStub.Request flood = dispatcher.request(DispatcherHttp.LOAD).beginStream();
    try {
      flood.chunk(" ".repeat(2 << 20));
    } catch (SocketException _) {
      // Its reader went away in the middle, as it should.
    }

    // After a reply that ends with its connection comes another try.
    dispatcher.request(DispatcherHttp.STREAM).answer(503, "no");
    DispatcherStub.Request drip = dispatcher.request(DispatcherHttp.LOAD).beginStream();
    drip.chunk(" ");
    drip.awaitClosed();
    dispatcher.stream(load(4));
    assertHears(4);
  }

  @Test
  void triesPodAgainAtOnceThatBecomesReady() throws Exception {
    DispatcherPod starting = new DispatcherPod(ONE.name(), ONE.address(), false);
    follow(new Timing(REPLY, NEVER, Duration.ZERO, NEVER, NEVER, SHORT, NEVER), starting);
    dispatcher.request(DispatcherHttp.STREAM).answer(500, "not yet");
    assertSilent("GET /v1/load/stream on port 8080: the reply has status 500");

    loads.follow(FARM, List.of(ONE));

    dispatcher.stream(load(3));
    assertHears(3);
  }

  @Test
  void listenerThatFailsDoesNotEndIt() throws Exception {
    loads = new LoadFollowing(dispatcher.port(), CALM, NO_TOKEN, registry);
    loads.onChange(farm -> {
      changes.add(loads.report(farm));
      throw new IllegalStateException("of this test");
    });
    loads.follow(FARM, List.of(ONE));
    DispatcherStub.Request stream = dispatcher.stream(load(3));
    assertHears(3);
    stream.event(load(4));
    assertHears(4);
  }

  @Test
  void endsWithItsFarm() throws Exception {
    follow(CALM, ONE);
    DispatcherStub.Request stream = dispatcher.stream(load(3));
    assertHears(3);

    loads.forget(FARM);

    stream.awaitClosed();
    assertEquals(Optional.empty(), loads.report(FARM));
  }

  @Test
  void endsWithTheOperator() throws Exception {
    follow(CALM, ONE, TWO);
    DispatcherStub.Request stream = dispatcher.stream(load(3));
    assertHears(3);
    assertEquals(1, registry.get("compilefarm.operator.load.streams").gauge().value());

    loads.close();

    stream.awaitClosed();
    assertEquals(Optional.empty(), loads.follow(FARM, List.of(ONE)));
  }

  private void follow(Timing timing, DispatcherPod... pods) {
    loads = new LoadFollowing(dispatcher.port(), timing, token, registry);
    loads.onChange(farm -> changes.add(loads.report(farm)));
    loads.follow(FARM, List.of(pods)).ifPresent(report -> changes.add(Optional.of(report)));
  }

  private void assertHears(int queued) throws InterruptedException {
    assertEquals(Optional.of(queued), queued(nextChange()));
  }

  private void assertSilent(String cause) throws InterruptedException {
    assertEquals("Pod main-dispatcher-1 does not answer " + cause, cause());
  }

  private String cause() throws InterruptedException {
    return nextChange().orElseThrow() instanceof LoadReport.Silent(String cause) ? cause : "heard";
  }

  private Optional<LoadReport> nextChange() throws InterruptedException {
    Optional<LoadReport> change = changes.poll(20, TimeUnit.SECONDS);
    assertNotNull(change, "no change was told");
    return change;
  }

  private static Optional<Integer> queued(Optional<LoadReport> report) {
    return report.map(r -> r.load().map(Load::queued).orElse(-1));
  }

  private static String load(int queued) {
    return "{\"queued\":%d,\"running\":0,\"oldestWaitSeconds\":0,\"slots\":{\"total\":1,\"busy\":0},\"volunteers\":[]}"
        .formatted(queued);
  }
}
