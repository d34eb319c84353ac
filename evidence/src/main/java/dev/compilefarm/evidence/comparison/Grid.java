package dev.compilefarm.evidence.comparison;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.cell.Cell;
import dev.compilefarm.evidence.policy.Contender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All that is played. */
public final class Grid {
  private static final List<Double> AGES = List.of(0.0, 0.3, 1.0, 3.0, 10.0);

  private Grid() {}

  /**
   * Plays all cells, each once, and policy 7 with counts of each age at the base point.
   *
   * @param progress told of each cell before it is played
   */
  public static Results play(List<BuildGraph> recorded, int seeds, Consumer<String> progress) {
    Comparison comparison = new Comparison(recorded, seeds);
    Map<Cell, CellResult> played = new LinkedHashMap<>();
    for (Axis axis : Axis.grid(recorded)) {
      for (Axis.Point point : axis.points()) {
        played.computeIfAbsent(
            point.cell(),
            cell -> {
              progress.accept(cell.toString());
              return comparison.play(cell);
            });
      }
    }
    progress.accept("the age of counts");
    List<Contender> ages = new ArrayList<>();
    AGES.forEach(age -> ages.add(Contender.leastCount(age)));
    Contender.all(recorded).stream()
        .filter(contender -> List.of("2", "10", "11").contains(contender.number()))
        .forEach(ages::add);
    CellResult byAge = comparison.play(Cell.BASE, ages);
    return new Results(seeds, List.copyOf(played.values()), byAge);
  }
}
