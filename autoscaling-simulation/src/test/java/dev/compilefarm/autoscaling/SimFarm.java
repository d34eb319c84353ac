package dev.compilefarm.autoscaling;

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
import java.util.ArrayList;
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
  private final SimOperator operator;
  private final List<DayRecord.JobRun> jobs = new ArrayList<>();
  private int unfinished;

  SimFarm(FarmSettings settings, Draws draws) {
    dispatch =
        new Dispatch(
            QueueLimits.of(JOBS_MAX, FOR_EVER, FOR_EVER),
            TenantShares.equal(JOBS_MAX),
            events::now,
            this::ended);
    volunteers = new SimDeployment(events, draws, settings, this::changed);
    operator = new SimOperator(events, draws, settings, volunteers, this::load);
    dispatch.onChange(operator::loadChanged);
    tick();
  }

  /** Plays until all is built and the farm has shrunk to its minimum again. */
  DayRecord play(List<MakeInvocation> makes) {
    for (int i = 0; i < makes.size(); i++) {
      User user = new User(makes.get(i).isSingle() ? "ci" : "user-" + i, makes.get(i));
      unfinished += makes.get(i).compileSeconds().size();
      events.after(makes.get(i).start(), user::begin);
    }
    while (unfinished > 0 || !volunteers.isAtMinimum()) {
      events.next();
    }
    return new DayRecord(List.copyOf(jobs), operator.changes(), volunteers.volunteerSeconds());
  }

  private void tick() {
    dispatch.tick();
    events.after(TICK, this::tick);
  }

  private LoadSnapshot load() {
    return dispatch.snapshot();
  }

  private void changed(List<Volunteer> present) {
    dispatch.update(present);
  }

  private void ended(JobRecord job) {
    if (!job.outcome().equals(Optional.of(Outcome.DONE))) {
      throw new AssertionError("a job was lost: " + job);
    }
    unfinished--;
    jobs.add(
        new DayRecord.JobRun(
            job.times().queuedAtNanos() / NANOS,
            (job.times().startedAtNanos().orElseThrow() - job.times().queuedAtNanos()) / NANOS,
            (job.times().servedAtNanos().orElseThrow()
                    - job.times().lastStartedAtNanos().orElseThrow())
                / NANOS));
  }

  /** One make. */
  private final class User {
    private final String tenant;
    private final MakeInvocation make;
    private int sent;

    User(String tenant, MakeInvocation make) {
      this.tenant = tenant;
      this.make = make;
    }

    void begin() {
      for (int i = 0; i < make.parallel(); i++) {
        sendNext();
      }
    }

    private void sendNext() {
      if (sent < make.compileSeconds().size()) {
        Double seconds = make.compileSeconds().get(sent);
        sent++;
        events.after(make.preprocessSeconds(), () -> new Compile(this, seconds).submit());
      }
    }
  }

  /** One job and its client's connection. */
  private final class Compile implements JobListener {
    private final User user;
    private final double seconds;
    private final Job job;

    Compile(User user, double seconds) {
      this.user = user;
      this.seconds = seconds;
      this.job = new Job(user.tenant, "gcc", 100_000, this);
    }

    void submit() {
      dispatch.submit(job);
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
            user.sendNext();
          });
    }

    @Override
    public void breakOff(int number) {
      throw new AssertionError("a volunteer went while it ran a job of " + user.tenant);
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
