package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.seconds;

import dev.compilefarm.bench.load.client.Makes;
import dev.compilefarm.bench.load.client.UserTimes;
import dev.compilefarm.bench.load.ideal.IdealFarm;
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
  private static final int ROUNDS = 10;
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
    List<Ideal> ideals = rounds.workloads().stream().map(Ideal::of).toList();
    try (SleepingFarm farm = new SleepingFarm(VOLUNTEERS, SLOTS);
        Rivals rivals = Rivals.start(scratch, farm, out)) {
      Map<Route, List<List<UserTimes>>> results =
          rounds.run(rivals.ways(), (way, users, _) -> new Makes(users, () -> {}).run(way::client));
      Table table =
          new Table(
              "", "light over ideal", "over no wait", "p50 wait", "p95 wait", "heavy over ideal");
      Spread alone =
          Spread.of(ideals.stream().mapToDouble(ideal -> ideal.light / ideal.lightAlone));
      table.row("ideal", "1", alone.text(3), "", "", "1");
      results.forEach((way, runs) -> row(table, way, Outcome.of(runs, ideals)));
      table.print(out);
      Outcome ours = Outcome.of(results.get(rivals.dispatcher()), ideals);
      Bar.print(out, "light over ideal", ours.light.median(), LIGHT_BAR, 3);
      Bar.print(out, "p95 wait in s", ours.wait95.median(), WAIT_BAR_SECONDS, 3);
      Bar.print(out, "heavy over ideal", ours.heavy.median(), HEAVY_BAR, 3);
      Outcome rival = Outcome.of(results.get(rivals.best()), ideals);
      Bar.print(
          out, "light, as haproxy at its best,", ours.light.median(), rival.light.median(), 3);
      Bar.print(
          out, "heavy, as haproxy at its best,", ours.heavy.median(), rival.heavy.median(), 3);
    }
  }

  private static void row(Table table, Route way, Outcome outcome) {
    table.row(
        way.name(),
        outcome.light.text(3),
        outcome.lightAlone.text(3),
        outcome.wait50.text(3) + " s",
        outcome.wait95.text(3) + " s",
        outcome.heavy.text(3));
  }

  private static List<UserLoad> users(Random random) {
    return List.of(
        new UserLoad(Duration.ZERO, HEAVY_PARALLEL, CompileTimes.draw(random, HEAVY_JOBS)),
        new UserLoad(LIGHT_START, LIGHT_PARALLEL, CompileTimes.draw(random, LIGHT_JOBS)));
  }

  private static double lightSeconds(Duration end) {
    return seconds(end.minus(LIGHT_START));
  }

  private static double lightWaitSeconds(List<UserTimes> users, double percentile) {
    Histogram micros = new Histogram(3);
    users.get(LIGHT).addWaitsTo(micros);
    return micros.getValueAtPercentile(percentile) / 1e6;
  }

  /**
   * What came of the rounds of one way.
   *
   * @param light over the ideal of fair shares
   * @param lightAlone over the light user alone on the farm
   * @param heavy over the ideal of fair shares
   */
  private record Outcome(
      Spread light, Spread lightAlone, Spread wait50, Spread wait95, Spread heavy) {

    static Outcome of(List<List<UserTimes>> runs, List<Ideal> ideals) {
      return new Outcome(
          Spread.of(runs, ideals, (run, ideal) -> lightSeconds(run.get(LIGHT).end()) / ideal.light),
          Spread.of(
              runs, ideals, (run, ideal) -> lightSeconds(run.get(LIGHT).end()) / ideal.lightAlone),
          Spread.of(runs.stream().mapToDouble(run -> lightWaitSeconds(run, 50))),
          Spread.of(runs.stream().mapToDouble(run -> lightWaitSeconds(run, 95))),
          Spread.of(runs, ideals, (run, ideal) -> seconds(run.get(HEAVY).end()) / ideal.heavy));
    }
  }

  /**
   * Of one round, in seconds.
   *
   * @param light from its start, where each free slot goes by fair shares
   * @param lightAlone from its start, where nobody else is there
   */
  private record Ideal(double light, double lightAlone, double heavy) {

    static Ideal of(List<UserLoad> users) {
      IdealFarm farm = IdealFarm.of(VOLUNTEERS, SLOTS, Turns.FAIR_SHARES);
      List<Duration> ends = farm.run(users).ends();
      return new Ideal(
          lightSeconds(ends.get(LIGHT)),
          lightSeconds(farm.run(List.of(users.get(LIGHT))).makespan()),
          seconds(ends.get(HEAVY)));
    }
  }
}
