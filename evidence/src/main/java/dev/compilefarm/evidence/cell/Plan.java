package dev.compilefarm.evidence.cell;

import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.evidence.build.BuildGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which builds a cell's users begin when, drawn from a seed. Every policy gets the same plan.
 *
 * @param builds in the order of their planned begins
 * @param windowSeconds in which builds begin
 */
public record Plan(List<PlannedBuild> builds, double windowSeconds) {

  /** At least so many builds, however few users there are. */
  private static final int BUILDS_MIN = 20;

  /**
   * One build. It begins when it is planned, but not before its user's build before it has ended.
   *
   * @param user from 0
   * @param parallel make's {@code -j}
   * @param beginSeconds since the begin of the run
   */
  public record PlannedBuild(int user, BuildGraph graph, int parallel, double beginSeconds) {}

  public Plan {
    builds = List.copyOf(builds);
  }

  /**
   * Draws one.
   *
   * @param recorded all recorded builds, the smallest first
   */
  public static Plan draw(Cell cell, List<BuildGraph> recorded, long seed) {
    Draws draws = new Draws(seed);
    int each = (BUILDS_MIN + cell.users() - 1) / cell.users();
    List<BuildGraph> graphs = new ArrayList<>();
    for (int i = 0; i < each * cell.users(); i++) {
      graphs.add(graph(cell, i % cell.users(), recorded, draws));
    }
    double work = graphs.stream().mapToDouble(BuildGraph::compileSeconds).sum();
    double window = work / (Fleet.VOLUNTEERS * Fleet.CORES * cell.load());
    List<PlannedBuild> builds = new ArrayList<>();
    for (int i = 0; i < graphs.size(); i++) {
      int user = i % cell.users();
      int parallel = cell.mix().parallel(user, cell.parallel());
      builds.add(new PlannedBuild(user, graphs.get(i), parallel, draws.seconds(0, window)));
    }
    builds.sort(Comparator.comparingDouble(PlannedBuild::beginSeconds));
    return new Plan(builds, window);
  }

  private static BuildGraph graph(Cell cell, int user, List<BuildGraph> recorded, Draws draws) {
    BuildGraph graph =
        cell.mix().isLight(user) ? recorded.getFirst() : project(cell, recorded, draws);
    BuildGraph varied = graph.varied(draws);
    return cell.isFlat() ? varied.flat() : varied;
  }

  private static BuildGraph project(Cell cell, List<BuildGraph> recorded, Draws draws) {
    if (cell.project().equals(Cell.ALL)) {
      return recorded.get(draws.between(0, recorded.size() - 1));
    }
    return recorded.stream()
        .filter(build -> build.name().equals(cell.project()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no recorded build '%s', only %s"
                    .formatted(cell.project(), recorded.stream().map(BuildGraph::name).toList())));
  }
}
