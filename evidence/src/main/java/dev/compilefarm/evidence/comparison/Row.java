package dev.compilefarm.evidence.comparison;

import dev.compilefarm.evidence.measure.Figure;
import dev.compilefarm.evidence.measure.Interval;
import dev.compilefarm.evidence.policy.Settings;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One policy in one cell.
 *
 * @param number as in the predictions; 0 is the online bound
 * @param name for tables
 * @param settings the best ones
 * @param figures over all seeds
 * @param overFirstCome ratios to policy 10 with the same seed, of some figures
 * @param overFair the same to policy 11
 * @param bySeed of some figures the value of each seed, in the order of seeds
 */
public record Row(
    String number,
    String name,
    Settings settings,
    Map<Figure, Interval> figures,
    Map<Figure, Interval> overFirstCome,
    Map<Figure, Interval> overFair,
    Map<Figure, List<Double>> bySeed) {

  /** The figures that have ratios. */
  static final List<Figure> COMPARED =
      List.of(Figure.MAKESPAN, Figure.MEAN_SECONDS, Figure.MEAN_SLOWDOWN, Figure.WORST_SLOWDOWN);

  /** The figures that are kept for each seed. */
  static final List<Figure> KEPT = List.of(Figure.MEAN_SECONDS, Figure.MEAN_SLOWDOWN);

  public Row {
    bySeed = Collections.unmodifiableMap(new EnumMap<>(bySeed));
    figures = copy(figures);
    overFirstCome = copy(overFirstCome);
    overFair = copy(overFair);
  }

  /**
   * This figure over that of another row of the same seeds, seed by seed.
   *
   * @param figure one that is kept for each seed
   */
  public Interval over(Row other, Figure figure) {
    return Interval.of(ratios(other, figure).stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The same, the ratio of each seed. */
  public List<Double> ratios(Row other, Figure figure) {
    List<Double> of = bySeed.get(figure);
    List<Double> to = other.bySeed.get(figure);
    return IntStream.range(0, of.size()).mapToObj(i -> of.get(i) / to.get(i)).toList();
  }

  /** The mean over all seeds. */
  public double mean(Figure figure) {
    return figures.get(figure).mean();
  }

  private static Map<Figure, Interval> copy(Map<Figure, Interval> figures) {
    return Collections.unmodifiableMap(new EnumMap<>(figures));
  }
}
