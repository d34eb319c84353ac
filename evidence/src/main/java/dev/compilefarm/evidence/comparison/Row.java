package dev.compilefarm.evidence.comparison;

import dev.compilefarm.evidence.measure.Figure;
import dev.compilefarm.evidence.measure.Interval;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One policy in one cell.
 *
 * @param number as in the predictions; 0 is the online bound
 * @param name for tables
 * @param settings the best ones, in words; empty where there is no choice
 * @param figures over all seeds
 * @param overFirstCome the ratio of mean slowdowns to policy 10 with the same seed
 * @param overFair the ratio of mean slowdowns to policy 11 with the same seed
 */
public record Row(
    String number,
    String name,
    String settings,
    Map<Figure, Interval> figures,
    Interval overFirstCome,
    Interval overFair) {

  /** The mean over all seeds. */
  public double mean(Figure figure) {
    return figures.get(figure).mean();
  }

  public Row {
    figures = Collections.unmodifiableMap(new EnumMap<>(figures));
  }
}
