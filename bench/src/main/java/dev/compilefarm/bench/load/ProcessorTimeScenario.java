package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.fixed;
import static dev.compilefarm.bench.load.report.Figures.seconds;

import dev.compilefarm.bench.load.client.Crowd;
import dev.compilefarm.bench.load.measure.ProcessTime;
import dev.compilefarm.bench.load.measure.WarmUp;
import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Table;
import dev.compilefarm.bench.load.route.Haproxy;
import dev.compilefarm.bench.load.volunteer.SteadyVolunteer;
import dev.compilefarm.dispatcher.it.PackagedJvm;
import dev.compilefarm.dispatcher.it.RealDispatcher;
import dev.compilefarm.dispatcher.protocol.Messages;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What does it cost the machine in the middle to relay jobs? */
final class ProcessorTimeScenario implements Scenario {
  private static final int REQUEST_BYTES = 300_000;
  private static final int REPLY_BYTES = 100_000;
  private static final int CLIENTS = 16;

  /** With fewer, the JVM's compiler still takes a third of the time that is measured. */
  private static final int WARM_UP_JOBS = 6000;

  private static final int CROWDED_WARM_UP_JOBS = 1000;
  private static final int BATCH_JOBS = 400;
  private static final int BATCHES = 4;
  private static final double BAR = 1.3;

  @Override
  public String name() {
    return "processor-time";
  }

  @Override
  public String title() {
    return ("relay of %,d bytes in, %,d out, %d clients, a volunteer that answers at once,"
            + " %d times %d jobs each way")
        .formatted(REQUEST_BYTES, REPLY_BYTES, CLIENTS, BATCHES, BATCH_JOBS);
  }

  @Override
  public void run(Path scratch, PrintStream out) throws Exception {
    byte[] request = Messages.request(1, List.of("gcc", "-c", "x.c"), new byte[REQUEST_BYTES]);
    try (SteadyVolunteer volunteer = new SteadyVolunteer(0, REPLY_BYTES);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                "127.0.0.1:%d/%d".formatted(volunteer.port(), CLIENTS),
                PackagedJvm.OPTIONS);
        Haproxy haproxy =
            new Haproxy(scratch, List.of(volunteer.port()), CLIENTS, Haproxy.Checks.NONE)) {
      Relay ours = new Relay("compilefarm", dispatcher.port(), dispatcher.process(), request);
      Relay theirs = new Relay("haproxy, one thread", haproxy.port(), haproxy.process(), request);
      WarmUp.run(dispatcher, request, WARM_UP_JOBS);
      ours.run(CROWDED_WARM_UP_JOBS);
      WarmUp.awaitRest(dispatcher.process());
      theirs.run(BATCH_JOBS);
      for (int i = 0; i < BATCHES; i++) {
        ours.measure();
        theirs.measure();
      }
      Table table =
          new Table("", "CPU seconds per 1,000 jobs", "over haproxy", "jobs/s on shared cores");
      ours.addTo(table, theirs);
      theirs.addTo(table, theirs);
      table.print(out);
      Bar.print(out, "CPU seconds over haproxy's", ours.cpuSeconds() / theirs.cpuSeconds(), BAR, 2);
    }
  }

  /** One process between clients and volunteer, and what it has used in its batches so far. */
  private static final class Relay {
    private final String name;
    private final ProcessHandle process;
    private final Crowd crowd;
    private Duration processorTime = Duration.ZERO;
    private Duration time = Duration.ZERO;

    Relay(String name, int port, ProcessHandle process, byte[] request) {
      this.name = name;
      this.process = process;
      this.crowd = new Crowd(CLIENTS, request, port);
    }

    void run(int jobs) throws Exception {
      crowd.run(jobs);
    }

    void measure() throws Exception {
      Duration before = ProcessTime.of(process);
      long start = System.nanoTime();
      run(BATCH_JOBS);
      time = time.plusNanos(System.nanoTime() - start);
      processorTime = processorTime.plus(ProcessTime.of(process)).minus(before);
    }

    double cpuSeconds() {
      return seconds(processorTime) * 1000 / (BATCHES * BATCH_JOBS);
    }

    void addTo(Table table, Relay rival) {
      table.row(
          name,
          fixed(cpuSeconds(), 2),
          fixed(cpuSeconds() / rival.cpuSeconds(), 2),
          fixed(BATCHES * BATCH_JOBS / seconds(time), 0));
    }
  }
}
