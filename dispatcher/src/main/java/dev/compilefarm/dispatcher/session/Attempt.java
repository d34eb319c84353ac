package dev.compilefarm.dispatcher.session;

import dev.compilefarm.dispatcher.protocol.Excess;
import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.ReplyScanner;
import dev.compilefarm.dispatcher.spool.Spool;
import dev.compilefarm.dispatcher.spool.SpoolException;
import dev.compilefarm.dispatcher.transport.Connector;
import dev.compilefarm.dispatcher.transport.Pace;
import dev.compilefarm.dispatcher.transport.PeerOptions;
import dev.compilefarm.dispatcher.transport.PortAnswer;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One attempt at one volunteer: connect, send the request, take the whole reply. The connection is
 * never half-closed and never carries a byte more than the request: distccd takes either for a
 * client that went away ({@code src/exec.c:dcc_collect_child}).
 */
final class Attempt {
  private static final Logger LOG = Logger.getLogger(Attempt.class);

  private static final int KERNEL_BUFFER_BYTES = 256 << 10;

  /** The kernel takes a request of this length at once, whatever its volunteer does. */
  private static final int TAKEN_AT_ONCE_BYTES = 64 << 10;

  private final SessionContext context;
  private final Volunteer volunteer;
  private volatile TimedChannel channel;
  private final Spool reply;
  private final ReplyScanner scanner;
  private boolean connected;
  private Optional<Excess> excess = Optional.empty();
  private volatile boolean brokenOff;

  /** How an attempt came out. */
  enum Result {
    SERVED,
    /** The volunteer had the connection and did not reply. */
    FAILED,
    /** It was broken off on this side, so whatever came of it does not count. */
    WITHDRAWN,
    /** The volunteer could not be connected to. */
    UNREACHABLE,
    /** It was broken off on this side before there was a connection. */
    NOT_TRIED,
    /** No connection could be begun, for a reason of our own. */
    OWN_TROUBLE,
    /** No fault of the volunteer's, and another one would fare no better. */
    SPOOL_FAILED,
    /** The reply is larger than a limit, and another volunteer's would be too. */
    TOO_LARGE
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
      return brokenOff ? Result.WITHDRAWN : Result.SERVED;
    } catch (SpoolException e) {
      channel.close();
      return Result.SPOOL_FAILED;
    } catch (MalformedException e) {
      LOG.debugf("Volunteer %s sent no reply that can be taken: %s", volunteer.name(), e);
      excess = e.excess().filter(found -> found.what() == Excess.What.CONTENT);
      return excess.isPresent() && !brokenOff ? tooLarge() : failure(false);
    } catch (IOException e) {
      LOG.debugf("Volunteer %s failed: %s", volunteer.name(), e);
      return failure(PortAnswer.of(e) == PortAnswer.UNKNOWN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failure(true);
    } catch (RuntimeException e) {
      // A defect of ours; the slot must come back all the same.
      LOG.errorf(e, "An attempt at %s failed", volunteer.name());
      return failure(true);
    }
  }

  /** What the reply says; only after {@link Result#SERVED}. */
  Verdict verdict() {
    return Verdict.of(scanner.waitStatus(), scanner.errors());
  }

  /** What was over its limit; only after {@link Result#TOO_LARGE}. */
  Excess excess() {
    return excess.orElseThrow();
  }

  /**
   * Closes the connection, which ends {@link #run}. For any thread, at any time. The volunteer
   * knows of it when this returns, so that the slot can be another job's at once.
   */
  void breakOff() {
    brokenOff = true;
    channel.hangUp();
    reply.giveUp();
  }

  private void exchange(Spool request, Runnable beforeWaiting)
      throws IOException, MalformedException, InterruptedException {
    context
        .connector()
        .connect(
            volunteer.hosts(),
            volunteer.port(),
            context.waits().connect(),
            new Connecting(beforeWaiting));
    connected = true;
    if (request.size() > TAKEN_AT_ONCE_BYTES) {
      beforeWaiting.run();
    }
    request.sendTo(channel, 0, Pace.steady(context.waits().volunteer()));
    beforeWaiting.run();
    Transfer.receive(channel, scanner, reply, context.waits().volunteer());
  }

  /** The first channel was opened with the attempt, so that a lack of descriptors shows there. */
  private final class Connecting implements Connector.Caller {
    private final Runnable beforeWaiting;
    private boolean hasBegun;

    Connecting(Runnable beforeWaiting) {
      this.beforeWaiting = beforeWaiting;
    }

    @Override
    public TimedChannel next() throws IOException {
      if (hasBegun) {
        channel = new TimedChannel(open(), context.deadlines());
        if (brokenOff) {
          channel.close();
        }
      }
      hasBegun = true;
      return channel;
    }

    @Override
    public void beforeWaiting() {
      beforeWaiting.run();
    }

    @Override
    public boolean hasGivenUp() {
      return brokenOff;
    }
  }

  private Result tooLarge() {
    channel.close();
    return Result.TOO_LARGE;
  }

  private Result failure(boolean isOurs) {
    channel.close();
    if (connected) {
      return brokenOff ? Result.WITHDRAWN : Result.FAILED;
    }
    if (brokenOff) {
      return Result.NOT_TRIED;
    }
    return isOurs ? Result.OWN_TROUBLE : Result.UNREACHABLE;
  }
}
