package dev.compilefarm.evidence.comparison;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.cell.Cell;
import dev.compilefarm.evidence.policy.Contender;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All that is played. */
public final class Grid {
  private static final List<Double> REFUSED_FROM = List.of(1.0, 1.5, 2.0, 4.0);
  private static final List<Double> AGES = List.of(0.0, 0.3, 1.0, 3.0, 10.0);
  private static final List<Double> AGES_IN_A_CROWD = List.of(0.0, 1.0, 10.0);

  private Grid() {}

  /**
   * Plays all cells, each once; policy 7 with counts of each age, at the base point and in a crowd;
   * and at the base point policy 5 with each load from which servers refuse.
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
    CellResult byAge =
        comparison.play(
            Cell.BASE,
            withOthers(AGES.stream().map(Contender::leastCount), List.of("2"), recorded));
    progress.accept("the age of counts in a crowd");
    CellResult byAgeInACrowd =
        comparison.play(
            Cell.BASE.users(100).load(1.2),
            withOthers(
                Stream.concat(
                    AGES_IN_A_CROWD.stream().map(Contender::leastCount),
                    AGES_IN_A_CROWD.stream().skip(1).map(Contender::leastCountOfOneBoard)),
                List.of("2"),
                recorded));
    progress.accept("refusals");
    CellResult refusals =
        comparison.play(
            Cell.BASE,
            withOthers(
                Stream.concat(
                    REFUSED_FROM.stream().map(Contender::goAway),
                    Stream.of(Contender.goAwayForASecond(REFUSED_FROM.getFirst()))),
                List.of("4"),
                recorded));
    return new Results(seeds, List.copyOf(played.values()), byAge, byAgeInACrowd, refusals);
  }

  /** And those that all are measured by. */
  private static List<Contender> withOthers(
      Stream<Contender> some, List<String> others, List<BuildGraph> recorded) {
    List<String> measures = List.of(Contender.FIRST_COME, Contender.FAIR);
    return Stream.concat(
            some,
            Contender.all(recorded).stream()
                .filter(contender ->
                    others.contains(contender.number()) || measures.contains(contender.number())))
        .toList();
  }
}
