package dev.compilefarm.dispatcher.session;

import dev.compilefarm.dispatcher.dispatch.Job;
import dev.compilefarm.dispatcher.dispatch.JobListener;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import dev.compilefarm.dispatcher.protocol.Excess;
import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.ReplyPrefix;
import dev.compilefarm.dispatcher.protocol.RequestScanner;
import dev.compilefarm.dispatcher.refusal.RefusalReply;
import dev.compilefarm.dispatcher.session.Attempt.Result;
import dev.compilefarm.dispatcher.spool.GaveWayException;
import dev.compilefarm.dispatcher.spool.Spool;
import dev.compilefarm.dispatcher.spool.SpoolException;
import dev.compilefarm.dispatcher.toolchain.Check;
import dev.compilefarm.dispatcher.toolchain.KnownCompilers;
import dev.compilefarm.dispatcher.toolchain.Needs;
import dev.compilefarm.dispatcher.transport.Pace;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * One client's connection, from its first byte to its last. {@link #run} is the client's own
 * thread. A job that is given a slot as it is submitted has its first attempt there, and another
 * thread then watches the client. Otherwise the own thread watches, and each attempt has another.
 * Who ends the session first wins: {@link Phase} changes under this object's monitor, which is
 * never held across I/O. What is written to the client is written under another lock, which no
 * decision waits for.
 */
public final class Session implements Runnable, JobListener {
  private static final Logger LOG = Logger.getLogger(Session.class);

  /** After a connection could not be opened for a reason of our own, so that it is no hot loop. */
  private static final Duration OWN_TROUBLE_PAUSE = Duration.ofMillis(500);

  private final SessionContext context;
  private final TimedChannel client;
  private final String tenant;
  private final Runnable received;
  private final RequestScanner scanner;
  private final Spool request;
  private final CountDownLatch over = new CountDownLatch(1);
  private final ReentrantLock clientWrites = new ReentrantLock();
  // Bytes of the reply's prefix; only under clientWrites.
  private int fed;
  private volatile Job job;
  // The own thread while it submits the job, else nobody.
  private volatile Thread submitter;
  // Below: only of the own thread. The start that came while it submitted.
  private Optional<Start> ownStart = Optional.empty();
  private boolean watched;
  private boolean compilerSeen;
  private boolean argumentsSeen;
  // Below: only under the monitor.
  private Phase phase = Phase.RECEIVING;
  private Optional<Attempt> attempt = Optional.empty();
  private int attemptNumber;
  // The newest start that was broken off, perhaps before it began.
  private int brokenOff;

  private record Start(Volunteer volunteer, int number) {}

  private enum Phase {
    /** The client sends its request. */
    RECEIVING,
    /** The client waits; its job is queued or running. */
    HELD,
    /** The reply is being written to the client. */
    ANSWERING,
    /** The client is told in words why its job is not done. */
    REFUSING,
    /** Decided: whatever still happens changes nothing. */
    OVER
  }

  /**
   * A session for a connection that was just accepted, which it closes at the end.
   *
   * @param received told once, when the request is whole
   */
  public Session(SessionContext context, TimedChannel client, String tenant, Runnable received) {
    this.context = context;
    this.client = client;
    this.tenant = tenant;
    this.received = received;
    this.scanner = new RequestScanner(context.limits());
    this.request = new Spool(context.requestStores(), tenant, this::giveWay);
  }

  /** Ends a session that will not {@link #run}. */
  public void discard() {
    request.close();
    client.close();
  }

  /**
   * Closes the connection, because others need its place or its room; {@link #run} then returns.
   * Changes nothing once the request is whole. For any thread.
   */
  public void giveWay() {
    if (move(Phase.RECEIVING, Phase.OVER) || (job == null && move(Phase.REFUSING, Phase.OVER))) {
      client.reset();
    }
  }

  /** Returns when the connection is closed. */
  @Override
  public void run() {
    // Its last byte may have been in the kernel for as long as its request waited for room.
    long begunNanos = context.dispatch().now();
    try (client;
        request) {
      if (receiveRequest()) {
        received.run();
        context.observer().received(request.size());
        job =
            new Job(
                tenant,
                needs(),
                scanner.version(),
                scanner.arguments().source(),
                request.size(),
                this,
                refusal(Set.of()));
        submit(begunNanos);
        ownStart.ifPresent(start -> attempt(start, this::watchBeside));
        if (!watched) {
          watchClient();
        }
        over.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A start within {@link #submit} on the own thread is left to it: another one would only cost.
   */
  @Override
  public void start(Volunteer volunteer, int number) {
    Start start = new Start(volunteer, number);
    if (Thread.currentThread().equals(submitter)) {
      ownStart = Optional.of(start);
    } else {
      Thread.ofVirtual()
          .name(tenant + "@" + volunteer.name())
          .start(() -> attempt(start, () -> {}));
    }
  }

  @Override
  public void breakOff(int number) {
    markBrokenOff(number).ifPresent(Attempt::breakOff);
  }

  @Override
  public void feed(int bytes) {
    Thread.ofVirtual().name(tenant + " fed").start(() -> feedUpTo(bytes));
  }

  @Override
  public void sendHome(Refusal refusal) {
    LOG.debugf("Sending a job of %s home: %s", tenant, refusal);
    if (!refusal.outcome().isReplied()) {
      end();
      client.close();
    } else if (move(Phase.HELD, Phase.REFUSING)) {
      Thread.ofVirtual().name(tenant + " refused").start(() -> tellHeld(refusal));
    }
  }

  private boolean receiveRequest() throws InterruptedException {
    context.dispatch().sends(tenant);
    try {
      Transfer.receive(client, scanner, request, context.waits().client(), this::lookAtArguments);
      if (move(Phase.RECEIVING, Phase.HELD)) {
        return true;
      }
      context.observer().rejected(RequestFault.GAVE_WAY);
    } catch (RefusedException e) {
      refuse(e.refusal(), 0, rest -> rest.read(silence()));
    } catch (MalformedException e) {
      LOG.debugf("Closing a connection of %s: %s", tenant, e.getMessage());
      if (e.excess().isPresent() && !scanner.compiler().isEmpty()) {
        Excess excess = e.excess().get();
        refuse(context.dispatch().refusals().tooLarge(excess), excess.bytes(), Leftover::linger);
      } else {
        context.observer().rejected(RequestFault.of(e.fault()));
      }
    } catch (SocketTimeoutException e) {
      context.observer().rejected(RequestFault.IDLE);
    } catch (SpoolException e) {
      context.observer().rejected(RequestFault.SPOOL_FAILED);
    } catch (GaveWayException e) {
      context.observer().rejected(RequestFault.GAVE_WAY);
    } catch (IOException e) {
      context.observer().rejected(brokenOff());
    } finally {
      context.dispatch().sendsNoMore(tenant);
    }
    return false;
  }

  private Duration silence() {
    return context.waits().client();
  }

  /** What is done with the rest of a request that is not wanted. */
  private interface Rest {
    void take(Leftover rest) throws IOException, MalformedException;
  }

  /** Tells the client at once; what it still sends gets no room in the spool. */
  private void refuse(Refusal refusal, long requestBytes, Rest rest) {
    if (!move(Phase.RECEIVING, Phase.REFUSING)) {
      context.observer().rejected(RequestFault.GAVE_WAY);
      return;
    }
    request.close();
    Needs needs = Needs.of(scanner.compiler());
    context
        .dispatch()
        .refused(
            new Job(
                tenant,
                needs,
                scanner.version(),
                Optional.empty(),
                requestBytes,
                this,
                Optional.empty()),
            refusal);
    try {
      tell(refusal);
      rest.take(new Leftover(client, scanner));
    } catch (IOException | MalformedException e) {
      LOG.debugf("A client of %s did not wait for its refusal: %s", tenant, e);
    }
  }

  /** The client of a job that was held has sent all. */
  private void tellHeld(Refusal refusal) {
    request.close();
    clientWrites.lock();
    try {
      tell(refusal);
    } catch (IOException e) {
      LOG.debugf("A client of %s did not wait for its refusal: %s", tenant, e);
    } finally {
      clientWrites.unlock();
      end();
      client.close();
    }
  }

  private void tell(Refusal refusal) throws IOException {
    ByteBuffer reply = RefusalReply.of(scanner.version(), refusal.sentence(), fed);
    client.write(new ByteBuffer[] {reply}, Pace.steady(silence()));
  }

  /** Why the connection ended before the request was whole. */
  private RequestFault brokenOff() {
    if (isOver()) {
      return RequestFault.GAVE_WAY;
    }
    return scanner.isUntouched() ? RequestFault.EMPTY : RequestFault.INCOMPLETE;
  }

  /** Its arguments come long before its source: nothing else need be sent in vain. */
  private void lookAtArguments() throws RefusedException {
    if (!compilerSeen && !scanner.compiler().isEmpty()) {
      compilerSeen = true;
      KnownCompilers known = context.dispatch().known();
      if (known.lack(Needs.of(scanner.compiler()))) {
        throw new RefusedException(
            context.dispatch().refusals().unknownCompiler(scanner.compiler(), known));
      }
    }
    if (!argumentsSeen && scanner.hasAllArguments()) {
      argumentsSeen = true;
      KnownCompilers known = context.dispatch().known();
      // Who has not told yet may check all.
      Set<Check> checks = known.lack(needs()) ? known.checks(scanner.compiler()) : Check.ALL;
      Optional<Refusal> refusal = refusal(checks);
      if (refusal.isPresent()) {
        throw new RefusedException(refusal.get());
      }
    }
  }

  private Needs needs() {
    return new Needs(scanner.compiler(), scanner.arguments().checks());
  }

  /** Why the job cannot be distributed to volunteers that check so much; empty where it can be. */
  private Optional<Refusal> refusal(Set<Check> checks) {
    return scanner
        .arguments()
        .finding(checks)
        .map(finding ->
            new Refusal(Outcome.NOT_DISTRIBUTABLE, finding.option(), finding.sentence()));
  }

  private void submit(long begunNanos) {
    submitter = Thread.currentThread();
    try {
      context.dispatch().submit(job, begunNanos);
    } finally {
      submitter = null;
    }
  }

  /** Has the client watched on a thread of its own. A second call does nothing. */
  private void watchBeside() {
    if (!watched) {
      watched = true;
      Thread.ofVirtual().name(tenant + " watched").start(this::watchClient);
    }
  }

  /** Waits until the client's side ends, and ends the job with it. */
  private void watchClient() {
    lost(awaitEnd());
  }

  /**
   * distcc never half-closes its connection, so an end means that it went away; and it sends
   * nothing after its request.
   */
  private Outcome awaitEnd() {
    try {
      return client.read(ByteBuffer.allocate(1)) < 0 ? Outcome.ABANDONED : Outcome.MALFORMED;
    } catch (IOException e) {
      return Outcome.ABANDONED;
    }
  }

  private void lost(Outcome outcome) {
    if (move(Phase.HELD, Phase.OVER)) {
      currentAttempt().ifPresent(Attempt::breakOff);
      context.dispatch().lost(job, outcome);
      over.countDown();
      client.close();
    }
  }

  private void attempt(Start start, Runnable beforeWaiting) {
    int number = start.number();
    Volunteer volunteer = start.volunteer();
    try (Spool reply = new Spool(context.replyStores(), tenant, () -> giveWay(number))) {
      long startedNanos = context.deadlines().now();
      Attempt begun = new Attempt(context, volunteer, scanner.version(), reply);
      if (!begin(begun, number)) {
        begun.breakOff();
        return;
      }
      if (isBrokenOff(number)) {
        begun.breakOff();
      }
      Result result = begun.run(request, beforeWaiting);
      if (result == Result.SERVED) {
        boolean answers = context.dispatch().served(job, begun.verdict(), reply.size());
        context.observer().served(reply.size(), context.deadlines().now() - startedNanos);
        if (answers) {
          answer(reply);
        }
      } else if (result == Result.TOO_LARGE) {
        Excess excess = begun.excess();
        context
            .dispatch()
            .refuse(
                job, context.dispatch().refusals().objectTooLarge(excess.number(), excess.limit()));
      } else if (isHeld()) {
        report(result);
      }
    } catch (IOException e) {
      LOG.warnf("No connection could be opened: %s", e);
      report(Result.OWN_TROUBLE);
    } catch (RuntimeException e) {
      // A defect of ours; the slot must come back all the same.
      LOG.errorf(e, "A job of %s failed here", tenant);
      context.dispatch().withdrawn(job);
    }
  }

  private void report(Result failure) {
    switch (failure) {
      case FAILED -> context.dispatch().failed(job);
      case WITHDRAWN -> context.dispatch().withdrawn(job);
      case UNREACHABLE -> context.dispatch().unreachable(job);
      case NOT_TRIED -> context.dispatch().notTried(job);
      case OWN_TROUBLE -> {
        // Its slot is kept meanwhile: nobody could use it.
        LockSupport.parkNanos(OWN_TROUBLE_PAUSE.toNanos());
        context.dispatch().notTried(job);
      }
      case SPOOL_FAILED -> lost(Outcome.SPOOL_FAILED);
      case SERVED, TOO_LARGE ->
          throw new IllegalArgumentException("another attempt would end as this one did");
    }
  }

  /** The reply of this start must go: its client does not take it, or its volunteer is silent. */
  private void giveWay(int number) {
    if (isAnswering()) {
      client.reset();
    } else {
      markBrokenOff(number).ifPresent(Attempt::breakOff);
    }
  }

  private void answer(Spool reply) {
    if (!move(Phase.HELD, Phase.ANSWERING)) {
      return;
    }
    request.close();
    clientWrites.lock();
    try {
      reply.leaving();
      reply.sendTo(client, fed, new Patience(context.waits().client()));
      context.dispatch().answered(job);
    } catch (SpoolException e) {
      context.dispatch().lost(job, Outcome.SPOOL_FAILED);
    } catch (SocketTimeoutException e) {
      context.dispatch().lost(job, Outcome.NOT_READ);
    } catch (IOException e) {
      context.dispatch().lost(job, reply.givesWay() ? Outcome.NOT_READ : Outcome.ABANDONED);
    } catch (RuntimeException e) {
      LOG.errorf(e, "A reply for %s could not be written", tenant);
      context.dispatch().lost(job, Outcome.ABANDONED);
    } finally {
      clientWrites.unlock();
      end();
      client.close();
    }
  }

  private void feedUpTo(int bytes) {
    clientWrites.lock();
    try {
      if (isHeld() && bytes > fed) {
        ByteBuffer missing = ReplyPrefix.bytes(scanner.version(), fed, bytes);
        client.write(new ByteBuffer[] {missing}, Pace.steady(context.waits().client()));
        fed = bytes;
      }
    } catch (IOException e) {
      LOG.debugf("A client of %s could not be fed: %s", tenant, e);
    } finally {
      clientWrites.unlock();
    }
  }

  /** False when the client is gone already: then no connection may be made any more. */
  private synchronized boolean begin(Attempt begun, int number) {
    attempt = Optional.of(begun);
    attemptNumber = number;
    return phase == Phase.HELD;
  }

  private synchronized boolean isBrokenOff(int number) {
    return brokenOff >= number;
  }

  /** The attempt of this number, if it has begun. */
  private synchronized Optional<Attempt> markBrokenOff(int number) {
    brokenOff = Math.max(brokenOff, number);
    return attempt.filter(begun -> attemptNumber == number);
  }

  private synchronized boolean isOver() {
    return phase == Phase.OVER;
  }

  private synchronized boolean isAnswering() {
    return phase == Phase.ANSWERING;
  }

  private synchronized boolean isHeld() {
    return phase == Phase.HELD;
  }

  private synchronized Optional<Attempt> currentAttempt() {
    return attempt;
  }

  private synchronized boolean move(Phase from, Phase to) {
    boolean moves = phase == from;
    phase = moves ? to : phase;
    return moves;
  }

  private synchronized void end() {
    phase = Phase.OVER;
    over.countDown();
  }
}
