package dev.compilefarm.evidence.report;

import dev.compilefarm.evidence.comparison.Axis;
import dev.compilefarm.evidence.comparison.CellResult;
import dev.compilefarm.evidence.comparison.Results;
import dev.compilefarm.evidence.comparison.Row;
import dev.compilefarm.evidence.measure.Figure;
import dev.compilefarm.evidence.policy.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables of the page, in Markdown. Pure. */
final class Tables {
  private static final List<Figure> OF_ONE_CELL =
      List.of(
          Figure.MAKESPAN,
          Figure.MEAN_SLOWDOWN,
          Figure.P95_SLOWDOWN,
          Figure.WORST_SLOWDOWN,
          Figure.WORST_TO_BEST,
          Figure.JAIN,
          Figure.IDLE_WHILE_WAITING,
          Figure.AT_HOME,
          Figure.P95_LOAD_OF_BUSIEST,
          Figure.LOAD_SPREAD);

  private final Reality reality;

  /** Tables in which policies are marked that real daemons do not confirm. */
  Tables(Reality reality) {
    this.reality = reality;
  }

  /** All figures of all policies in one cell. */
  String cell(CellResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            Stream.of(
                    Stream.of("no.", "policy", "time over policy 11"),
                    OF_ONE_CELL.stream().map(Figure::words))
                .flatMap(words -> words)));
    lines.add(rule(OF_ONE_CELL.size() + 3));
    for (Row row : result.rows()) {
      String time = row.overFair().get(Figure.MEAN_SECONDS).toString();
      lines.add(
          line(
              Stream.concat(
                  Stream.of(row.number(), name(row), time),
                  OF_ONE_CELL.stream().map(figure -> row.figures().get(figure).toString()))));
    }
    return String.join("\n", lines);
  }

  /** The settings that were the best in a cell. */
  String settings(CellResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(line(Stream.of("no.", "policy", "best setting")));
    lines.add(rule(3));
    result.rows().stream()
        .filter(row -> !row.settings().equals(Settings.NONE))
        .map(row -> line(Stream.of(row.number(), name(row), row.settings().text())))
        .forEach(lines::add);
    return String.join("\n", lines);
  }

  /** One figure of all policies along an axis. */
  String axis(Axis axis, Results results, Figure figure) {
    List<CellResult> cells = axis.points().stream().map(point -> results.of(point.cell())).toList();
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            Stream.concat(
                Stream.of("no.", "policy"), axis.points().stream().map(Axis.Point::label))));
    lines.add(rule(cells.size() + 2));
    for (Row row : cells.getFirst().rows()) {
      lines.add(
          line(
              Stream.concat(
                  Stream.of(row.number(), name(row)),
                  cells.stream()
                      .map(cell -> cell.row(row.number()).figures().get(figure).toString()))));
    }
    return String.join("\n", lines);
  }

  /** Policy 7 by the age of counts, and those beside it. */
  String ages(CellResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(line(Stream.of("policy", "mean slowdown", "over policy 10")));
    lines.add(rule(3));
    result.rows().stream()
        .map(row ->
            line(
                Stream.of(
                    name(row),
                    row.figures().get(Figure.MEAN_SLOWDOWN).toString(),
                    row.overFirstCome().get(Figure.MEAN_SLOWDOWN).toString())))
        .forEach(lines::add);
    return String.join("\n", lines);
  }

  /** Policy 5 by the load from which servers refuse, and those beside it. */
  String refusals(CellResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(
        line(Stream.of("policy", "best setting", "compiled at home", "mean slowdown", "over 10")));
    lines.add(rule(5));
    result.rows().stream()
        .map(row ->
            line(
                Stream.of(
                    name(row),
                    row.settings().text(),
                    row.figures().get(Figure.AT_HOME).percent(),
                    row.figures().get(Figure.MEAN_SLOWDOWN).toString(),
                    row.overFirstCome().get(Figure.MEAN_SLOWDOWN).toString())))
        .forEach(lines::add);
    return String.join("\n", lines);
  }

  private String name(Row row) {
    return row.name() + reality.mark(row.number());
  }

  static String line(Stream<String> cells) {
    return cells.collect(Collectors.joining(" | ", "| ", " |"));
  }

  static String rule(int columns) {
    return "|" + "---|".repeat(columns);
  }
}
