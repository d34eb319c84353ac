package dev.compilefarm.evidence.report;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.cell.Cell;
import dev.compilefarm.evidence.cell.Fleet;
import dev.compilefarm.evidence.cell.Mix;
import dev.compilefarm.evidence.comparison.Axis;
import dev.compilefarm.evidence.comparison.CellResult;
import dev.compilefarm.evidence.comparison.Results;
import dev.compilefarm.evidence.comparison.Row;
import dev.compilefarm.evidence.measure.Figure;
import dev.compilefarm.evidence.measure.Interval;
import dev.compilefarm.evidence.policy.Contender;
import dev.compilefarm.evidence.policy.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page of the answer. Its text is beside this class in {@code page.template}; each number in it
 * is a placeholder, so the page cannot say what was not measured. Pure but for that file.
 *
 * <p>Placeholders are in double braces: {@code value CELL POLICY FIGURE}, {@code table WHAT},
 * {@code most CELL FIGURE} of all policies, {@code shorter POLICY}, {@code marked MARK}, {@code
 * mark POLICY} of the check, {@code limits POLICY}, {@code herd SECONDS}, and counts.
 */
public final class Page {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)\\}\\}");
  private static final String OVER_FIRST_COME = "OVER_FIRST_COME";
  private static final String OVER_FAIR = "OVER_FAIR";

  private static final int FEW_JOBS = 4;

  private final Results results;
  private final List<BuildGraph> recorded;
  private final Reality reality;
  private final Tables tables;

  /** The page of these results. */
  public Page(Results results, List<BuildGraph> recorded, Reality reality) {
    this.results = results;
    this.recorded = List.copyOf(recorded);
    this.reality = reality;
    this.tables = new Tables(reality);
  }

  /** In Markdown. */
  public String text() {
    Matcher matcher = PLACEHOLDER.matcher(template());
    return matcher.replaceAll(found -> Matcher.quoteReplacement(filled(found.group(1))));
  }

  private static String template() {
    try (InputStream file = Page.class.getResourceAsStream("page.template")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String filled(String placeholder) {
    String[] words = placeholder.strip().split(" ", -1);
    return switch (words[0]) {
      case "value" -> value(cell(words[1]).row(words[2]), words[3]);
      case "most" -> most(cell(words[1]), Figure.valueOf(words[2])).toString();
      case "shorter" -> shorter(words[1]).missing().percent();
      case "table" -> table(placeholder.strip().substring("table ".length()));
      case "marked" -> count(Prediction.Mark.valueOf(words[1]));
      case "mark" -> reality.mark(words[1]);
      case "limits" -> limits(words[1]);
      case "herd" -> herd(words[1]);
      case "edges" -> String.valueOf(settings().stream().filter(Contender::isAtTheEdge).count());
      case "settings" -> String.valueOf(settings().size());
      case "seeds" -> String.valueOf(results.seeds());
      case "cells" -> String.valueOf(results.cells().size());
      default -> throw new IllegalArgumentException("unknown placeholder: " + placeholder);
    };
  }

  private static String value(Row row, String figure) {
    return switch (figure) {
      case OVER_FIRST_COME -> row.overFirstCome().get(Figure.MEAN_SLOWDOWN).toString();
      case OVER_FAIR -> row.overFair().get(Figure.MEAN_SLOWDOWN).toString();
      default -> row.figures().get(Figure.valueOf(figure)).toString();
    };
  }

  private static Interval most(CellResult cell, Figure figure) {
    return cell.rows().stream()
        .map(row -> row.figures().get(figure))
        .max(Comparator.comparingDouble(Interval::mean))
        .orElseThrow();
  }

  /** Policy 7 in a crowd that reads one board, which is so many seconds old. */
  private String herd(String seconds) {
    return results
        .countAgesInACrowd()
        .named(Contender.leastCountOfOneBoard(Double.parseDouble(seconds)).name())
        .overFirstCome()
        .get(Figure.MEAN_SLOWDOWN)
        .toString();
  }

  /** One user's time where all can be issued at once, over the time as make issues. */
  private Interval shorter(String policy) {
    Cell alone = Cell.BASE.users(1);
    return results.over(alone.flat(), alone, policy, Figure.MEAN_SECONDS);
  }

  private CellResult cell(String name) {
    return switch (name) {
      case "base" -> results.of(Cell.BASE);
      case "mixed" ->
          results.of(Cell.BASE.project(recorded.getLast().name()).mix(Mix.HEAVY_AND_LIGHT));
      case "hangs" -> results.of(Cell.BASE.fleet(Fleet.ONE_HANGS));
      case "unequal" -> results.of(Cell.BASE.fleet(Fleet.UNEQUAL));
      case "same" -> results.of(Cell.BASE.project(recorded.getLast().name()));
      case "unequal-one" -> results.of(Cell.BASE.users(1).fleet(Fleet.UNEQUAL));
      case "one" -> results.of(Cell.BASE.users(1));
      case "few-jobs" -> results.of(Cell.BASE.parallel(FEW_JOBS));
      case "hundred" -> results.of(Cell.BASE.users(100));
      case "overload" -> results.of(Cell.BASE.users(100).load(1.2));
      default -> throw new IllegalArgumentException("no cell has the short name " + name);
    };
  }

  private String table(String what) {
    return switch (what) {
      case "base" -> tables.cell(results.of(Cell.BASE));
      case "settings" -> tables.settings(results.of(Cell.BASE));
      case "refusals" -> tables.refusals(results.refusals());
      case "ages" -> tables.ages(results.countAges());
      case "ages in a crowd" -> tables.ages(results.countAgesInACrowd());
      case "predictions" -> Predictions.table(marked());
      case "reality" -> reality.table();
      case "mix" -> tables.axis(axis("mix"), results, Figure.SMALLEST_SLOWDOWN);
      case "issue" ->
          tables.axis(axis("-j and make's issue of jobs"), results, Figure.MEAN_SECONDS);
      case "parallel" -> tables.axis(axis("parallel"), results, Figure.MEAN_SECONDS);
      default -> tables.axis(axis(what), results, Figure.MEAN_SLOWDOWN);
    };
  }

  /** How often which limit of jobs was the best of a policy. */
  private String limits(String policy) {
    Map<Integer, Long> cells =
        results.cells().stream()
            .map(cell -> cell.row(policy).settings().clientLimit())
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    return cells.entrySet().stream()
        .map(entry -> "%d in %d cells".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private String count(Prediction.Mark mark) {
    return String.valueOf(marked().stream().filter(one -> one.mark() == mark).count());
  }

  /** The best ones of all policies that have jobs for a core to choose, in all cells. */
  private List<Settings> settings() {
    return results.cells().stream()
        .flatMap(cell -> cell.rows().stream())
        .map(Row::settings)
        .filter(settings -> settings.jobsPerCore() > 0)
        .toList();
  }

  private List<Prediction> marked() {
    return Predictions.mark(results, recorded.getLast().name());
  }

  private Axis axis(String name) {
    return Axis.grid(recorded).stream()
        .filter(axis -> axis.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no axis '" + name + "'"));
  }
}
