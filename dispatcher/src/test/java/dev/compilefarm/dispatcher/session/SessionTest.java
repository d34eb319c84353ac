package dev.compilefarm.dispatcher.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.budget.Store;
import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import dev.compilefarm.dispatcher.protocol.Messages;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.spool.FakeStores;
import dev.compilefarm.dispatcher.spool.SpoolStores;
import dev.compilefarm.dispatcher.toolchain.Check;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.transport.Connector;
import dev.compilefarm.dispatcher.transport.Deadlines;
import dev.compilefarm.dispatcher.transport.NameResolver;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One client, a dispatcher, and volunteers that the test plays itself. */
@Timeout(120)
class SessionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] SMALL = request(100);
  private static final byte[] REPLY = Messages.reply(0, "", new byte[1000]);
  private static final byte[] DONE = Messages.head("DONE", 1);
  private static final byte[] UNKNOWN =
      Messages.reply(
          0x100, "compilefarm: this farm has no compiler icc; it has gcc\n", new byte[0]);

  private final SpoolStores stores = FakeStores.ofMemory(2000);
  private final Dispatch dispatch =
      new Dispatch(
          QueueLimits.of(10, PATIENCE, PATIENCE),
          TenantShares.equal(10),
          System::nanoTime,
          job -> {});
  private final Observer observer = new Observer();
  private final SessionContext context =
      new SessionContext(
          dispatch,
          stores,
          stores,
          new Deadlines(System::nanoTime),
          new Connector(new NameResolver()),
          ProtocolLimits.DEFAULTS,
          new Waits(PATIENCE, PATIENCE, PATIENCE),
          observer);
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    assertEquals(List.of(), observer.faults);
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void theFirstAttemptWhereASlotIsFreeRunsOnTheClientsOwnThread() throws Exception {
    ServerSocket volunteer = volunteers(1).getFirst();
    Client client = new Client();
    client.send(SMALL);
    serve(volunteer, SMALL);
    assertArrayEquals(REPLY, client.readAll());
    client.awaitEnd();
    assertEquals(client.thread, observer.servedBy.take());
    assertEnded(Outcome.DONE);
  }

  @Test
  void anAttemptOfAJobThatHasWaitedHasAThreadOfItsOwn() throws Exception {
    Client client = new Client();
    client.send(SMALL);
    await("it waits").atMost(PATIENCE).until(() -> dispatch.snapshot().queued() == 1);
    ServerSocket volunteer = volunteers(1).getFirst();
    serve(volunteer, SMALL);
    assertArrayEquals(REPLY, client.readAll());
    client.awaitEnd();
    assertFalse(client.thread.equals(observer.servedBy.take()));
    assertEnded(Outcome.DONE);
  }

  @Test
  void anotherVolunteerDoesWhatTheFirstOneDidNot() throws Exception {
    List<ServerSocket> volunteers = volunteers(2);
    Client client = new Client();
    client.send(SMALL);
    try (Socket broken = accept(volunteers.getFirst())) {
      assertEquals(SMALL.length, broken.getInputStream().readNBytes(SMALL.length).length);
      broken.getOutputStream().write(DONE);
    }
    serve(volunteers.getLast(), SMALL);
    assertArrayEquals(REPLY, client.readAll());
    client.awaitEnd();
    assertEnded(Outcome.DONE);
  }

  @Test
  void aTenantIsAtWorkFromItsConnectionUntilItsJobHasItsReply() throws Exception {
    Client early = new Client();
    await("its client is at work").atMost(PATIENCE).until(() -> tenantsAtWork() == 1);
    early.send(SMALL);
    await("its job waits").atMost(PATIENCE).until(() -> dispatch.snapshot().queued() == 1);
    assertEquals(1, tenantsAtWork());
    serve(volunteers(1).getFirst(), SMALL);
    early.awaitEnd();
    assertEquals(0, tenantsAtWork());
  }

  @Test
  void aTenantWhoseConnectionEndsBeforeItsRequestIsWholeIsAtWorkNoMore() throws Exception {
    Client early = new Client();
    early.send(Arrays.copyOf(SMALL, 20));
    await("its client is at work").atMost(PATIENCE).until(() -> tenantsAtWork() == 1);
    early.near.close();
    early.awaitEnd();
    assertEquals(0, tenantsAtWork());
    assertTrue(observer.faults.remove(RequestFault.INCOMPLETE));
  }

  private int tenantsAtWork() {
    return dispatch.snapshot().bounds().size();
  }

  @Test
  void aClientThatGoesAwayWhileItsJobWaitsIsNoticed() throws Exception {
    Client client = new Client();
    client.send(SMALL);
    await("it waits").atMost(PATIENCE).until(() -> dispatch.snapshot().queued() == 1);
    client.near.close();
    client.awaitEnd();
    assertEnded(Outcome.ABANDONED);
  }

  @Test
  void aClientThatGoesAwayDuringTheFirstAttemptIsNoticed() throws Exception {
    ServerSocket volunteer = volunteers(1).getFirst();
    Client client = new Client();
    client.send(SMALL);
    try (Socket attempt = accept(volunteer)) {
      assertEquals(SMALL.length, attempt.getInputStream().readNBytes(SMALL.length).length);
      client.near.close();
      assertEquals(-1, attempt.getInputStream().read());
    }
    client.awaitEnd();
    assertEnded(Outcome.ABANDONED);
  }

  @Test
  void aClientThatGoesAwayWhileTheVolunteerTakesNoByteIsNoticed() throws Exception {
    ServerSocket volunteer = volunteers(1).getFirst();
    Client client = new Client();
    client.send(request(32 << 20));
    try (Socket _ = volunteer.accept()) {
      client.near.close();
      client.awaitEnd();
    }
    assertEnded(Outcome.ABANDONED);
  }

  @Test
  void aClientThatGoesAwayWhileTheVolunteerTakesNoConnectionIsNoticed() throws Exception {
    ServerSocket volunteer = volunteers(1).getFirst();
    // Linux drops what comes to a listener whose line is full.
    for (int i = 0; i < 2; i++) {
      opened.add(new Socket(volunteer.getInetAddress(), volunteer.getLocalPort()));
    }
    Client client = new Client();
    client.send(SMALL);
    await("it has a slot").atMost(PATIENCE).until(() -> dispatch.snapshot().running() == 1);
    client.near.close();
    client.awaitEnd();
    assertEnded(Outcome.ABANDONED);
  }

  @Test
  void aVolunteerThatIsGoneBeforeTheAttemptBeginsIsNoClientsEnd() throws Exception {
    List<ServerSocket> volunteers = volunteers(2);
    volunteers.getFirst().close();
    Client client = new Client();
    client.send(SMALL);
    serve(volunteers.getLast(), SMALL);
    assertArrayEquals(REPLY, client.readAll());
    client.awaitEnd();
    assertEnded(Outcome.DONE);
  }

  @Test
  void aClientWhoseCompilerNobodyHasIsToldBeforeItSendsItsSource() throws Exception {
    volunteersWith("gcc");
    Client client = new Client();
    client.send(
        Messages.concat(
            Messages.head("DIST", 1), Messages.head("ARGC", 2), Messages.packet("ARGV", "icc")));
    byte[] told = client.near.getInputStream().readNBytes(UNKNOWN.length);
    assertEquals(text(UNKNOWN), text(told));
    assertEnded(Outcome.UNKNOWN_COMPILER);
    client.assertOpen();
    client.send(Messages.packet("ARGV", "-c"));
    assertEquals(-1, client.near.getInputStream().read(), "the source is not awaited");
    client.awaitEnd();
  }

  @Test
  void aClientWhoseOptionsWriteAFileThatNoReplyCarriesIsToldWhenAllAreThere() throws Exception {
    Client client = new Client();
    client.send(Messages.request(1, List.of("gcc", "-gsplit-dwarf", "-c", "x.c"), new byte[9]));
    String told = text(client.readAll());
    assertTrue(told.contains("compilefarm: "), told);
    assertTrue(told.contains("-gsplit-dwarf"), told);
    client.awaitEnd();
    assertEnded(Outcome.NOT_DISTRIBUTABLE);
    assertEquals("-gsplit-dwarf", dispatch.jobs(Long.MAX_VALUE, 1).getFirst().about());
  }

  /** As it is while it starts, and to a dispatcher that starts. */
  @Test
  void aJobThatNeedsChecksWaitsForAVolunteerThatHasNotToldYet() throws Exception {
    ServerSocket volunteer = volunteers(1).getFirst();
    byte[] request = Messages.request(1, List.of("gcc", "-x", "c", "-c", "x.c"), new byte[9]);
    Client client = new Client();
    client.send(request);
    await("it waits").atMost(PATIENCE).until(() -> dispatch.snapshot().queued() == 1);
    dispatch.update(
        List.of(
            at("v0", volunteer)
                .having(Optional.of(new Toolchain(List.of(), List.of("gcc"), Check.ALL, 0)))));
    serve(volunteer, request);
    assertArrayEquals(REPLY, client.readAll());
    client.awaitEnd();
    assertEnded(Outcome.DONE);
  }

  @Test
  void aJobThatNeedsChecksIsRefusedWhereAllHaveToldThatTheyDoNone() throws Exception {
    volunteersWith("gcc");
    Client client = new Client();
    client.send(Messages.request(1, List.of("gcc", "-x", "c", "-c", "x.c"), new byte[9]));
    String told = text(client.readAll());
    assertTrue(told.contains("compilefarm: -x c cannot be distributed"), told);
    client.awaitEnd();
    assertEnded(Outcome.NOT_DISTRIBUTABLE);
  }

  @Test
  void aLaterOptionMayUndoAnEarlierOne() throws Exception {
    ServerSocket volunteer = volunteers(1).getFirst();
    byte[] request =
        Messages.request(
            1, List.of("gcc", "-gsplit-dwarf", "-gno-split-dwarf", "-c", "x.c"), new byte[9]);
    int middle = Messages.request(1, List.of("gcc", "-gsplit-dwarf"), new byte[0]).length - 12;
    Client client = new Client();
    client.send(Arrays.copyOf(request, middle));
    await("it is read")
        .atMost(PATIENCE)
        .until(() -> client.accepted.socket().getInputStream().available() == 0);
    client.send(Arrays.copyOfRange(request, middle, request.length));
    serve(volunteer, request);
    assertArrayEquals(REPLY, client.readAll());
    client.awaitEnd();
    assertEnded(Outcome.DONE);
  }

  /** distcc reads no reply in version 3 before it has sent all files. */
  @Test
  void filesThatAreNotWantedAreReadAndTakeNoRoom() throws Exception {
    volunteersWith("gcc");
    Client client = new Client();
    client.send(
        Messages.concat(
            Messages.concat(Messages.head("DIST", 3), Messages.packet("CDIR", "/")),
            Messages.concat(Messages.head("ARGC", 1), Messages.packet("ARGV", "icc")),
            Messages.concat(Messages.head("NFIL", 2), Messages.packet("NAME", "/a.c"))));
    await("it is refused")
        .atMost(PATIENCE)
        .until(() -> client.near.getInputStream().available() > 0);
    client.send(Messages.packet("FILE", new byte[32 << 20]));
    assertEquals(0, stores.budget().used(Store.MEMORY));
    client.send(Messages.concat(Messages.packet("NAME", "/b.c"), Messages.packet("FILE", SMALL)));
    String told = text(client.readAll());
    assertTrue(told.startsWith("DONE00000003STAT00000100SERR"), told);
    client.awaitEnd();
    assertEnded(Outcome.UNKNOWN_COMPILER);
  }

  @Test
  void filesThatWereThereBeforeTheOneThatIsTooLargeGiveTheirRoomBack() throws Exception {
    Client client = new Client();
    client.send(
        Messages.concat(
            Messages.concat(Messages.head("DIST", 3), Messages.packet("CDIR", "/")),
            Messages.concat(Messages.head("ARGC", 1), Messages.packet("ARGV", "gcc")),
            Messages.concat(Messages.head("NFIL", 2), Messages.packet("NAME", "/a.c")),
            Messages.packet("FILE", new byte[1 << 20])));
    await("it is spooled").atMost(PATIENCE).until(() -> stores.budget().used(Store.MEMORY) > 0);
    client.send(
        Messages.concat(Messages.packet("NAME", "/b.c"), Messages.head("FILE", 0xffff_ffffL)));
    await("it is refused")
        .atMost(PATIENCE)
        .until(() -> client.near.getInputStream().available() > 0);
    assertTrue(client.thread.isAlive(), "what still comes is read for a while");
    assertEquals(0, stores.budget().used(Store.MEMORY));
    assertEnded(Outcome.TOO_LARGE);
    client.near.close();
    client.awaitEnd();
  }

  /** The job is as good as any, so its client shall try again or compile at home. */
  @Test
  void aClientWhoseJobIsSentHomeForTheMomentIsHungUpOn() throws Exception {
    Client client = new Client();
    client.send(SMALL);
    await("it waits").atMost(PATIENCE).until(() -> dispatch.snapshot().queued() == 1);
    client.session.sendHome(Refusal.of(Outcome.QUEUE_FULL));
    assertEquals(0, client.readAll().length);
    client.awaitEnd();
  }

  @Test
  void aRefusedClientThatGoesAwayEndsItsSession() throws Exception {
    volunteersWith("gcc");
    Client client = new Client();
    client.send(
        Messages.concat(
            Messages.head("DIST", 1), Messages.head("ARGC", 2), Messages.packet("ARGV", "icc")));
    client.near.getInputStream().readNBytes(UNKNOWN.length);
    client.near.close();
    client.awaitEnd();
    assertEnded(Outcome.UNKNOWN_COMPILER);
  }

  /** 4 GiB are announced and never sent. */
  @Test
  void aSourceThatIsTooLargeIsNotAwaited() throws Exception {
    Client client = new Client();
    client.send(
        Messages.concat(
            Messages.head("DIST", 1),
            Messages.head("ARGC", 1),
            Messages.packet("ARGV", "gcc"),
            Messages.head("DOTI", 0xffff_ffffL)));
    String told = text(client.readAll());
    assertTrue(told.contains("compilefarm: the source of this job is too large"), told);
    client.awaitEnd();
    assertEnded(Outcome.TOO_LARGE);
    assertEquals("4096 MiB", dispatch.jobs(Long.MAX_VALUE, 1).getFirst().about());
  }

  @Test
  void aClientOfARequestThatVolunteersHangUpOnIsToldAfterWhatItWasFed() throws Exception {
    dispatch.askBy(question -> dispatch.answered(question, CanaryAnswer.WELL));
    List<ServerSocket> volunteers = volunteers(2);
    Client client = new Client();
    client.send(SMALL);
    await("its job is there").atMost(PATIENCE).until(() -> dispatch.snapshot().running() == 1);
    client.session.feed(3);
    assertEquals("DON", text(client.near.getInputStream().readNBytes(3)));
    for (ServerSocket volunteer : volunteers) {
      try (Socket attempt = accept(volunteer)) {
        assertArrayEquals(SMALL, attempt.getInputStream().readNBytes(SMALL.length));
      }
    }
    String told = text(client.readAll());
    assertTrue(told.startsWith("E00000001STAT00000100SERR"), told);
    assertTrue(told.contains("compilefarm: volunteers of this farm that are well"), told);
    client.awaitEnd();
    assertEnded(Outcome.POISON);
  }

  private static String text(byte[] reply) {
    return new String(reply, StandardCharsets.ISO_8859_1);
  }

  private static byte[] request(int bytes) {
    return Messages.request(1, List.of("gcc", "-c", "x.c"), new byte[bytes]);
  }

  private void volunteersWith(String... compilers) {
    dispatch.update(
        List.of(
            new Volunteer("v", "127.0.0.1", 1, 1, Availability.READY)
                .having(Optional.of(new Toolchain(List.of(), List.of(compilers))))));
  }

  /** Each with one slot and a short line; the first one is chosen first. */
  private List<ServerSocket> volunteers(int number) throws IOException {
    List<ServerSocket> listeners = new ArrayList<>();
    List<Volunteer> volunteers = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      listener.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      opened.add(listener);
      listeners.add(listener);
      volunteers.add(at("v" + i, listener));
    }
    dispatch.update(volunteers);
    return listeners;
  }

  private static Volunteer at(String name, ServerSocket listener) {
    return new Volunteer(
        name,
        listener.getInetAddress().getHostAddress(),
        listener.getLocalPort(),
        1,
        Availability.READY);
  }

  private static Socket accept(ServerSocket volunteer) throws IOException {
    Socket attempt = volunteer.accept();
    attempt.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
    return attempt;
  }

  private static void serve(ServerSocket volunteer, byte[] request) throws IOException {
    try (Socket attempt = accept(volunteer)) {
      assertArrayEquals(request, attempt.getInputStream().readNBytes(request.length));
      attempt.getOutputStream().write(REPLY);
      assertEquals(-1, attempt.getInputStream().read());
    }
  }

  private void assertEnded(Outcome outcome) {
    assertEquals(Optional.of(outcome), dispatch.jobs(Long.MAX_VALUE, 1).getFirst().outcome());
    assertEquals(0, dispatch.snapshot().running());
    // An attempt's own thread may give its reply's room back a moment after the client has it.
    await("all room is given back")
        .atMost(PATIENCE)
        .until(() -> stores.budget().used(Store.MEMORY) == 0);
  }

  /** A client, and the session for it. */
  private final class Client {
    final Socket near = new Socket();
    final SocketChannel accepted;
    final Session session;
    final Thread thread;

    Client() throws IOException {
      try (ServerSocketChannel listener =
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
        near.connect(listener.getLocalAddress());
        near.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        opened.add(near);
        accepted = listener.accept();
        session =
            new Session(context, new TimedChannel(accepted, context.deadlines()), "t", () -> {});
        thread = Thread.ofVirtual().start(session);
      }
    }

    void send(byte[] request) throws IOException {
      near.getOutputStream().write(request);
    }

    /** A moment is enough to see most that are closed; one that is open always passes. */
    void assertOpen() throws IOException {
      near.setSoTimeout(200);
      assertThrows(SocketTimeoutException.class, () -> near.getInputStream().read());
      near.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
    }

    byte[] readAll() throws IOException {
      return near.getInputStream().readAllBytes();
    }

    void awaitEnd() throws InterruptedException {
      assertTrue(thread.join(PATIENCE), "the session has ended");
    }
  }

  private static final class Observer implements SessionObserver {
    final BlockingQueue<Thread> servedBy = new LinkedBlockingQueue<>();
    final List<RequestFault> faults = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void rejected(RequestFault fault) {
      faults.add(fault);
    }

    @Override
    public void received(long requestBytes) {
      // The tests know what they sent.
    }

    @Override
    public void served(long replyBytes, long serviceNanos) {
      servedBy.add(Thread.currentThread());
    }
  }
}
