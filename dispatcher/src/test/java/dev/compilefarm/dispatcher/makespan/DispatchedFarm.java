package dev.compilefarm.dispatcher.makespan;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.Job;
import dev.compilefarm.dispatcher.dispatch.JobListener;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.simulation.EventQueue;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/** Volunteers of four slots behind the real dispatcher, which remembers what it has done. */
final class DispatchedFarm implements SimFarm {
  private static final int SLOTS_EACH = 4;
  private static final int JOBS_MAX = 10_000;
  private static final Duration WAIT_MAX = Duration.ofMinutes(30);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long REPLY_BYTES = 30_000;

  private final EventQueue events;
  private final Dispatch dispatch;

  DispatchedFarm(EventQueue events, int slots) {
    this.events = events;
    this.dispatch =
        new Dispatch(
            QueueLimits.of(JOBS_MAX, WAIT_MAX, PATIENCE),
            TenantShares.equal(JOBS_MAX),
            events::now,
            _ -> {});
    dispatch.update(
        IntStream.range(0, slots / SLOTS_EACH)
            .mapToObj(number ->
                new Volunteer("v" + number, "v" + number, 3632, SLOTS_EACH, Availability.READY))
            .toList());
  }

  @Override
  public void submit(String tenant, Source source, Runnable compiled) {
    Compile compile = new Compile(source, compiled);
    compile.job = new Job(tenant, "g++", Optional.of(source.name()), source.bytes(), compile);
    dispatch.submit(compile.job);
  }

  private final class Compile implements JobListener {
    private final Source source;
    private final Runnable compiled;
    private Job job;

    private Compile(Source source, Runnable compiled) {
      this.source = source;
      this.compiled = compiled;
    }

    @Override
    public void start(Volunteer volunteer, int number) {
      events.after(
          source.seconds(),
          () -> {
            dispatch.served(job, Verdict.SUCCESS, REPLY_BYTES);
            dispatch.answered(job);
            compiled.run();
          });
    }

    @Override
    public void breakOff(int number) {
      throw new AssertionError("no volunteer goes");
    }

    @Override
    public void feed(int bytes) {
      throw new AssertionError("no build takes so long");
    }

    @Override
    public void sendHome(Refusal refusal) {
      throw new AssertionError(refusal.toString());
    }
  }
}
