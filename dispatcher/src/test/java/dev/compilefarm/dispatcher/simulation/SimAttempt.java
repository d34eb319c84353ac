package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.protocol.WaitStatus;
import java.util.function.BiConsumer;

/** One attempt at one volunteer, as {@code session.Attempt} makes it. */
final class SimAttempt implements SimVolunteer.Caller {
  private static final double AT_ONCE_NANOS = 1e9;
  private static final double CONNECT = 4;
  private static final double PROBE = 3;
  private static final double AFTER_JOB_LIFETIME = 60;
  // Deadlines are swept as often.
  private static final double SWEEP = 0.5;

  private final World world;
  private final SimVolunteer volunteer;
  private final CompileTask task;
  private final BiConsumer<SimAttempt, Result> end;
  private final long startedAtNanos;
  private SimVolunteer.Connection connection;
  private boolean connected;
  private boolean sent;
  private boolean over;
  private long sentAtNanos;
  private WaitStatus status;

  enum Result {
    SERVED,
    BROKE_OFF,
    HUNG_UP,
    UNREACHABLE
  }

  SimAttempt(
      World world,
      SimVolunteer volunteer,
      CompileTask task,
      long decidedAtNanos,
      BiConsumer<SimAttempt, Result> end) {
    this.world = world;
    this.volunteer = volunteer;
    this.task = task;
    this.end = end;
    this.startedAtNanos = decidedAtNanos;
  }

  void run() {
    connection = volunteer.connect(task, this);
    world.after(
        CONNECT + world.draws().seconds(0, SWEEP),
        () -> {
          if (!connected) {
            fail();
          }
        });
  }

  WaitStatus status() {
    return status;
  }

  SimVolunteer volunteer() {
    return volunteer;
  }

  /** Whether this attempt was sent a request that the volunteer may have seen. */
  boolean wasConnected() {
    return connected;
  }

  /** Whether there was a reason to fail other than the dispatcher's own doing. */
  boolean mayFail() {
    return task.verdict() == CompileTask.Verdict.POISON || volunteer.wasBadSince(startedAtNanos);
  }

  void breakOff() {
    if (connection != null) {
      fail();
    }
  }

  @Override
  public void accepted() {
    connected = true;
  }

  @Override
  public void refused() {
    fail();
  }

  @Override
  public void sent() {
    sent = true;
    sentAtNanos = world.now();
    world.after(world.scenario().jobLifetime() + AFTER_JOB_LIFETIME, this::fail);
  }

  @Override
  public void replied(WaitStatus replied) {
    over = true;
    status = replied;
    end.accept(this, Result.SERVED);
  }

  @Override
  public void ended() {
    fail();
  }

  private void fail() {
    if (over) {
      return;
    }
    over = true;
    connection.close();
    if (!connected) {
      end.accept(this, Result.UNREACHABLE);
    } else if (sent && world.now() - sentAtNanos < AT_ONCE_NANOS) {
      world.after(volunteer.latency(), this::probe);
    } else {
      end.accept(this, Result.BROKE_OFF);
    }
  }

  private void probe() {
    boolean listens = volunteer.port() == SimVolunteer.Port.LISTENS;
    boolean silent = volunteer.port() == SimVolunteer.Port.SILENT;
    world.after(
        silent ? PROBE : volunteer.latency(),
        () -> end.accept(this, listens ? Result.HUNG_UP : Result.BROKE_OFF));
  }
}
