package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.dispatch.Invariant;
import dev.compilefarm.dispatcher.dispatch.Job;
import dev.compilefarm.dispatcher.dispatch.JobListener;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import dev.compilefarm.dispatcher.protocol.ReplyPrefix;
import dev.compilefarm.dispatcher.simulation.SimAttempt.Result;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.util.Optional;

/** One client's connection in the dispatcher, as {@code session.Session} treats it. */
final class SimSession implements JobListener {
  private static final int ATTEMPTS = 10;
  private static final int DEATHS = 3;

  /** Seconds in which nobody compiled anything, when a job is sent home that nobody tried. */
  private static final double ALL_FAIL = 30;

  private static final double OWN_TROUBLE_PAUSE = 0.5;

  private final World world;
  private final SimClient client;
  private final String tenant;
  private final CompileTask task;
  private final Job job;
  private final SimRoom.Message request;
  private final long acceptedAtNanos;
  private Phase phase = Phase.RECEIVING;
  private Optional<SimRoom.Message> reply = Optional.empty();
  private Optional<SimAttempt> attempt = Optional.empty();
  private int attemptNumber;
  private int brokenOff;
  private int fed;
  private long number;
  private int requestsSent;
  private int attemptsFailed;
  private int timesTooLong;
  private boolean diskFailed;
  private boolean wasNotRead;
  private long heldAtNanos;
  private boolean hasEnded;

  private enum Phase {
    RECEIVING,
    HELD,
    ANSWERING,
    OVER
  }

  SimSession(World world, SimClient client, String tenant, CompileTask task) {
    this.world = world;
    this.client = client;
    this.tenant = tenant;
    this.task = task;
    this.job =
        new Job(
            tenant, task.needs(), 2, task.source(), task.requestBytes(), this, task.unchecked());
    this.request = world.requests().open(tenant, this::reject);
    this.acceptedAtNanos = world.clock();
  }

  /** Takes the request, block after block, unless it needs what nobody has. */
  void receive() {
    world.receives(this);
    if (world.refuses(task.needs())) {
      over();
      number = world.nextNumber();
      world.refused(job, this);
      client.close();
    } else {
      receive(task.requestBytes());
    }
  }

  private void receive(long left) {
    if (left == 0) {
      request.whole();
      phase = Phase.HELD;
      world.receivesNoMore(this);
      heldAtNanos = world.clock();
      number = world.nextNumber();
      world.submit(job, acceptedAtNanos, this);
      return;
    }
    long bytes = Math.min(left, SimRoom.BLOCK);
    boolean sends =
        client.send(
            bytes,
            left == bytes,
            () -> {
              if (phase == Phase.RECEIVING) {
                takeRequestBlock(left - bytes);
              }
            });
    if (!sends) {
      world.after(world.scenario().patience(), this::reject);
    }
  }

  private void takeRequestBlock(long left) {
    request.take(() -> {
      if (phase == Phase.RECEIVING) {
        receive(left);
      }
    });
    if (request.isWaiting()) {
      // The kernel takes no more from the client, which waits for so long.
      world.after(
          world.scenario().patience(),
          () -> {
            if (phase == Phase.RECEIVING && request.isWaiting()) {
              client.kill();
            }
          });
    }
  }

  private void reject() {
    if (phase == Phase.RECEIVING) {
      over();
      client.close();
    }
  }

  private void giveWayWithReply() {
    if (phase == Phase.ANSWERING) {
      notRead();
    }
  }

  private void notRead() {
    over();
    wasNotRead = true;
    world.lost(job, Outcome.NOT_READ, this);
    client.close();
  }

  private void over() {
    phase = Phase.OVER;
    world.receivesNoMore(this);
    request.close();
    reply.ifPresent(SimRoom.Message::close);
  }

  /**
   * Whether nobody could feed its client: its request waited for room until just now, or the
   * connection is being closed.
   */
  boolean couldNotFeed() {
    double held = (world.clock() - heldAtNanos) / 1e9;
    double onItsWay = 4 * world.scenario().pauseMost() + 2 * world.scenario().latencyMost();
    return phase == Phase.RECEIVING || phase == Phase.OVER || held < onItsWay;
  }

  /** The client took some of its reply. */
  void took() {
    if (phase == Phase.ANSWERING) {
      reply.orElseThrow().taken();
    }
  }

  /** The client takes nothing any more. */
  void stoppedTaking() {
    world.after(
        world.scenario().patience(),
        () -> {
          if (phase == Phase.ANSWERING) {
            notRead();
          }
        });
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
  public void sendHome(Refusal refusal) {
    over();
    client.close();
  }

  /** The client is gone, said what it must not, or cannot be served for a fault of ours. */
  void lose(Outcome outcome) {
    world.pause(() -> {
      if (phase == Phase.RECEIVING) {
        reject();
      } else if (phase == Phase.HELD) {
        over();
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
      if (phase != Phase.ANSWERING) {
        // It gave way.
        return;
      }
      if (whole) {
        world.answered(job, this);
      } else {
        world.lost(job, Outcome.ABANDONED, this);
      }
      over();
      client.close();
    });
  }

  /** Whether its client has had all of the prefix that it can be kept patient with. */
  boolean isOutOfPrefix() {
    return fed == ReplyPrefix.LENGTH;
  }

  String tenant() {
    return tenant;
  }

  /** This job was the n-th to arrive. */
  long number() {
    return number;
  }

  @Override
  public String toString() {
    return number == 0
        ? "%s of %s".formatted(phase, tenant)
        : "job %d of %s".formatted(number, tenant);
  }

  /** Checks that the job ended once, and as the truth about the world demands. */
  void ended(JobRecord last) {
    Invariant.check(!hasEnded, "no job ends twice", last);
    hasEnded = true;
    Invariant.check(requestsSent <= ATTEMPTS, "no request is sent more often", last, requestsSent);
    boolean deserved =
        switch (last.outcome().orElseThrow()) {
          case DONE -> phase == Phase.ANSWERING || phase == Phase.OVER;
          case ABANDONED -> client.hasLeft();
          case MALFORMED -> client.isTalkative();
          case POISON -> attemptsFailed >= 1;
          case VOLUNTEERS_FAILED ->
              attemptsFailed >= DEATHS
                  || requestsSent == ATTEMPTS
                  || world.noCanaryPassedBefore(world.decidedAt(), ALL_FAIL);
          case NOT_READ -> wasNotRead;
          case SPOOL_FAILED -> diskFailed;
          // CheckedCore judges these.
          case QUEUE_FULL, TENANT_QUEUE_FULL, WAITED_TOO_LONG, UNKNOWN_COMPILER -> true;
          case NOT_DISTRIBUTABLE ->
              task.verdict() == CompileTask.Verdict.NEEDS_FILE || task.unchecked().isPresent();
          case TOO_LARGE -> task.verdict() == CompileTask.Verdict.TOO_LARGE;
          case OUT_OF_MEMORY -> task.isHungry();
          case TOO_LONG -> timesTooLong > 0;
          case SHUTDOWN -> false;
        };
    Invariant.check(deserved, "a job ends as it deserves", last, task, attemptsFailed);
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
    } else if (result == Result.SERVED
        && over.verdict() == Verdict.SUCCESS
        && task.verdict() == CompileTask.Verdict.TOO_LARGE) {
      world.pause(() -> {
        if (phase == Phase.HELD) {
          world.pause(() -> world.refuse(job, this));
        }
      });
    } else if (result == Result.SERVED) {
      timesTooLong += over.verdict() == Verdict.TOO_LONG ? 1 : 0;
      SimRoom.Message taken = world.replies().open(tenant, this::giveWayWithReply);
      reply = Optional.of(taken);
      takeReply(taken, task.replyBytes(), over);
    } else {
      world.pause(() -> {
        if (phase == Phase.HELD) {
          world.pause(() -> report(result, over));
        }
      });
    }
  }

  /** Block after block, while the job holds its slot. */
  private void takeReply(SimRoom.Message taken, long left, SimAttempt by) {
    if (phase != Phase.HELD) {
      taken.close();
      world.pause(() -> served(taken, by));
    } else if (left > 0) {
      taken.take(() -> takeReply(taken, left - Math.min(left, SimRoom.BLOCK), by));
    } else {
      taken.whole();
      world.pause(() -> served(taken, by));
    }
  }

  private void served(SimRoom.Message taken, SimAttempt by) {
    if (!world.served(job, by.verdict(), task.replyBytes(), this)) {
      attemptsFailed++;
      taken.close();
    } else {
      world.pause(() -> {
        if (phase == Phase.HELD) {
          phase = Phase.ANSWERING;
          request.close();
          taken.leaving();
          client.answer(task.replyBytes() - fed);
        }
      });
    }
  }

  private void report(Result failure, SimAttempt of) {
    boolean stillHeld = phase == Phase.HELD;
    Invariant.check(
        of.mayFail() || failure != Result.FAILED || !stillHeld,
        "no attempt at a volunteer that is well fails",
        this,
        failure,
        of.volunteer().name);
    switch (failure) {
      case UNREACHABLE -> world.unreachable(job, this);
      case NOT_TRIED -> world.after(OWN_TROUBLE_PAUSE, () -> world.notTried(job, this));
      case WITHDRAWN -> world.withdrawn(job, this);
      case FAILED -> {
        attemptsFailed++;
        world.failed(job, this);
      }
      case SERVED -> throw new IllegalArgumentException("a success is no failure");
    }
  }
}
