package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.dispatch.Job;
import dev.compilefarm.dispatcher.dispatch.JobListener;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.dispatch.Promise;
import dev.compilefarm.dispatcher.protocol.ReplyPrefix;
import dev.compilefarm.dispatcher.simulation.SimAttempt.Result;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One client's connection in the dispatcher, as {@code session.Session} treats it. */
final class SimSession implements JobListener {
  private static final int ATTEMPTS = 10;
  private static final int FAILURES = 3;
  private static final int POISON_VOLUNTEERS = 2;

  private final World world;
  private final SimClient client;
  private final String tenant;
  private final CompileTask task;
  private final Job job;
  private Phase phase = Phase.HELD;
  private Optional<SimAttempt> attempt = Optional.empty();
  private int attemptNumber;
  private int brokenOff;
  private int fed;
  private long number;
  private int requestsSent;
  private int attemptsFailed;
  private final Set<String> hungUpBy = new HashSet<>();
  private boolean diskFailed;
  private boolean hasEnded;

  private enum Phase {
    HELD,
    ANSWERING,
    OVER
  }

  SimSession(World world, SimClient client, String tenant, CompileTask task) {
    this.world = world;
    this.client = client;
    this.tenant = tenant;
    this.task = task;
    this.job = new Job(tenant, task.compiler(), task.requestBytes(), this);
  }

  /** The whole request is here. */
  void submit() {
    number = world.nextNumber();
    world.submit(job, this);
  }

  @Override
  public void start(Volunteer volunteer, int number) {
    long decidedAt = world.decidedAt();
    world.pause(() -> attempt(world.volunteer(volunteer.name()), number, decidedAt));
  }

  @Override
  public void breakOff(int number) {
    brokenOff = Math.max(brokenOff, number);
    if (attemptNumber == number) {
      attempt.ifPresent(SimAttempt::breakOff);
    }
  }

  @Override
  public void feed(int bytes) {
    world.pause(() -> {
      if (phase == Phase.HELD && bytes > fed) {
        client.feed(bytes - fed);
        fed = bytes;
      }
    });
  }

  @Override
  public void sendHome(Outcome outcome) {
    phase = Phase.OVER;
    client.close();
  }

  /** The client is gone, said what it must not, or cannot be served for a fault of ours. */
  void lose(Outcome outcome) {
    world.pause(() -> {
      if (phase == Phase.HELD) {
        phase = Phase.OVER;
        attempt.ifPresent(SimAttempt::breakOff);
        world.pause(() -> {
          world.lost(job, outcome, this);
          client.close();
        });
      }
    });
  }

  /** The whole reply was taken, or not. */
  void written(boolean whole) {
    world.pause(() -> {
      if (whole) {
        world.answered(job, this);
      } else {
        world.lost(job, Outcome.ABANDONED, this);
      }
      phase = Phase.OVER;
      client.close();
    });
  }

  /** Whether its client has had all of the prefix that it can be kept patient with. */
  boolean isOutOfPrefix() {
    return fed == ReplyPrefix.LENGTH;
  }

  /** This job was the n-th to arrive. */
  long number() {
    return number;
  }

  @Override
  public String toString() {
    return "job %d of %s".formatted(number, tenant);
  }

  /** Checks that the job ended once, and as the truth about the world demands. */
  void ended(JobRecord last) {
    Promise.that(!hasEnded, "no job ends twice", last);
    hasEnded = true;
    Promise.that(requestsSent <= ATTEMPTS, "no request is sent more often", last, requestsSent);
    boolean deserved =
        switch (last.outcome()) {
          case DONE -> phase == Phase.ANSWERING || phase == Phase.OVER;
          case ABANDONED -> client.hasLeft();
          case MALFORMED -> client.isTalkative();
          case POISON ->
              task.verdict() == CompileTask.Verdict.POISON || hungUpBy.size() >= POISON_VOLUNTEERS;
          case VOLUNTEERS_FAILED -> attemptsFailed >= FAILURES;
          case SPOOL_FAILED -> diskFailed;
          case QUEUE_FULL, TENANT_QUEUE_FULL, WAITED_TOO_LONG -> true; // CheckedCore judges these.
        };
    Promise.that(deserved, "a job ends as it deserves", last, task, hungUpBy, attemptsFailed);
  }

  private void attempt(SimVolunteer volunteer, int start, long decidedAt) {
    SimAttempt begun = new SimAttempt(world, volunteer, task, decidedAt, this::cameOut);
    attempt = Optional.of(begun);
    attemptNumber = start;
    if (phase == Phase.HELD) {
      begun.run();
      if (brokenOff >= start) {
        begun.breakOff();
      }
    }
  }

  private void cameOut(SimAttempt over, Result result) {
    requestsSent += over.wasConnected() ? 1 : 0;
    if (result == Result.SERVED && world.draws().chance(world.scenario().diskFaultShare())) {
      diskFailed = true;
      lose(Outcome.SPOOL_FAILED);
    } else if (result == Result.SERVED) {
      world.pause(() -> served(over));
    } else {
      world.pause(() -> {
        if (phase == Phase.HELD) {
          world.pause(() -> report(result, over));
        }
      });
    }
  }

  private void served(SimAttempt by) {
    boolean held = phase == Phase.HELD;
    if (!world.served(job, by.status(), task.replyBytes(), this)) {
      attemptsFailed += held ? 1 : 0;
    } else {
      world.pause(() -> {
        if (phase == Phase.HELD) {
          phase = Phase.ANSWERING;
          client.answer(task.replyBytes() - fed);
        }
      });
    }
  }

  private void report(Result failure, SimAttempt of) {
    boolean stillHeld = phase == Phase.HELD;
    Promise.that(
        of.mayFail() || !stillHeld,
        "no attempt at a volunteer that is well fails",
        this,
        failure,
        of.volunteer().name);
    switch (failure) {
      case UNREACHABLE -> world.unreachable(job, this);
      case BROKE_OFF -> {
        attemptsFailed++;
        world.brokeOff(job, this);
      }
      case HUNG_UP -> {
        attemptsFailed++;
        hungUpBy.add(of.volunteer().name);
        world.hungUp(job, this);
      }
      case SERVED -> throw new IllegalArgumentException("a success is no failure");
    }
  }
}
