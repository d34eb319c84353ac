package dev.compilefarm.evidence.comparison;

import dev.compilefarm.evidence.measure.Figure;
import dev.compilefarm.evidence.measure.Interval;
import dev.compilefarm.evidence.policy.Settings;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One policy in one cell.
 *
 * @param number as in the predictions; 0 is the online bound
 * @param name for tables
 * @param settings the best ones
 * @param figures over all seeds
 * @param overFirstCome ratios to policy 10 with the same seed, of some figures
 * @param overFair the same to policy 11
 */
public record Row(
    String number,
    String name,
    Settings settings,
    Map<Figure, Interval> figures,
    Map<Figure, Interval> overFirstCome,
    Map<Figure, Interval> overFair) {

  /** The figures that have ratios. */
  static final List<Figure> COMPARED =
      List.of(Figure.MAKESPAN, Figure.MEAN_SECONDS, Figure.MEAN_SLOWDOWN, Figure.WORST_SLOWDOWN);

  public Row {
    figures = copy(figures);
    overFirstCome = copy(overFirstCome);
    overFair = copy(overFair);
  }

  /** The mean over all seeds. */
  public double mean(Figure figure) {
    return figures.get(figure).mean();
  }

  private static Map<Figure, Interval> copy(Map<Figure, Interval> figures) {
    return Collections.unmodifiableMap(new EnumMap<>(figures));
  }
}
