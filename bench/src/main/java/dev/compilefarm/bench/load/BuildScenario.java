package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.fixed;
import static dev.compilefarm.bench.load.report.Figures.sumSeconds;

import dev.compilefarm.bench.load.measure.WarmUp;
import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Table;
import dev.compilefarm.bench.load.volunteer.SleepOrder;
import dev.compilefarm.bench.load.volunteer.SteadyVolunteer;
import dev.compilefarm.bench.load.workload.Project;
import dev.compilefarm.dispatcher.it.PackagedJvm;
import dev.compilefarm.dispatcher.it.Ports;
import dev.compilefarm.dispatcher.it.RealDispatcher;
import dev.compilefarm.dispatcher.it.RealDistccd;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Does a real build with real distcc take longer through the dispatcher than with the same distccds
 * in the user's own list? With one user alone that list is as good as it gets.
 */
final class BuildScenario implements Scenario {
  private static final int VOLUNTEERS = 2;
  private static final int SLOTS = 1;
  private static final int PARALLEL = 2 * VOLUNTEERS * SLOTS;
  private static final int WARM_UP_JOBS = 2000;
  private static final int ROUNDS = 3;
  private static final double BAR = 1.02;

  @Override
  public String name() {
    return "build";
  }

  @Override
  public String title() {
    return "make -j%d of CppUnit's library, %d C++ files, %d distccd with %d slot, %d builds each way"
        .formatted(PARALLEL, Project.SOURCES, VOLUNTEERS, SLOTS, ROUNDS);
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
        WarmUp.run(dispatcher, SleepOrder.request(Duration.ZERO), WARM_UP_JOBS);
      }
      String listed = hosts(ports, PARALLEL / VOLUNTEERS);
      String dispatched = hosts(dispatcher.ports(), PARALLEL);
      List<Duration> straight = new ArrayList<>();
      List<Duration> through = new ArrayList<>();
      try (RealDistccd _ = RealDistccd.start(ports.getFirst(), SLOTS, scratch);
          RealDistccd _ = RealDistccd.start(ports.getLast(), SLOTS, scratch)) {
        // The page cache is warm for all after it.
        Duration _ = project.build(listed, PARALLEL);
        for (int i = 0; i < ROUNDS; i++) {
          straight.add(project.build(listed, PARALLEL));
          through.add(project.build(dispatched, PARALLEL));
        }
      }
      double ratio = sumSeconds(through) / sumSeconds(straight);
      Table table = new Table("", "mean", "ratio");
      table.row("static host list", fixed(sumSeconds(straight) / ROUNDS, 2) + " s", "1");
      table.row("compilefarm", fixed(sumSeconds(through) / ROUNDS, 2) + " s", fixed(ratio, 3));
      table.print(out);
      Bar.print(out, "of the time with a static list", ratio, BAR, 3);
    }
  }

  /** What a client lists to use these ports, each for so many jobs. */
  static String hosts(List<Integer> ports, int limit) {
    return "127.0.0.1:%d/%d 127.0.0.1:%d/%d"
        .formatted(ports.getFirst(), limit, ports.getLast(), limit);
  }
}
