package dev.compilefarm.dispatcher.session;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.ReplyScanner;
import dev.compilefarm.dispatcher.protocol.WaitStatus;
import dev.compilefarm.dispatcher.spool.Spool;
import dev.compilefarm.dispatcher.spool.SpoolException;
import dev.compilefarm.dispatcher.transport.NameResolver;
import dev.compilefarm.dispatcher.transport.Pace;
import dev.compilefarm.dispatcher.transport.PeerOptions;
import dev.compilefarm.dispatcher.transport.PortProbe;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One attempt at one volunteer: connect, send the request, take the whole reply. The connection is
 * never half-closed and never carries a byte more than the request: distccd takes either for a
 * client that went away ({@code src/exec.c:dcc_collect_child}).
 */
final class Attempt {
  private static final Logger LOG = Logger.getLogger(Attempt.class);

  /**
   * distccd refuses within a few milliseconds of the request's last byte, on a node that is very
   * busy within some hundred. One that cannot write what it is sent hangs up before that. A compile
   * that dies later than this is not a refusal.
   */
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private static final int KERNEL_BUFFER_BYTES = 256 << 10;

  /** The kernel takes a request of this length at once, whatever its volunteer does. */
  private static final int TAKEN_AT_ONCE_BYTES = 64 << 10;

  private final SessionContext context;
  private final Volunteer volunteer;
  private final TimedChannel channel;
  private final Spool reply;
  private final ReplyScanner scanner;
  private boolean connected;
  private boolean endedHere;
  private long sendingEndedAtNanos;

  /** How an attempt came out. */
  enum Result {
    SERVED,
    BROKE_OFF,
    /**
     * Hung up without a byte of reply, while it took the request or at once after, and is still
     * there.
     */
    HUNG_UP,
    /** Has seen nothing of the request. */
    UNREACHABLE,
    /** No fault of the volunteer's, and another one would fare no better. */
    SPOOL_FAILED
  }

  /** An attempt of which the reply comes into this spool. */
  Attempt(SessionContext context, Volunteer volunteer, int version, Spool reply)
      throws IOException {
    this.context = context;
    this.volunteer = volunteer;
    this.reply = reply;
    this.channel = new TimedChannel(open(), context.deadlines());
    this.scanner = new ReplyScanner(version, context.limits());
  }

  /** Its buffers in the kernel are bounded: a reply may wait there for room. */
  private static SocketChannel open() throws IOException {
    SocketChannel opened = SocketChannel.open();
    try {
      opened.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER_BYTES);
      opened.setOption(StandardSocketOptions.SO_SNDBUF, KERNEL_BUFFER_BYTES);
      PeerOptions.ofOutgoing(opened);
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Blocks until the reply is whole or the attempt has failed; never throws for a failure. The
   * connection is closed then.
   *
   * @param beforeWaiting called on this thread before each wait for the volunteer, at least once
   *     unless the attempt fails before
   */
  Result run(Spool request, Runnable beforeWaiting) {
    try {
      exchange(request, beforeWaiting);
      channel.close();
      return Result.SERVED;
    } catch (SpoolException e) {
      channel.close();
      return Result.SPOOL_FAILED;
    } catch (IOException | MalformedException e) {
      LOG.debugf("Volunteer %s failed: %s", volunteer.name(), e);
      endedHere = e instanceof SocketTimeoutException || e instanceof ClosedChannelException;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // A defect of ours; the slot must come back all the same.
      LOG.errorf(e, "An attempt at %s failed", volunteer.name());
    }
    return failure();
  }

  /** How the compiler ended; only after {@link Result#SERVED}. */
  WaitStatus status() {
    return scanner.waitStatus();
  }

  /**
   * Closes the connection, which ends {@link #run}. For any thread, at any time. The volunteer
   * knows of it when this returns, so that the slot can be another job's at once.
   */
  void breakOff() {
    channel.hangUp();
    reply.giveUp();
  }

  private void exchange(Spool request, Runnable beforeWaiting)
      throws IOException, MalformedException, InterruptedException {
    InetAddress host = resolve(beforeWaiting);
    if (!channel.beginConnect(new InetSocketAddress(host, volunteer.port()))) {
      beforeWaiting.run();
      channel.awaitConnect(context.waits().connect());
    }
    connected = true;
    if (request.size() > TAKEN_AT_ONCE_BYTES) {
      beforeWaiting.run();
    }
    try {
      request.sendTo(channel, 0, Pace.steady(context.waits().volunteer()));
    } finally {
      sendingEndedAtNanos = context.deadlines().now();
    }
    beforeWaiting.run();
    Transfer.receive(channel, scanner, reply, context.waits().volunteer());
  }

  private InetAddress resolve(Runnable beforeWaiting)
      throws UnknownHostException, InterruptedException {
    Optional<InetAddress> literal = NameResolver.literal(volunteer.host());
    if (literal.isPresent()) {
      return literal.get();
    }
    beforeWaiting.run();
    return context.names().resolve(volunteer.host(), context.waits().connect());
  }

  private Result failure() {
    channel.close();
    if (!connected) {
      return Result.UNREACHABLE;
    }
    boolean atOnce = context.deadlines().now() - sendingEndedAtNanos < AT_ONCE.toNanos();
    boolean hungUp = !endedHere && atOnce && reply.size() == 0;
    return hungUp && isStillThere() ? Result.HUNG_UP : Result.BROKE_OFF;
  }

  /** Killed in the middle of a job, a volunteer hangs up too, but then it is gone. */
  private boolean isStillThere() {
    return new PortProbe(context.names())
        .listens(volunteer.host(), volunteer.port(), context.waits().probe());
  }
}
