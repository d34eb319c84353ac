package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.seconds;

import dev.compilefarm.bench.load.client.Makes;
import dev.compilefarm.bench.load.client.UserTimes;
import dev.compilefarm.bench.load.ideal.IdealFarm;
import dev.compilefarm.bench.load.ideal.Schedule;
import dev.compilefarm.bench.load.ideal.Turns;
import dev.compilefarm.bench.load.measure.Rounds;
import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Spread;
import dev.compilefarm.bench.load.report.Table;
import dev.compilefarm.bench.load.route.Rivals;
import dev.compilefarm.bench.load.route.Route;
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
  private static final int ROUNDS = 10;
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
    List<Duration> ideals =
        rounds.workloads().stream()
            .map(users -> IdealFarm.of(VOLUNTEERS, SLOTS, Turns.FIRST_COME).run(users))
            .map(Schedule::makespan)
            .toList();
    try (SleepingFarm farm = new SleepingFarm(VOLUNTEERS, SLOTS);
        Rivals rivals = Rivals.start(scratch, farm, out)) {
      Map<Route, List<List<UserTimes>>> results =
          rounds.run(rivals.ways(), (way, users, _) -> new Makes(users, () -> {}).run(way::client));
      Table table = new Table("", "makespan over ideal");
      table.row("ideal, first come first served", "1");
      results.forEach((way, runs) -> table.row(way.name(), overIdeal(runs, ideals).text(3)));
      table.print(out);
      double over = overIdeal(results.get(rivals.dispatcher()), ideals).median();
      Bar.print(out, "makespan over ideal", over, BAR, 3);
      double rival = overIdeal(results.get(rivals.best()), ideals).median();
      Bar.print(out, "which is that of haproxy at its best,", over, rival, 3);
    }
  }

  private static UserLoad user(Random random) {
    return new UserLoad(Duration.ZERO, VOLUNTEERS * SLOTS, CompileTimes.draw(random, JOBS));
  }

  private static Spread overIdeal(List<List<UserTimes>> runs, List<Duration> ideals) {
    return Spread.of(runs, ideals, (run, ideal) -> seconds(makespan(run)) / seconds(ideal));
  }

  private static Duration makespan(List<UserTimes> users) {
    return new Schedule(users.stream().map(UserTimes::end).toList()).makespan();
  }
}
