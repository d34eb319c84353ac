package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.fixed;
import static dev.compilefarm.bench.load.report.Figures.seconds;

import dev.compilefarm.bench.load.client.Crowd;
import dev.compilefarm.bench.load.measure.LoadAverage;
import dev.compilefarm.bench.load.measure.ProcessTime;
import dev.compilefarm.bench.load.measure.WarmUp;
import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Table;
import dev.compilefarm.bench.load.route.Haproxy;
import dev.compilefarm.bench.load.volunteer.SteadyVolunteer;
import dev.compilefarm.dispatcher.it.RealDispatcher;
import dev.compilefarm.dispatcher.it.TrainedJvm;
import dev.compilefarm.dispatcher.protocol.Messages;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What does it cost the machine in the middle to relay jobs? Once for a dispatcher that has relayed
 * thousands of them, and once for a new one, whose JVM compiles meanwhile.
 */
final class ProcessorTimeScenario implements Scenario {
  private static final int REQUEST_BYTES = 300_000;
  private static final int REPLY_BYTES = 100_000;
  private static final int CLIENTS = 16;

  /** With fewer, the JVM's compiler still takes a third of the time that is measured. */
  private static final int WARM_UP_JOBS = 6000;

  private static final int CROWDED_WARM_UP_JOBS = 1000;
  private static final int BATCH_JOBS = 400;
  private static final int BATCHES = 8;
  private static final int FRESH_BATCH_JOBS = 500;
  private static final int FRESH_BATCHES = 10;
  private static final double WARM_BAR = 1.1;
  private static final double FRESH_BAR = 1.3;

  @Override
  public String name() {
    return "processor-time";
  }

  @Override
  public String title() {
    return ("relay of %,d bytes in, %,d out, %d clients, a volunteer that answers at once,"
            + " %d times %d jobs each way; and the first %d jobs of a new dispatcher")
        .formatted(
            REQUEST_BYTES,
            REPLY_BYTES,
            CLIENTS,
            BATCHES,
            BATCH_JOBS,
            FRESH_BATCHES * FRESH_BATCH_JOBS);
  }

  @Override
  public void run(Path scratch, PrintStream out) throws Exception {
    byte[] request = Messages.request(1, List.of("gcc", "-c", "x.c"), new byte[REQUEST_BYTES]);
    Table table =
        new Table(
            "", "CPU seconds per 1,000 jobs", "over haproxy", "jobs/s on shared cores", "load");
    try (SteadyVolunteer volunteer = new SteadyVolunteer(0, REPLY_BYTES);
        Haproxy haproxy =
            new Haproxy(scratch, List.of(volunteer.port()), CLIENTS, Haproxy.Tuning.NONE);
        Haproxy best =
            new Haproxy(scratch, List.of(volunteer.port()), CLIENTS, Haproxy.Tuning.AT_ITS_BEST)) {
      new Crowd(CLIENTS, request, haproxy.port()).run(BATCH_JOBS);
      new Crowd(CLIENTS, request, best.port()).run(BATCH_JOBS);
      double fresh;
      try (RealDispatcher dispatcher = start(scratch, volunteer)) {
        Relay ours = new Relay(dispatcher, request);
        List<Relay> theirs = List.of(new Relay(haproxy, request), new Relay(best, request));
        // What the JVM does between the turns counts too.
        Duration before = ProcessTime.of(dispatcher.process());
        turns(ours, theirs, FRESH_BATCHES, FRESH_BATCH_JOBS);
        ours.charge(ProcessTime.of(dispatcher.process()).minus(before));
        fresh = addTo(table, "fresh", ours, theirs);
      }
      double warm;
      try (RealDispatcher dispatcher = start(scratch, volunteer)) {
        Relay ours = new Relay(dispatcher, request);
        List<Relay> theirs = List.of(new Relay(haproxy, request), new Relay(best, request));
        WarmUp.run(dispatcher, request, WARM_UP_JOBS);
        new Crowd(CLIENTS, request, dispatcher.port()).run(CROWDED_WARM_UP_JOBS);
        WarmUp.awaitRest(dispatcher.process());
        turns(ours, theirs, BATCHES, BATCH_JOBS);
        warm = addTo(table, "warm", ours, theirs);
      }
      table.print(out);
      Bar.print(out, "warm, CPU seconds over haproxy's", warm, WARM_BAR, 2);
      Bar.print(out, "fresh, CPU seconds over haproxy's", fresh, FRESH_BAR, 2);
    }
  }

  private static RealDispatcher start(Path scratch, SteadyVolunteer volunteer) throws Exception {
    return RealDispatcher.start(
        scratch, "127.0.0.1:%d/%d".formatted(volunteer.port(), CLIENTS), TrainedJvm.options());
  }

  private static void turns(Relay ours, List<Relay> theirs, int batches, int jobs)
      throws Exception {
    for (int i = 0; i < batches; i++) {
      ours.measure(jobs);
      for (Relay rival : theirs) {
        rival.measure(jobs);
      }
    }
  }

  /** Returns how often the first rival's processor time ours is. */
  private static double addTo(Table table, String state, Relay ours, List<Relay> theirs)
      throws IOException {
    double first = theirs.getFirst().cpuSeconds();
    row(table, "compilefarm, " + state, ours, ours.cpuSeconds() / first);
    row(table, "haproxy, one thread, beside it", theirs.getFirst(), 1);
    row(
        table,
        "haproxy at its best, beside it",
        theirs.getLast(),
        theirs.getLast().cpuSeconds() / first);
    return ours.cpuSeconds() / first;
  }

  private static void row(Table table, String name, Relay relay, double ratio) throws IOException {
    table.row(
        name,
        fixed(relay.cpuSeconds(), 3),
        fixed(ratio, 2),
        fixed(relay.jobsPerSecond(), 0),
        LoadAverage.now());
  }

  /** One process between clients and volunteer, and what it has used in its batches so far. */
  private static final class Relay {
    private final ProcessHandle process;
    private final Crowd crowd;
    private int jobs;
    private Duration processorTime = Duration.ZERO;
    private Duration time = Duration.ZERO;

    Relay(RealDispatcher dispatcher, byte[] request) {
      this(dispatcher.process(), new Crowd(CLIENTS, request, dispatcher.port()));
    }

    Relay(Haproxy haproxy, byte[] request) {
      this(haproxy.process(), new Crowd(CLIENTS, request, haproxy.port()));
    }

    private Relay(ProcessHandle process, Crowd crowd) {
      this.process = process;
      this.crowd = crowd;
    }

    void measure(int batch) throws Exception {
      Duration before = ProcessTime.of(process);
      long start = System.nanoTime();
      crowd.run(batch);
      time = time.plusNanos(System.nanoTime() - start);
      processorTime = processorTime.plus(ProcessTime.of(process)).minus(before);
      jobs += batch;
    }

    /** All its batches took so much processor time, and not what was measured. */
    void charge(Duration used) {
      processorTime = used;
    }

    double cpuSeconds() {
      return seconds(processorTime) * 1000 / jobs;
    }

    double jobsPerSecond() {
      return jobs / seconds(time);
    }
  }
}
