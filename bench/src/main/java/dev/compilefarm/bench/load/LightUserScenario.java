package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.fixed;
import static dev.compilefarm.bench.load.report.Figures.sumSeconds;

import dev.compilefarm.bench.load.client.Makes;
import dev.compilefarm.bench.load.client.UserTimes;
import dev.compilefarm.bench.load.ideal.IdealFarm;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** A user with little to compile comes while one with much is at it: how long must it wait? */
final class LightUserScenario implements Scenario {
  private static final int VOLUNTEERS = 8;
  private static final int SLOTS = 4;
  private static final int HEAVY_JOBS = 400;
  private static final int HEAVY_PARALLEL = 64;
  private static final int LIGHT_JOBS = 20;
  private static final int LIGHT_PARALLEL = 8;
  private static final Duration LIGHT_START = Duration.ofSeconds(2);
  private static final int ROUNDS = 4;
  private static final double LIGHT_BAR = 1.05;
  private static final double HEAVY_BAR = 1.03;
  private static final double WAIT_BAR_SECONDS = 0.2;

  /** A user's place in the workload. */
  private static final int HEAVY = 0;

  private static final int LIGHT = 1;

  @Override
  public String name() {
    return "light-user";
  }

  @Override
  public String title() {
    return ("a light user, %d jobs, -j%d, %d s after a heavy one, %d jobs, -j%d;"
            + " %d volunteers with %d slots, %d rounds")
        .formatted(
            LIGHT_JOBS,
            LIGHT_PARALLEL,
            LIGHT_START.toSeconds(),
            HEAVY_JOBS,
            HEAVY_PARALLEL,
            VOLUNTEERS,
            SLOTS,
            ROUNDS);
  }

  @Override
  public void run(Path scratch, PrintStream out) throws Exception {
    Rounds rounds = new Rounds(ROUNDS, LightUserScenario::users);
    Ideal ideal = Ideal.of(rounds);
    try (SleepingFarm farm = new SleepingFarm(VOLUNTEERS, SLOTS);
        Route dispatcher = new Dispatcher(scratch, farm);
        Route haproxy = new Haproxy(scratch, farm.ports(), SLOTS, Haproxy.Checks.NONE)) {
      List<Route> ways =
          List.of(dispatcher, haproxy, new StaticHosts(farm), new RandomService(farm.ports()));
      Map<Route, List<List<UserTimes>>> results =
          rounds.run(ways, (way, users, _) -> new Makes(users, () -> {}).run(way::hosts));
      Table table =
          new Table(
              "", "light over ideal", "over no wait", "p50 wait", "p95 wait", "heavy over ideal");
      table.row("ideal", "1", fixed(ideal.light / ideal.lightAlone, 3), "", "", "1");
      results.forEach((way, runs) ->
          table.row(
              way.name(),
              fixed(lightSeconds(runs) / ideal.light, 3),
              fixed(lightSeconds(runs) / ideal.lightAlone, 3),
              fixed(lightWaitSeconds(runs, 50), 3) + " s",
              fixed(lightWaitSeconds(runs, 95), 3) + " s",
              fixed(heavySeconds(runs) / ideal.heavy, 3)));
      table.print(out);
      List<List<UserTimes>> ours = results.get(dispatcher);
      Bar.print(out, "light over ideal", lightSeconds(ours) / ideal.light, LIGHT_BAR, 3);
      Bar.print(out, "p95 wait in s", lightWaitSeconds(ours, 95), WAIT_BAR_SECONDS, 3);
      Bar.print(out, "heavy over ideal", heavySeconds(ours) / ideal.heavy, HEAVY_BAR, 3);
    }
  }

  private static List<UserLoad> users(Random random) {
    return List.of(
        new UserLoad(Duration.ZERO, HEAVY_PARALLEL, CompileTimes.draw(random, HEAVY_JOBS)),
        new UserLoad(LIGHT_START, LIGHT_PARALLEL, CompileTimes.draw(random, LIGHT_JOBS)));
  }

  private static double lightSeconds(List<List<UserTimes>> runs) {
    return fromItsStart(runs.stream().map(users -> users.get(LIGHT).end()).toList());
  }

  private static double heavySeconds(List<List<UserTimes>> runs) {
    return sumSeconds(runs.stream().map(users -> users.get(HEAVY).end()).toList());
  }

  private static double lightWaitSeconds(List<List<UserTimes>> runs, double percentile) {
    Histogram micros = new Histogram(3);
    runs.forEach(users -> users.get(LIGHT).addWaitsTo(micros));
    return micros.getValueAtPercentile(percentile) / 1e6;
  }

  /** From the light user's start to its ends, summed. */
  private static double fromItsStart(List<Duration> ends) {
    return sumSeconds(ends.stream().map(end -> end.minus(LIGHT_START)).toList());
  }

  /**
   * Sums over the rounds, in seconds.
   *
   * @param light from its start, where each free slot goes by fair shares
   * @param lightAlone from its start, where nobody else is there
   */
  private record Ideal(double light, double lightAlone, double heavy) {

    static Ideal of(Rounds rounds) {
      IdealFarm farm = IdealFarm.of(VOLUNTEERS, SLOTS, Turns.FAIR_SHARES);
      List<Duration> light = new ArrayList<>();
      List<Duration> lightAlone = new ArrayList<>();
      List<Duration> heavy = new ArrayList<>();
      for (List<UserLoad> users : rounds.workloads()) {
        List<Duration> ends = farm.run(users).ends();
        light.add(ends.get(LIGHT));
        heavy.add(ends.get(HEAVY));
        lightAlone.add(farm.run(List.of(users.get(LIGHT))).makespan());
      }
      return new Ideal(fromItsStart(light), fromItsStart(lightAlone), sumSeconds(heavy));
    }
  }
}
