package dev.compilefarm.bench.core;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.Job;
import dev.compilefarm.dispatcher.dispatch.JobListener;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The dispatcher's core with volunteers of four slots and jobs of a thousand tenants. Their sources
 * are drawn, so that some are known from earlier builds. Nothing compiles: each method is one
 * event, and each event takes a millisecond of the farm's clock. Not thread-safe.
 */
final class SimulatedFarm {
  static final int SLOTS = 4;

  private static final int VOLUNTEERS_PER_NODE = 10;
  private static final int TENANTS = 1_000;
  private static final int JOBS_MAX = 1_000_000;
  private static final Duration NEVER = Duration.ofDays(10_000);
  private static final int SOURCES = 20_000;
  private static final int REQUEST_BYTES_MIN = 20_000;

  /** The longest request is two to this power as long as the shortest. */
  private static final double REQUEST_DOUBLINGS = 7;

  private static final int REPLY_BYTES = 30_000;
  private static final Duration EVENT = Duration.ofMillis(1);
  private static final int SEED = 12;

  /** All volunteers have told the same. */
  private static final Optional<Toolchain> TOOLCHAIN =
      Optional.of(new Toolchain(List.of(), Set.of("gcc", "g++", "/usr/bin/gcc", "/usr/bin/g++")));

  private final Random random = new Random(SEED);

  /** By source. */
  private final int[] requestBytes =
      random
          .doubles(SOURCES, 0, REQUEST_DOUBLINGS)
          .mapToInt(doublings -> (int) (REQUEST_BYTES_MIN * Math.pow(2, doublings)))
          .toArray();

  private final List<Volunteer> volunteers;
  private final List<Compile> running = new ArrayList<>();
  private final Queue<Compile> brokenOff = new ArrayDeque<>();
  private final Queue<CanaryQuestion> canaries = new ArrayDeque<>();
  private final Dispatch dispatch;
  private long nowNanos;
  private int submitted;

  SimulatedFarm(int volunteers) {
    this.volunteers =
        IntStream.range(0, volunteers)
            .mapToObj(number -> volunteer(number, Availability.READY))
            .toList();
    // Nobody waits for too long, and nobody has to be fed.
    dispatch =
        new Dispatch(
            QueueLimits.of(JOBS_MAX, NEVER, NEVER),
            TenantShares.equal(JOBS_MAX),
            () -> nowNanos,
            job -> {});
    dispatch.askBy(canaries::add);
    dispatch.update(this.volunteers);
  }

  private int slots() {
    return volunteers.size() * SLOTS;
  }

  /** What the dispatcher tells of the newest jobs, newest first. */
  List<JobRecord> newest(int jobs) {
    return dispatch.jobs(Long.MAX_VALUE, jobs);
  }

  /** All jobs that run now. */
  List<Compile> running() {
    return List.copyOf(running);
  }

  boolean isFull() {
    return running.size() == slots();
  }

  /** The next tenant's client connects and sends its request, and its job arrives. */
  Compile submit() {
    nextMoment();
    String tenant = "tenant" + submitted++ % TENANTS;
    Compile compile = new Compile(tenant, random.nextInt(SOURCES));
    dispatch.sends(tenant);
    dispatch.sendsNoMore(tenant);
    dispatch.submit(compile.job);
    return compile;
  }

  /** One of the running jobs is served. */
  Compile serve() {
    Compile compile = running.get(random.nextInt(running.size()));
    serve(compile);
    return compile;
  }

  /** This running job is served. */
  void serve(Compile compile) {
    nextMoment();
    remove(compile);
    dispatch.served(compile.job, Verdict.SUCCESS, REPLY_BYTES);
  }

  /** The client of this job has its reply. */
  void answered(Compile compile) {
    nextMoment();
    dispatch.answered(compile.job);
  }

  /** This running job's volunteer fails it. */
  void fail(Compile compile) {
    nextMoment();
    remove(compile);
    dispatch.failed(compile.job);
  }

  /** A volunteer that is asked compiles its canary; false where none is asked. */
  boolean answerCanary() {
    CanaryQuestion question = canaries.poll();
    if (question == null) {
      return false;
    }
    nextMoment();
    dispatch.answered(question, CanaryAnswer.WELL);
    return true;
  }

  /** Nobody listens any more at this volunteer. */
  void desert(int volunteer) {
    nextMoment();
    dispatch.deserted(volunteers.get(volunteer).name(), nowNanos);
  }

  /** The next of the jobs that were to be broken off reports it; false when there is none. */
  boolean reportBrokenOff() {
    Compile compile = brokenOff.poll();
    if (compile == null) {
      return false;
    }
    nextMoment();
    remove(compile);
    dispatch.withdrawn(compile.job);
    return true;
  }

  /** The first volunteer is ready or not; all others are. */
  void update(boolean firstIsReady) {
    nextMoment();
    List<Volunteer> present = new ArrayList<>(volunteers);
    present.set(0, volunteer(0, firstIsReady ? Availability.READY : Availability.NOT_READY));
    dispatch.update(present);
  }

  /** Time passes. */
  void tick(Duration time) {
    nowNanos += time.toNanos();
    dispatch.tick();
  }

  private void nextMoment() {
    nowNanos += EVENT.toNanos();
  }

  private void remove(Compile compile) {
    Compile last = running.removeLast();
    if (last != compile) {
      running.set(compile.index, last);
      last.index = compile.index;
    }
  }

  private static Volunteer volunteer(int number, Availability availability) {
    String node = "node" + number / VOLUNTEERS_PER_NODE;
    return new Volunteer("volunteer" + number, "10.0.0.1", 3632, SLOTS, availability, node)
        .having(TOOLCHAIN);
  }

  /** A job and its client. */
  final class Compile implements JobListener {
    private final Job job;
    // Where it is among those that run.
    private int index;

    private Compile(String tenant, int source) {
      Optional<String> name = Optional.of("source" + source + ".c");
      job = new Job(tenant, "gcc", name, requestBytes[source], this);
    }

    @Override
    public void start(Volunteer volunteer, int number) {
      index = running.size();
      running.add(this);
    }

    @Override
    public void breakOff(int number) {
      brokenOff.add(this);
    }

    @Override
    public void feed(int bytes) {
      throw new IllegalStateException("nobody has to be fed");
    }

    @Override
    public void sendHome(Refusal refusal) {
      // It had bad luck again and again; another one waits.
    }
  }
}
