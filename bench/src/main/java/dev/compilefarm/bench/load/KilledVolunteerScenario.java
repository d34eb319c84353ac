package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.fixed;
import static dev.compilefarm.bench.load.report.Figures.seconds;

import dev.compilefarm.bench.load.client.Makes;
import dev.compilefarm.bench.load.client.UserTimes;
import dev.compilefarm.bench.load.ideal.IdealFarm;
import dev.compilefarm.bench.load.ideal.Turns;
import dev.compilefarm.bench.load.measure.Rounds;
import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Spread;
import dev.compilefarm.bench.load.report.Table;
import dev.compilefarm.bench.load.route.Dispatcher;
import dev.compilefarm.bench.load.route.Haproxy;
import dev.compilefarm.bench.load.route.RandomService;
import dev.compilefarm.bench.load.route.Route;
import dev.compilefarm.bench.load.route.StaticHosts;
import dev.compilefarm.bench.load.volunteer.SleepingFarm;
import dev.compilefarm.bench.load.workload.CompileTimes;
import dev.compilefarm.bench.load.workload.UserLoad;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** A volunteer dies in the middle of a build: what does the user notice? */
final class KilledVolunteerScenario implements Scenario {
  private static final int VOLUNTEERS = 8;
  private static final int SLOTS = 4;
  private static final int JOBS = 200;
  private static final int KILL_AFTER_JOBS = JOBS / 3;
  private static final int ROUNDS = 10;
  private static final double BAR = 1.05;

  @Override
  public String name() {
    return "killed-volunteer";
  }

  @Override
  public String title() {
    return "one of %d volunteers with %d slots killed after %d of %d jobs, -j%d, %d rounds"
        .formatted(VOLUNTEERS, SLOTS, KILL_AFTER_JOBS, JOBS, VOLUNTEERS * SLOTS, ROUNDS);
  }

  @Override
  public void run(Path scratch, PrintStream out) throws Exception {
    Rounds rounds =
        new Rounds(
            ROUNDS,
            random ->
                List.of(
                    new UserLoad(
                        Duration.ZERO, VOLUNTEERS * SLOTS, CompileTimes.draw(random, JOBS))));
    List<Double> ideals = rounds.workloads().stream().map(KilledVolunteerScenario::ideal).toList();
    try (SleepingFarm farm = new SleepingFarm(VOLUNTEERS, SLOTS);
        Route dispatcher = new Dispatcher(scratch, farm);
        Route haproxy = new Haproxy(scratch, farm.ports(), SLOTS, Haproxy.Tuning.NONE);
        Route checking = new Haproxy(scratch, farm.ports(), SLOTS, Haproxy.Tuning.PASSIVE_CHECKS);
        Route best = new Haproxy(scratch, farm.ports(), SLOTS, Haproxy.Tuning.AT_ITS_BEST)) {
      List<Route> ways =
          List.of(
              dispatcher,
              haproxy,
              checking,
              best,
              new StaticHosts(farm),
              new RandomService(farm.ports()));
      Map<Route, List<List<UserTimes>>> results =
          rounds.run(ways, (way, users, round) -> killing(round % VOLUNTEERS, farm, way, users));
      Table table = new Table("", "compiled at home", "failed connections", "makespan over ideal");
      table.row("ideal with re-run", "0", "0", "1");
      results.forEach((way, runs) ->
          table.row(
              way.name(),
              fixed(aRound(runs, UserTimes::atHome), 1),
              fixed(aRound(runs, UserTimes::hangUps), 1),
              overIdeal(runs, ideals).text(3)));
      table.print(out);
      List<List<UserTimes>> ours = results.get(dispatcher);
      Bar.print(out, "jobs compiled at home a round", aRound(ours, UserTimes::atHome), 0, 1);
      Bar.print(out, "failed connections a round", aRound(ours, UserTimes::hangUps), 0, 1);
      Bar.print(out, "makespan over ideal", overIdeal(ours, ideals).median(), BAR, 3);
      double rival = overIdeal(results.get(best), ideals).median();
      Bar.print(
          out, "which is that of haproxy at its best,", overIdeal(ours, ideals).median(), rival, 3);
    }
  }

  private static List<UserTimes> killing(
      int victim, SleepingFarm farm, Route way, List<UserLoad> users) throws Exception {
    way.recover();
    AtomicInteger left = new AtomicInteger(KILL_AFTER_JOBS);
    Runnable onJobEnd =
        () -> {
          if (left.decrementAndGet() == 0) {
            kill(farm, victim);
          }
        };
    try {
      return new Makes(users, onJobEnd).run(way::client);
    } finally {
      farm.revive(victim);
    }
  }

  private static void kill(SleepingFarm farm, int victim) {
    try {
      farm.kill(victim);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In seconds; the mean over whom it hits, because which jobs are lost is luck. */
  private static double ideal(List<UserLoad> users) {
    return IntStream.range(0, VOLUNTEERS)
        .mapToObj(victim ->
            IdealFarm.of(VOLUNTEERS, SLOTS, Turns.FIRST_COME).losing(victim, KILL_AFTER_JOBS))
        .mapToDouble(farm -> seconds(farm.run(users).makespan()))
        .average()
        .orElseThrow();
  }

  /** One user's figure, the mean of the rounds. */
  private static double aRound(List<List<UserTimes>> runs, ToLongFunction<UserTimes> figure) {
    return runs.stream()
        .mapToLong(users -> figure.applyAsLong(users.getFirst()))
        .average()
        .orElseThrow();
  }

  private static Spread overIdeal(List<List<UserTimes>> runs, List<Double> ideals) {
    return Spread.of(runs, ideals, (users, ideal) -> seconds(users.getFirst().end()) / ideal);
  }
}
