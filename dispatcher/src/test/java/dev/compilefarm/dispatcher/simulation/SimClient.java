package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.dispatch.Invariant;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One distcc: it preprocesses, sends its request, and waits for the reply for as long as no silence
 * outlasts its patience. Told to leave it is killed, vanishes, or sends a byte too many.
 */
final class SimClient {
  private static final double KEEPALIVE = 35;
  private static final long SMALL_REPLY = 64_000;

  private final World world;
  private final CompileTask task;
  private final String tenant;
  private final double latency;
  private final double bytesPerSecond;
  private final BiConsumer<SimClient, Ending> end;
  private Optional<SimSession> session = Optional.empty();
  private boolean isOver;
  private boolean hasLeft;
  private boolean hasVanished;
  private boolean isTalkative;
  // Bytes; then somebody stops it.
  private long sendsAtMost;
  private final boolean takesNothing;
  // Byte after byte, if slowly.
  private boolean isReceiving;
  private long received;
  private long heardAtNanos;

  /** How it went for the client. */
  enum Ending {
    WHOLE_REPLY,
    SENT_HOME,
    LEFT
  }

  SimClient(World world, String tenant, CompileTask task, BiConsumer<SimClient, Ending> end) {
    this.world = world;
    this.tenant = tenant;
    this.task = task;
    this.end = end;
    this.latency = world.draws().seconds(0.00005, world.scenario().latencyMost());
    this.bytesPerSecond = world.draws().oneOf(1e5, 1e7, 1e8, 1e8);
    boolean stops = world.draws().chance(world.scenario().stopShare());
    this.sendsAtMost = stops ? world.draws().between(0, 1_000_000) : Long.MAX_VALUE;
    this.takesNothing = world.draws().chance(world.scenario().stopShare());
  }

  void begin() {
    double preprocessing = world.draws().logNormal(0.1, 0.7);
    world.after(
        preprocessing,
        () -> {
          if (!isOver) {
            session = Optional.of(new SimSession(world, this, tenant, task));
            session.get().receive();
          }
        });
  }

  /**
   * Sends some bytes more.
   *
   * @param last whether the request is whole with them
   * @param arrived called when they have arrived
   * @return false when it does not, and never will
   */
  boolean send(long bytes, boolean last, Runnable arrived) {
    sendsAtMost -= bytes;
    if (sendsAtMost < 0) {
      return false;
    }
    world.after(
        bytes / bytesPerSecond,
        () -> {
          if (!isOver) {
            if (last) {
              heard();
            }
            world.after(latency, arrived);
          }
        });
    return true;
  }

  boolean hasLeft() {
    return hasLeft;
  }

  boolean isTalkative() {
    return isTalkative;
  }

  /** The session, where it has connected. */
  Optional<SimSession> session() {
    return session;
  }

  /** Killed by its user: the kernel closes the connection. */
  void kill() {
    if (!isOver) {
      hasLeft = true;
      over(Ending.LEFT);
      world.after(latency, () -> session.ifPresent(s -> s.lose(Outcome.ABANDONED)));
    }
  }

  /** Its machine is gone; only keepalive tells. */
  void vanish() {
    if (!isOver) {
      hasVanished = true;
      hasLeft = true;
      over(Ending.LEFT);
      world.after(KEEPALIVE, () -> session.ifPresent(s -> s.lose(Outcome.ABANDONED)));
    }
  }

  /** Sends a byte after its request. */
  void talk() {
    if (!isOver) {
      isTalkative = true;
      world.after(latency, () -> session.ifPresent(s -> s.lose(Outcome.MALFORMED)));
    }
  }

  /** The dispatcher writes some bytes of the reply's prefix. */
  void feed(long bytes) {
    world.after(latency, () -> received(bytes));
  }

  /** The dispatcher writes all the rest of the reply. */
  void answer(long bytes) {
    isReceiving = true;
    if (takesNothing && bytes > SMALL_REPLY) {
      session.orElseThrow().stoppedTaking();
      return;
    }
    for (long taken = SimRoom.BLOCK; taken < bytes; taken += SimRoom.BLOCK) {
      world.after(taken / bytesPerSecond, session.orElseThrow()::took);
    }
    world.after(bytes / bytesPerSecond, this::written);
    world.after(bytes / bytesPerSecond + latency, () -> received(bytes));
  }

  /** The dispatcher closes the connection. */
  void close() {
    world.after(
        latency,
        () -> {
          if (!isOver) {
            over(Ending.SENT_HOME);
          }
        });
  }

  private void received(long bytes) {
    if (!isOver) {
      heard();
      received += bytes;
      Invariant.check(received <= task.replyBytes(), "no byte beyond the reply", task, received);
      if (received == task.replyBytes()) {
        over(Ending.WHOLE_REPLY);
      }
    }
  }

  private void written() {
    boolean fitsTheKernel = task.replyBytes() < SMALL_REPLY;
    if (hasLeft && !(hasVanished && fitsTheKernel)) {
      double noticed = hasVanished ? KEEPALIVE : 0;
      world.after(noticed, () -> session.orElseThrow().written(false));
    } else {
      session.orElseThrow().written(true);
    }
  }

  private void heard() {
    heardAtNanos = world.now();
    long heard = heardAtNanos;
    world.after(
        world.scenario().patience(),
        () -> {
          if (!isOver && !isReceiving && heardAtNanos == heard) {
            losePatience();
          }
        });
  }

  private void losePatience() {
    Invariant.check(
        session.orElseThrow().couldNotFeed() || session.get().isOutOfPrefix(),
        "no client loses its patience while it can be fed",
        session.get(),
        task,
        received);
    kill();
  }

  private void over(Ending ending) {
    isOver = true;
    end.accept(this, ending);
  }
}
