package dev.compilefarm.evidence.policy;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.clients.SharedAddresses;
import dev.compilefarm.dispatcher.digest.Digest;
import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.Job;
import dev.compilefarm.dispatcher.dispatch.JobListener;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import dev.compilefarm.dispatcher.dispatch.Refusals;
import dev.compilefarm.dispatcher.history.KnownTimes;
import dev.compilefarm.dispatcher.history.Likeness;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.build.Task;
import dev.compilefarm.evidence.farm.Compile;
import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.Host;
import dev.compilefarm.evidence.farm.Volunteer;
import dev.compilefarm.evidence.farm.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * This project's dispatcher itself: one queue, fair between users, whole jobs, replay. With earlier
 * builds it knows how long compiles took, and a user's longest goes first. Source: {@code
 * dispatcher/}, the class {@link Dispatch}.
 *
 * @param earlierBuilds what was built before; empty hides the names and sizes of sources, too
 */
record FairQueue(List<BuildGraph> earlierBuilds) implements Policy {
  private static final String COMPILER = "g++";
  private static final int JOBS_MAX = 1_000_000;
  private static final Duration FOR_EVER = Duration.ofDays(30);
  private static final double TICK_SECONDS = 1;
  private static final double CANARY_SECONDS = 0.05;
  private static final double NANOS = 1e9;
  private static final long REPLY_BYTES = 30_000;
  private static final long ANY_BYTES = 200_000;
  private static final int PORT = 3632;
  private static final int SEED_MAX = 1 << 30;

  FairQueue {
    earlierBuilds = List.copyOf(earlierBuilds);
  }

  @Override
  public Daemon daemon(int cores) {
    return Daemon.WITHOUT_LIMIT;
  }

  @Override
  public Way begin(World world) {
    Dispatcher dispatcher = new Dispatcher(world);
    return new StockClients(world, user -> HostList.of(dispatcher, user));
  }

  private KnownTimes known(World world) {
    KnownTimes known = new KnownTimes();
    Draws draws = new Draws(world.draws().between(0, SEED_MAX));
    for (BuildGraph build : earlierBuilds) {
      for (Task task : build.varied(draws).tasks()) {
        if (task.isCompile()) {
          known.took(likeness(task), (long) (task.seconds() * NANOS));
        }
      }
    }
    return known;
  }

  private Optional<String> source(Task task) {
    return Optional.of(task.source()).filter(_ -> !earlierBuilds.isEmpty());
  }

  private long bytes(Task task) {
    return earlierBuilds.isEmpty() ? ANY_BYTES : task.requestBytes();
  }

  private Likeness likeness(Task task) {
    return Likeness.of(COMPILER, 1, Digest.EMPTY, source(task), bytes(task));
  }

  private final class Dispatcher implements Host {
    private final World world;
    private final Dispatch dispatch;
    private final Set<Integer> present = new TreeSet<>();

    private Dispatcher(World world) {
      this.world = world;
      this.dispatch =
          new Dispatch(
              QueueLimits.of(JOBS_MAX, FOR_EVER, FOR_EVER),
              TenantShares.equal(JOBS_MAX),
              SharedAddresses.none(),
              Refusals.ofNoFarm(),
              known(world),
              world.events()::now,
              _ -> {});
      for (Volunteer volunteer : world.volunteers()) {
        present.add(volunteer.number());
        volunteer.onLoss(() -> {
          present.remove(volunteer.number());
          tellPresent();
        });
      }
      tellPresent();
      dispatch.askBy(this::ask);
      tick();
    }

    /** A machine that hangs never answers. */
    private void ask(CanaryQuestion question) {
      Volunteer asked = world.volunteers().get(Integer.parseInt(question.volunteer().name()));
      if (asked.answers()) {
        world.after(CANARY_SECONDS, () -> dispatch.answered(question, CanaryAnswer.WELL));
      } else if (asked.isDead()) {
        world.after(
            World.ROUND_TRIP_SECONDS, () -> dispatch.answered(question, CanaryAnswer.REFUSED));
      }
    }

    private void tellPresent() {
      dispatch.update(present.stream().map(this::described).toList());
    }

    private dev.compilefarm.dispatcher.volunteer.Volunteer described(int number) {
      String name = String.valueOf(number);
      return new dev.compilefarm.dispatcher.volunteer.Volunteer(
          name,
          name,
          PORT,
          world.volunteers().get(number).cores(),
          dev.compilefarm.dispatcher.volunteer.Volunteer.Availability.READY);
    }

    private void tick() {
      dispatch.tick();
      world.after(TICK_SECONDS, this::tick);
    }

    @Override
    public Link connect(Compile compile, Caller caller) {
      return new Visit(this, compile, caller);
    }
  }

  /** One client's connection. */
  private final class Visit implements Host.Link, JobListener {
    private final Dispatcher dispatcher;
    private final Compile compile;
    private final Host.Caller caller;
    private final Job job;
    private Runnable replied;
    private Optional<Attempt> attempt = Optional.empty();

    private Visit(Dispatcher dispatcher, Compile compile, Host.Caller caller) {
      this.dispatcher = dispatcher;
      this.compile = compile;
      this.caller = caller;
      this.job =
          new Job(
              "user-" + compile.user().number(),
              COMPILER,
              source(compile.task()),
              bytes(compile.task()),
              this);
    }

    @Override
    public void send(Runnable then) {
      compile.waits();
      replied = then;
      dispatcher.world.after(
          World.uploadSeconds(compile.task().requestBytes()),
          () -> dispatcher.dispatch.submit(job));
    }

    /** Clients are fed while they wait, so none of them loses patience. */
    @Override
    public void close() {
      throw new AssertionError("a client of the dispatcher went away");
    }

    @Override
    public void start(dev.compilefarm.dispatcher.volunteer.Volunteer volunteer, int number) {
      Volunteer chosen = dispatcher.world.volunteers().get(Integer.parseInt(volunteer.name()));
      Attempt begun = new Attempt(this, number);
      attempt = Optional.of(begun);
      begun.link = chosen.connect(compile, begun);
      begun.link.send(() -> answered(begun));
    }

    private void answered(Attempt answering) {
      answering.isOver = true;
      if (dispatcher.dispatch.served(job, Verdict.SUCCESS, REPLY_BYTES)) {
        dispatcher.dispatch.answered(job);
        dispatcher.world.after(World.ROUND_TRIP_SECONDS / 2, replied);
      }
    }

    @Override
    public void breakOff(int number) {
      attempt
          .filter(running -> running.number == number && !running.isOver)
          .ifPresent(running -> {
            running.isOver = true;
            running.link.close();
            compile.waits();
            dispatcher.dispatch.withdrawn(job);
          });
    }

    @Override
    public void feed(int bytes) {
      // Patience is not what is compared.
    }

    @Override
    public void sendHome(Refusal refusal) {
      caller.broken();
    }
  }

  private static final class Attempt implements Host.Caller {
    private final Visit visit;
    private final int number;
    private Host.Link link;
    private boolean isAccepted;
    private boolean isOver;

    private Attempt(Visit visit, int number) {
      this.visit = visit;
      this.number = number;
    }

    @Override
    public void accepted() {
      isAccepted = true;
    }

    @Override
    public void broken() {
      if (!isOver) {
        isOver = true;
        visit.compile.waits();
        Dispatch dispatch = visit.dispatcher.dispatch;
        if (isAccepted) {
          dispatch.failed(visit.job);
        } else {
          dispatch.unreachable(visit.job);
        }
      }
    }
  }
}
