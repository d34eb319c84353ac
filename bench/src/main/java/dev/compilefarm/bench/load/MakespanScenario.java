package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.fixed;
import static dev.compilefarm.bench.load.report.Figures.sumSeconds;

import dev.compilefarm.bench.load.client.Makes;
import dev.compilefarm.bench.load.client.UserTimes;
import dev.compilefarm.bench.load.ideal.IdealFarm;
import dev.compilefarm.bench.load.ideal.Schedule;
import dev.compilefarm.bench.load.ideal.Turns;
import dev.compilefarm.bench.load.measure.Rounds;
import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Table;
import dev.compilefarm.bench.load.route.Dispatcher;
import dev.compilefarm.bench.load.route.Haproxy;
import dev.compilefarm.bench.load.route.RandomService;
import dev.compilefarm.bench.load.route.Route;
import dev.compilefarm.bench.load.route.StaticHosts;
import dev.compilefarm.bench.load.volunteer.SleepingFarm;
import dev.compilefarm.bench.load.workload.CompileTimes;
import dev.compilefarm.bench.load.workload.UserLoad;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Two equal users build at once: how long until both are done? */
final class MakespanScenario implements Scenario {
  private static final int VOLUNTEERS = 8;
  private static final int SLOTS = 4;
  private static final int JOBS = 200;
  private static final int ROUNDS = 4;
  private static final double BAR = 1.02;

  @Override
  public String name() {
    return "makespan";
  }

  @Override
  public String title() {
    return "two equal users, %d jobs each, -j%d, %d volunteers with %d slots, %d rounds"
        .formatted(JOBS, VOLUNTEERS * SLOTS, VOLUNTEERS, SLOTS, ROUNDS);
  }

  @Override
  public void run(Path scratch, PrintStream out) throws Exception {
    Rounds rounds = new Rounds(ROUNDS, random -> List.of(user(random), user(random)));
    try (SleepingFarm farm = new SleepingFarm(VOLUNTEERS, SLOTS);
        Route dispatcher = new Dispatcher(scratch, farm);
        Route haproxy = new Haproxy(scratch, farm.ports(), SLOTS, Haproxy.Checks.NONE)) {
      List<Route> ways =
          List.of(dispatcher, haproxy, new StaticHosts(farm), new RandomService(farm.ports()));
      Map<Route, List<List<UserTimes>>> results =
          rounds.run(ways, (way, users, _) -> new Makes(users, () -> {}).run(way::hosts));
      double ideal =
          sumSeconds(
              rounds.workloads().stream()
                  .map(users -> IdealFarm.of(VOLUNTEERS, SLOTS, Turns.FIRST_COME).run(users))
                  .map(Schedule::makespan)
                  .toList());
      Table table = new Table("", "makespan, mean", "over ideal");
      table.row("ideal", fixed(ideal / ROUNDS, 2) + " s", "1");
      results.forEach((way, runs) ->
          table.row(
              way.name(),
              fixed(makespans(runs) / ROUNDS, 2) + " s",
              fixed(makespans(runs) / ideal, 3)));
      table.print(out);
      double over = makespans(results.get(dispatcher)) / ideal;
      Bar.print(out, "makespan over ideal", over, BAR, 3);
      Bar.print(out, "which is haproxy's,", over, makespans(results.get(haproxy)) / ideal, 3);
    }
  }

  private static UserLoad user(Random random) {
    return new UserLoad(Duration.ZERO, VOLUNTEERS * SLOTS, CompileTimes.draw(random, JOBS));
  }

  private static double makespans(List<List<UserTimes>> runs) {
    return sumSeconds(
        runs.stream()
            .map(users -> new Schedule(users.stream().map(UserTimes::end).toList()))
            .map(Schedule::makespan)
            .toList());
  }
}
