package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.verdict.Verdict;
import java.util.function.BiConsumer;

/** One attempt at one volunteer, as {@code session.Attempt} makes it. */
final class SimAttempt implements SimVolunteer.Caller {
  private static final Verdict LOST_CONNECTION = Verdict.NO_ANSWER;
  private static final double CONNECT = 4;
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
  private boolean brokenOff;
  private boolean over;
  private Verdict verdict;

  enum Result {
    SERVED,
    FAILED,
    WITHDRAWN,
    UNREACHABLE,
    NOT_TRIED
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
    if (world.draws().chance(world.scenario().ownTroubleShare())) {
      over = true;
      end.accept(this, Result.NOT_TRIED);
      return;
    }
    connection = volunteer.connect(task, this);
    world.after(
        CONNECT + world.draws().seconds(0, SWEEP),
        () -> {
          if (!connected) {
            fail();
          }
        });
  }

  Verdict verdict() {
    return verdict;
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

  /** Whether what came of it does not count, because this side broke it off. */
  boolean isBrokenOff() {
    return brokenOff;
  }

  /**
   * The order may cross the reply, and distccd may say that it lost the connection (107) before the
   * thread that reads has seen that it is closed.
   */
  void breakOff() {
    brokenOff = true;
    if (connection == null || over) {
      return;
    }
    if (connected && world.draws().chance(0.3)) {
      connection.close();
      world.after(world.draws().seconds(0, 0.05), () -> replied(LOST_CONNECTION));
    } else {
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
    world.after(world.scenario().jobLifetime() + AFTER_JOB_LIFETIME, this::fail);
  }

  @Override
  public void replied(Verdict replied) {
    if (over) {
      return;
    }
    over = true;
    verdict = replied;
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
    end.accept(this, failure());
  }

  private Result failure() {
    if (brokenOff) {
      return connected ? Result.WITHDRAWN : Result.NOT_TRIED;
    }
    return connected ? Result.FAILED : Result.UNREACHABLE;
  }
}
