package dev.compilefarm.evidence.comparison;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.cell.Cell;
import dev.compilefarm.evidence.cell.Fleet;
import dev.compilefarm.evidence.cell.Mix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cells that differ in one thing, or in the two things of a crossing.
 *
 * @param name as on the page
 * @param points of the axis, in its order
 */
public record Axis(String name, List<Point> points) {
  private static final List<Integer> USERS = List.of(1, 2, 5, 20, 100);
  private static final List<Integer> USERS_OF_CROSSINGS = List.of(1, 5, 20, 100);
  private static final List<Integer> PARALLEL = List.of(4, 16, 64, 256);
  private static final List<Double> LOADS = List.of(0.3, 0.5, 0.8, 1.0, 1.2);
  private static final List<Double> LOADS_OF_CROSSINGS = List.of(0.3, 0.8, 1.2);

  /** One cell, and what a table calls it. */
  public record Point(String label, Cell cell) {}

  public Axis {
    points = List.copyOf(points);
  }

  /** The base point, each axis varied alone, and the three crossings of the predictions. */
  public static List<Axis> grid(List<BuildGraph> recorded) {
    return List.of(
        new Axis("base", List.of(new Point("base point", Cell.BASE))),
        new Axis(
            "users",
            USERS.stream().map(n -> new Point(String.valueOf(n), Cell.BASE.users(n))).toList()),
        new Axis(
            "load",
            LOADS.stream().map(x -> new Point(String.valueOf(x), Cell.BASE.load(x))).toList()),
        new Axis(
            "parallel",
            PARALLEL.stream().map(n -> new Point("-j" + n, Cell.BASE.parallel(n))).toList()),
        new Axis(
            "mix",
            Stream.of(Mix.values())
                .map(mix -> new Point(mix.words(), Cell.BASE.project(largest(recorded)).mix(mix)))
                .toList()),
        new Axis(
            "fleet",
            Stream.of(Fleet.values())
                .map(fleet -> new Point(fleet.words(), Cell.BASE.fleet(fleet)))
                .toList()),
        new Axis(
            "builds",
            recorded.stream()
                .map(build -> new Point(build.name(), Cell.BASE.project(build.name())))
                .toList()),
        usersAndLoad(),
        new Axis(
            "users and unequal volunteers",
            USERS_OF_CROSSINGS.stream()
                .map(n -> new Point(words(n), Cell.BASE.users(n).fleet(Fleet.UNEQUAL)))
                .toList()),
        parallelAndIssue());
  }

  private static Axis usersAndLoad() {
    List<Point> points = new ArrayList<>();
    for (int users : USERS_OF_CROSSINGS) {
      for (double load : LOADS_OF_CROSSINGS) {
        points.add(
            new Point(
                "%s, load %.1f".formatted(words(users), load), Cell.BASE.users(users).load(load)));
      }
    }
    return new Axis("users and load", points);
  }

  private static Axis parallelAndIssue() {
    List<Point> points = new ArrayList<>();
    for (int parallel : PARALLEL) {
      Cell cell = Cell.BASE.users(1).parallel(parallel);
      points.add(new Point("-j%d, as make issues".formatted(parallel), cell));
      points.add(new Point("-j%d, all at once".formatted(parallel), cell.flat()));
    }
    return new Axis("-j and make's issue of jobs", points);
  }

  private static String words(int users) {
    return users == 1 ? "1 user" : users + " users";
  }

  private static String largest(List<BuildGraph> recorded) {
    return recorded.getLast().name();
  }
}
