package dev.compilefarm.dispatcher.canary;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.protocol.ReplyScanner;
import dev.compilefarm.dispatcher.transport.Connector;
import dev.compilefarm.dispatcher.transport.Deadlines;
import dev.compilefarm.dispatcher.transport.Pace;
import dev.compilefarm.dispatcher.transport.PortAnswer;
import dev.compilefarm.dispatcher.transport.PortProbe;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/**
 * Asks a real distccd to compile {@code int x;}. The compile takes a child of distccd that
 * volunteers have beyond their slots, so it takes no job's slot. Where all children are busy, it
 * waits in the backlog of distccd's listener, and is silent in the end. Nothing of what a compiler
 * is called is logged, for clients choose it. Thread-safe.
 */
public final class Canary {
  /** The object of one line has about 1 KB. */
  private static final int REPLY_BYTES_MAX = 1 << 20;

  private static final ProtocolLimits LIMITS =
      new ProtocolLimits(
          ProtocolLimits.DEFAULTS.arguments(),
          ProtocolLimits.DEFAULTS.argumentBytes(),
          ProtocolLimits.DEFAULTS.allArgumentsBytes(),
          ProtocolLimits.DEFAULTS.files(),
          ProtocolLimits.DEFAULTS.pathBytes(),
          REPLY_BYTES_MAX,
          REPLY_BYTES_MAX,
          REPLY_BYTES_MAX,
          REPLY_BYTES_MAX);

  private static final int BUFFER_BYTES = 8 << 10;

  private final Connector connector;
  private final PortProbe probe;
  private final Deadlines deadlines;
  private final CanaryLimits limits;

  /**
   * One that asks within these limits.
   *
   * @param deadlines somebody sweeps them; limits are kept to the period of that
   */
  public Canary(Connector connector, Deadlines deadlines, CanaryLimits limits) {
    this.connector = connector;
    this.probe = new PortProbe(connector);
    this.deadlines = deadlines;
    this.limits = limits;
  }

  /**
   * Blocks until there is an answer; to be called on a virtual thread. Each compiler is tried only
   * where those before it fail.
   *
   * @param compilers as in {@link CanaryQuestion}. With none, it is only asked whether somebody
   *     listens.
   */
  public CanaryAnswer ask(Volunteer volunteer, List<String> compilers) {
    if (compilers.isEmpty()) {
      return withoutConnection(probe.ask(volunteer.hosts(), volunteer.port(), limits.connect()));
    }
    CanaryAnswer answer = compile(volunteer, compilers.getFirst());
    for (int i = 1; i < compilers.size() && answer == CanaryAnswer.FAILS; i++) {
      answer = compile(volunteer, compilers.get(i));
      if (answer == CanaryAnswer.WELL) {
        return CanaryAnswer.LACKS;
      }
    }
    return answer;
  }

  /** Everything but {@link CanaryAnswer#LACKS}. */
  private CanaryAnswer compile(Volunteer volunteer, String compiler) {
    try (TimedChannel channel =
        connector.connect(volunteer.hosts(), volunteer.port(), limits.connect(), new Patient())) {
      CanaryAnswer answer = exchange(channel, compiler);
      return answer == CanaryAnswer.READS_NOTHING ? hungUp(volunteer) : answer;
    } catch (IOException e) {
      return withoutConnection(PortAnswer.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CanaryAnswer.UNKNOWN;
    }
  }

  /**
   * It did not read the whole request. Where a head alone is too much for it, too, it reads
   * nothing: the allow list and the first temporary file come before ({@code src/serve.c}).
   */
  private CanaryAnswer hungUp(Volunteer volunteer) {
    try (TimedChannel channel =
        connector.connect(volunteer.hosts(), volunteer.port(), limits.connect(), new Patient())) {
      channel.write(new ByteBuffer[] {CanaryRequest.head()}, Pace.steady(limits.silence()));
      return channel.read(ByteBuffer.allocate(1), limits.silence()) < 0
          ? CanaryAnswer.READS_NOTHING
          : CanaryAnswer.FAILS;
    } catch (SocketTimeoutException e) {
      return CanaryAnswer.FAILS;
    } catch (IOException e) {
      return PortAnswer.of(e) == PortAnswer.REFUSED || Thread.currentThread().isInterrupted()
          ? CanaryAnswer.UNKNOWN
          : CanaryAnswer.READS_NOTHING;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CanaryAnswer.UNKNOWN;
    }
  }

  /**
   * A volunteer that hangs up has taken the connection: that is a failure of its compiler. Where it
   * did not read the whole request it may read nothing of anybody.
   */
  private CanaryAnswer exchange(TimedChannel channel, String compiler) {
    ReplyScanner reply = new ReplyScanner(CanaryRequest.VERSION, LIMITS);
    try {
      TimeLeft left = new TimeLeft(channel, limits.compile());
      channel.write(new ByteBuffer[] {CanaryRequest.bytes(compiler)}, left);
      receive(channel, reply, left);
      return reply.waitStatus().isSuccess() && reply.objectBytes() > 0
          ? CanaryAnswer.WELL
          : CanaryAnswer.FAILS;
    } catch (SocketTimeoutException e) {
      return CanaryAnswer.SILENT;
    } catch (EOFException | MalformedException e) {
      return CanaryAnswer.FAILS;
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        return CanaryAnswer.UNKNOWN;
      }
      // It was reset: the other side closed with bytes of ours that it had not read.
      return reply.isUntouched() ? CanaryAnswer.READS_NOTHING : CanaryAnswer.FAILS;
    }
  }

  private static void receive(TimedChannel channel, ReplyScanner reply, TimeLeft left)
      throws IOException, MalformedException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (!reply.isComplete()) {
      if (channel.read(buffer.clear(), left.left()) < 0) {
        throw new EOFException("hung up before the reply was whole");
      }
      reply.scan(buffer.flip());
    }
  }

  private static CanaryAnswer withoutConnection(PortAnswer answer) {
    return switch (answer) {
      case LISTENS -> CanaryAnswer.WELL;
      case REFUSED -> CanaryAnswer.REFUSED;
      case SILENT -> CanaryAnswer.SILENT;
      case UNKNOWN -> CanaryAnswer.UNKNOWN;
    };
  }

  /** It is on a virtual thread of its own and wants an answer. */
  private final class Patient implements Connector.Caller {
    @Override
    public TimedChannel next() throws IOException {
      return new TimedChannel(SocketChannel.open(), deadlines);
    }

    @Override
    public void beforeWaiting() {
      // It may wait.
    }

    @Override
    public boolean hasGivenUp() {
      return false;
    }
  }

  /** A limit for all waits together. */
  private static final class TimeLeft implements Pace {
    private final TimedChannel channel;
    private final long endNanos;

    TimeLeft(TimedChannel channel, Duration limit) {
      this.channel = channel;
      this.endNanos = channel.now() + limit.toNanos();
    }

    @Override
    public Duration left() {
      return Duration.ofNanos(Math.max(0, endNanos - channel.now()));
    }

    @Override
    public void waited(long nanos, long bytes) {
      // The clock tells.
    }
  }
}
