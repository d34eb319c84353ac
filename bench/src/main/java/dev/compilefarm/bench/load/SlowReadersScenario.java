package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.fixed;
import static dev.compilefarm.bench.load.report.Figures.sumSeconds;

import dev.compilefarm.bench.load.measure.ProcessTime;
import dev.compilefarm.bench.load.measure.WarmUp;
import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Figures;
import dev.compilefarm.bench.load.report.Table;
import dev.compilefarm.bench.load.volunteer.SleepOrder;
import dev.compilefarm.bench.load.volunteer.SteadyVolunteer;
import dev.compilefarm.bench.load.workload.Project;
import dev.compilefarm.dispatcher.it.Memory;
import dev.compilefarm.dispatcher.it.PackagedJvm;
import dev.compilefarm.dispatcher.it.Ports;
import dev.compilefarm.dispatcher.it.RealDispatcher;
import dev.compilefarm.dispatcher.it.RealDistccd;
import dev.compilefarm.dispatcher.it.SlowReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What do strangers who ask the admin port and do not read cost a build, and the pod's memory? */
final class SlowReadersScenario implements Scenario {
  private static final int VOLUNTEERS = 2;
  private static final int SLOTS = 1;
  private static final int PARALLEL = 2 * VOLUNTEERS * SLOTS;
  private static final int READERS = 200;

  /** More than the dispatcher remembers. */
  private static final int JOBS = 10_500;

  private static final int ROUNDS = 3;
  private static final Duration STAY = Duration.ofSeconds(5);
  private static final List<String> PATHS =
      List.of("/v1/jobs?limit=1000", "/v1/jobs", "/v1/load", "/v1/load/stream", "/metrics");
  private static final double BAR = 1.05;
  private static final double BAR_MEBIBYTES = 400;
  private static final double MEBIBYTE = 1 << 20;

  @Override
  public String name() {
    return "slow-readers";
  }

  @Override
  public String title() {
    return "the build of build, %d times without and with %d readers that ask each %d s and do not read, %,d jobs done"
        .formatted(ROUNDS, READERS, STAY.toSeconds(), JOBS);
  }

  @Override
  public void run(Path scratch, PrintStream out) throws Exception {
    Project project = Project.configured(scratch);
    List<Integer> ports = List.of(Ports.free(), Ports.free());
    try (RealDispatcher dispatcher =
        RealDispatcher.start(
            scratch,
            "127.0.0.1:%d/%d,127.0.0.1:%d/%d"
                .formatted(ports.getFirst(), SLOTS, ports.getLast(), SLOTS),
            PackagedJvm.OPTIONS)) {
      try (SteadyVolunteer _ = new SteadyVolunteer(ports.getFirst(), 30_000);
          SteadyVolunteer _ = new SteadyVolunteer(ports.getLast(), 30_000)) {
        WarmUp.run(dispatcher, SleepOrder.request(Duration.ZERO), JOBS);
      }
      String hosts = BuildScenario.hosts(dispatcher.ports(), PARALLEL);
      List<Duration> without = new ArrayList<>();
      List<Duration> with = new ArrayList<>();
      Duration processorWithout = Duration.ZERO;
      Duration processorWith = Duration.ZERO;
      long before = Memory.of(dispatcher.process()).residentMax();
      try (RealDistccd _ = RealDistccd.start(ports.getFirst(), SLOTS, scratch);
          RealDistccd _ = RealDistccd.start(ports.getLast(), SLOTS, scratch)) {
        // The page cache is warm for all after it.
        Duration _ = project.build(hosts, PARALLEL);
        for (int i = 0; i < ROUNDS; i++) {
          Duration begin = ProcessTime.of(dispatcher.process());
          without.add(project.build(hosts, PARALLEL));
          Duration between = ProcessTime.of(dispatcher.process());
          processorWithout = processorWithout.plus(between).minus(begin);
          try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            readTogether(readers, dispatcher.adminPort());
            with.add(project.build(hosts, PARALLEL));
            processorWith = processorWith.plus(ProcessTime.of(dispatcher.process())).minus(between);
            readers.shutdownNow();
          }
        }
      }
      long most = Memory.of(dispatcher.process()).residentMax();
      double ratio = sumSeconds(with) / sumSeconds(without);
      Table table = new Table("", "mean", "ratio", "dispatcher's processor", "resident at most");
      table.row(
          "alone",
          fixed(sumSeconds(without) / ROUNDS, 2) + " s",
          "1",
          fixed(Figures.seconds(processorWithout) / ROUNDS, 2) + " s",
          mebibytes(before));
      table.row(
          "beside readers",
          fixed(sumSeconds(with) / ROUNDS, 2) + " s",
          fixed(ratio, 3),
          fixed(Figures.seconds(processorWith) / ROUNDS, 2) + " s",
          mebibytes(most));
      table.print(out);
      Bar.print(out, "of the time alone", ratio, BAR, 3);
      Bar.print(out, "resident MiB", most / MEBIBYTE, BAR_MEBIBYTES, 0);
    }
  }

  private static void readTogether(ExecutorService readers, int adminPort) {
    for (int i = 0; i < READERS; i++) {
      String path = PATHS.get(i % PATHS.size());
      Future<?> _ = readers.submit(() -> readAgainAndAgain(adminPort, path));
    }
  }

  /** Until it is interrupted. */
  private static void readAgainAndAgain(int adminPort, String path) {
    try {
      while (true) {
        try (SlowReader _ = SlowReader.ask("127.0.0.1", adminPort, path)) {
          Thread.sleep(STAY);
        } catch (IOException _) {
          // Not let in; the dispatcher's memory and the build tell the rest.
          Thread.sleep(STAY);
        }
      }
    } catch (InterruptedException _) {
      // The build is done.
    }
  }

  private static String mebibytes(long bytes) {
    return fixed(bytes / MEBIBYTE, 0) + " MiB";
  }
}
