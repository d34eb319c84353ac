package dev.compilefarm.autoscaling;

import dev.compilefarm.autoscaling.MakeInvocation.Step;
import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.Job;
import dev.compilefarm.dispatcher.dispatch.JobListener;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.LoadSnapshot;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.dispatcher.simulation.EventQueue;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A farm in simulated time: the real dispatcher with its queue, the real autoscaler, and between
 * them users, volunteers, Deployment and operator that are fakes.
 */
final class SimFarm {
  private static final double NANOS = 1e9;
  private static final double TICK = 1;

  /** No limit of the queue ends a job here: a farm that is too small shall be seen to the end. */
  private static final int JOBS_MAX = 1_000_000;

  private static final Duration FOR_EVER = Duration.ofDays(30);

  private final EventQueue events = new EventQueue();
  private final Dispatch dispatch;
  private final SimDeployment volunteers;
  private final List<DayRecord.JobRun> jobs = new ArrayList<>();
  private int unfinished;

  private SimFarm(FarmSettings settings, Draws draws) {
    dispatch =
        new Dispatch(
            QueueLimits.of(JOBS_MAX, FOR_EVER, FOR_EVER),
            TenantShares.equal(JOBS_MAX),
            events::now,
            this::ended);
    volunteers = new SimDeployment(events, draws, settings, dispatch::update);
    tick();
  }

  /** Plays until all is built and the farm has shrunk to its minimum again. */
  static DayRecord autoscaled(FarmSettings settings, Draws draws, List<MakeInvocation> makes) {
    SimFarm farm = new SimFarm(settings, draws);
    SimOperator operator =
        new SimOperator(farm.events, draws, settings, farm.volunteers, farm::load);
    farm.dispatch.onChange(operator::loadChanged);
    List<Make> played = farm.plan(makes);
    while (farm.unfinished > 0 || !farm.volunteers.isAtMinimum()) {
      farm.events.next();
    }
    return farm.record(played, operator.changes());
  }

  /** The same on all volunteers that the maximum allows, which are always there. */
  static DayRecord fixedAtMaximum(FarmSettings settings, List<MakeInvocation> makes) {
    SimFarm farm = new SimFarm(settings, new Draws(0));
    farm.volunteers.standing(settings.scaling().maxVolunteers());
    List<Make> played = farm.plan(makes);
    while (farm.unfinished > 0) {
      farm.events.next();
    }
    return farm.record(played, List.of());
  }

  private List<Make> plan(List<MakeInvocation> makes) {
    List<Make> played = makes.stream().map(Make::new).toList();
    unfinished = played.size();
    for (Make make : played) {
      events.after(make.invocation.start(), make::begin);
    }
    return played;
  }

  private DayRecord record(List<Make> played, List<DayRecord.Change> changes) {
    return new DayRecord(
        played.stream().map(Make::record).toList(), jobs, changes, volunteers.volunteerSeconds());
  }

  private void tick() {
    dispatch.tick();
    events.after(TICK, this::tick);
  }

  private LoadSnapshot load() {
    return dispatch.snapshot();
  }

  private double seconds() {
    return events.now() / NANOS;
  }

  private void ended(JobRecord job) {
    if (!job.outcome().equals(Optional.of(Outcome.DONE))) {
      throw new AssertionError("a job was lost: " + job);
    }
    jobs.add(
        new DayRecord.JobRun(
            job.times().queuedAtNanos() / NANOS,
            (job.times().startedAtNanos().orElseThrow() - job.times().queuedAtNanos()) / NANOS,
            (job.times().servedAtNanos().orElseThrow()
                    - job.times().lastStartedAtNanos().orElseThrow())
                / NANOS));
  }

  /** One make, on the client that runs it. */
  private final class Make {
    private final MakeInvocation invocation;
    private final Deque<Double> toPreprocess = new ArrayDeque<>();
    private int freeCores;
    private int step;
    private int sent;
    private int back;
    private double begin;
    private double end;

    Make(MakeInvocation invocation) {
      this.invocation = invocation;
      this.freeCores = invocation.client().cores();
    }

    void begin() {
      begin = seconds();
      send();
    }

    DayRecord.Build record() {
      return new DayRecord.Build(begin, end, invocation.jobs());
    }

    /** As many as make's N allows. */
    private void send() {
      List<Double> compileSeconds = step().compileSeconds();
      while (sent < compileSeconds.size() && sent - back < invocation.client().parallel()) {
        toPreprocess.add(compileSeconds.get(sent));
        sent++;
      }
      preprocess();
    }

    private void preprocess() {
      while (freeCores > 0 && !toPreprocess.isEmpty()) {
        freeCores--;
        Double compileSeconds = toPreprocess.poll();
        events.after(
            invocation.client().preprocessSeconds(),
            () -> {
              freeCores++;
              dispatch.submit(new Compile(this, compileSeconds).job);
              preprocess();
            });
      }
    }

    private void cameBack() {
      back++;
      if (back < step().compileSeconds().size()) {
        send();
      } else {
        events.after(step().linkSeconds(), this::linked);
      }
    }

    private void linked() {
      step++;
      sent = 0;
      back = 0;
      if (step < invocation.steps().size()) {
        send();
      } else {
        end = seconds();
        unfinished--;
      }
    }

    private Step step() {
      return invocation.steps().get(step);
    }
  }

  /** One job and its client's connection. */
  private final class Compile implements JobListener {
    private final Make make;
    private final double seconds;
    private final Job job;

    Compile(Make make, double seconds) {
      this.make = make;
      this.seconds = seconds;
      this.job = new Job(make.invocation.client().tenant(), "gcc", 100_000, this);
    }

    @Override
    public void start(Volunteer volunteer, int number) {
      volunteers.begin(volunteer.name());
      events.after(
          seconds,
          () -> {
            dispatch.served(job, Verdict.SUCCESS, 10_000);
            dispatch.answered(job);
            volunteers.end(volunteer.name());
            make.cameBack();
          });
    }

    @Override
    public void breakOff(int number) {
      throw new AssertionError(
          "a volunteer went while it ran a job of " + make.invocation.client());
    }

    @Override
    public void feed(int bytes) {
      // Who has waited for four minutes is fed.
    }

    @Override
    public void sendHome(Refusal refusal) {
      throw new AssertionError("a job was sent home: " + refusal);
    }
  }
}
