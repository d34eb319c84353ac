package dev.compilefarm.evidence.comparison;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.cell.Cell;
import dev.compilefarm.evidence.cell.Plan;
import dev.compilefarm.evidence.cell.Run;
import dev.compilefarm.evidence.cell.RunRecord;
import dev.compilefarm.evidence.measure.Alone;
import dev.compilefarm.evidence.measure.Figure;
import dev.compilefarm.evidence.measure.Figures;
import dev.compilefarm.evidence.measure.Interval;
import dev.compilefarm.evidence.policy.Contender;
import dev.compilefarm.evidence.policy.Policy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Plays all policies in a cell. A policy with settings gets those with the least mean slowdown in
 * that very cell, chosen by seeds of their own ({@link SuccessiveTrials}). Uses all processors.
 */
public final class Comparison {
  /** Far from the seeds of the results. */
  private static final int FIRST_SEED_TO_CHOOSE_BY = 1_000_000;

  private static final double DIGITS = 1e6;

  private final List<BuildGraph> recorded;
  private final int seeds;

  /**
   * One that has played nothing.
   *
   * @param recorded all recorded builds, the smallest first
   */
  public Comparison(List<BuildGraph> recorded, int seeds) {
    this.recorded = List.copyOf(recorded);
    this.seeds = seeds;
  }

  private record Situation(Plan plan, Alone alone, long seed) {}

  private record Played(Contender contender, Policy policy, List<Map<Figure, Double>> bySeed) {
    private double[] values(Figure figure) {
      return bySeed.stream().mapToDouble(figures -> figures.get(figure)).toArray();
    }
  }

  /** All policies. */
  public CellResult play(Cell cell) {
    List<Contender> all = Contender.all(recorded);
    boolean isStruck = cell.fleet() != cell.fleet().whole();
    return play(cell, isStruck ? all.stream().map(Contender::orOtherTimes).toList() : all);
  }

  /** The bound, these policies, and those that all are measured by. */
  public CellResult play(Cell cell, List<Contender> contenders) {
    List<Trial> toChooseBy =
        situations(cell, FIRST_SEED_TO_CHOOSE_BY, SuccessiveTrials.SEEDS).parallelStream()
            .map(situation -> trial(cell, situation))
            .toList();
    List<Situation> situations = situations(cell, 1, seeds);
    List<Contender> all = new ArrayList<>();
    all.add(Contender.bound());
    all.addAll(contenders);
    List<Played> played =
        all.stream()
            .map(contender -> {
              Policy best = best(cell, contender, toChooseBy);
              Cell its =
                  contender.number().equals(Contender.BOUND)
                      ? cell.fleet(cell.fleet().whole())
                      : cell;
              return new Played(contender, best, figures(its, best, situations));
            })
            .toList();
    Played firstCome = withNumber(Contender.FIRST_COME, played);
    Played fair = withNumber(Contender.FAIR, played);
    return new CellResult(
        cell, seeds, played.stream().map(one -> row(one, firstCome, fair)).toList());
  }

  private List<Situation> situations(Cell cell, int firstSeed, int count) {
    return IntStream.range(firstSeed, firstSeed + count)
        .parallel()
        .mapToObj(seed -> {
          Plan plan = Plan.draw(cell, recorded, seed);
          return new Situation(plan, new Alone(plan, cell.fleet()), seed);
        })
        .toList();
  }

  /** A situation to choose by, and what the fair queue makes of it. */
  private record Trial(Situation situation, double fairSlowdown) {}

  private static Trial trial(Cell cell, Situation situation) {
    return new Trial(situation, meanSlowdown(cell, Contender.fairQueue(), situation));
  }

  /** By ratios with the same seed, so that no seed weighs more than another. */
  private static Policy best(Cell cell, Contender contender, List<Trial> trials) {
    return SuccessiveTrials.least(
        contender.candidates(),
        (candidate, seed) -> {
          Trial trial = trials.get(seed);
          return meanSlowdown(cell, candidate, trial.situation()) / trial.fairSlowdown();
        });
  }

  private static List<Map<Figure, Double>> figures(
      Cell cell, Policy policy, List<Situation> situations) {
    return situations.parallelStream().map(situation -> figures(cell, policy, situation)).toList();
  }

  private static Map<Figure, Double> figures(Cell cell, Policy policy, Situation situation) {
    return Figures.of(
        situation.plan(), cell.fleet(), situation.alone(), played(cell, policy, situation));
  }

  private static double meanSlowdown(Cell cell, Policy policy, Situation situation) {
    return Figures.meanSlowdown(situation.alone(), played(cell, policy, situation));
  }

  private static RunRecord played(Cell cell, Policy policy, Situation situation) {
    return Run.play(situation.plan(), cell.fleet(), policy, situation.seed());
  }

  private static Played withNumber(String number, List<Played> played) {
    return played.stream()
        .filter(one -> one.contender.number().equals(number))
        .findFirst()
        .orElseThrow();
  }

  private static Row row(Played played, Played firstCome, Played fair) {
    Map<Figure, Interval> figures = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      figures.put(figure, Interval.of(played.values(figure)));
    }
    return new Row(
        played.contender.number(),
        played.contender.name(),
        played.policy.settings(),
        figures,
        ratios(played, firstCome),
        ratios(played, fair),
        kept(played));
  }

  private static Map<Figure, List<Double>> kept(Played played) {
    Map<Figure, List<Double>> kept = new EnumMap<>(Figure.class);
    for (Figure figure : Row.KEPT) {
      kept.put(
          figure, DoubleStream.of(played.values(figure)).map(Comparison::rounded).boxed().toList());
    }
    return kept;
  }

  /** To six digits: files of results stay readable. */
  private static double rounded(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }

  /** Of the same seeds. */
  private static Map<Figure, Interval> ratios(Played one, Played other) {
    Map<Figure, Interval> ratios = new EnumMap<>(Figure.class);
    for (Figure figure : Row.COMPARED) {
      double[] of = one.values(figure);
      double[] to = other.values(figure);
      ratios.put(
          figure,
          Interval.of(IntStream.range(0, of.length).mapToDouble(i -> of[i] / to[i]).toArray()));
    }
    return ratios;
  }
}
