package dev.compilefarm.dispatcher.bench;

import static dev.compilefarm.dispatcher.bench.kit.Figures.fixed;
import static dev.compilefarm.dispatcher.bench.kit.Figures.sumSeconds;

import dev.compilefarm.dispatcher.bench.client.Makes;
import dev.compilefarm.dispatcher.bench.client.UserTimes;
import dev.compilefarm.dispatcher.bench.ideal.IdealFarm;
import dev.compilefarm.dispatcher.bench.ideal.Schedule;
import dev.compilefarm.dispatcher.bench.ideal.Turns;
import dev.compilefarm.dispatcher.bench.kit.Bar;
import dev.compilefarm.dispatcher.bench.kit.Rounds;
import dev.compilefarm.dispatcher.bench.kit.Scenario;
import dev.compilefarm.dispatcher.bench.kit.Table;
import dev.compilefarm.dispatcher.bench.volunteer.SleepingFarm;
import dev.compilefarm.dispatcher.bench.way.Dispatcher;
import dev.compilefarm.dispatcher.bench.way.Haproxy;
import dev.compilefarm.dispatcher.bench.way.RandomService;
import dev.compilefarm.dispatcher.bench.way.StaticHosts;
import dev.compilefarm.dispatcher.bench.way.Way;
import dev.compilefarm.dispatcher.bench.workload.CompileTimes;
import dev.compilefarm.dispatcher.bench.workload.UserLoad;
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
        Way dispatcher = new Dispatcher(scratch, farm);
        Way haproxy = new Haproxy(scratch, farm.ports(), SLOTS, Haproxy.Checks.NONE)) {
      List<Way> ways =
          List.of(dispatcher, haproxy, new StaticHosts(farm), new RandomService(farm.ports()));
      Map<Way, List<List<UserTimes>>> results =
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
