package dev.compilefarm.evidence.report;

import dev.compilefarm.evidence.cell.Cell;
import dev.compilefarm.evidence.cell.Fleet;
import dev.compilefarm.evidence.cell.Mix;
import dev.compilefarm.evidence.comparison.CellResult;
import dev.compilefarm.evidence.comparison.Results;
import dev.compilefarm.evidence.comparison.Row;
import dev.compilefarm.evidence.measure.Figure;
import dev.compilefarm.evidence.measure.Interval;
import dev.compilefarm.evidence.policy.Contender;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Marks each prediction of docs/evidence/predictions.md. Pure. */
final class Predictions {
  private static final List<String> LIMITS = List.of("1", "2", "3", "4");
  private static final List<String> CLIENTS = List.of("1", "2", "3", "4", "5", "6", "7", "8");
  private static final List<String> QUEUES = List.of("10", "11", "12");
  private static final List<String> THAT_SEE_LOAD = List.of("6", "7", "8", "9", "10", "11");
  private static final List<String> ALL_BUT_12 =
      List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "9b", "10", "11");
  private static final List<Double> LOADS = List.of(0.3, 0.5, 0.8, 1.0, 1.2);
  private static final double ANY = Double.POSITIVE_INFINITY;

  private final Results results;
  private final CellResult base;
  private final String largest;
  private final List<Prediction> marked = new ArrayList<>();

  private Predictions(Results results, String largest) {
    this.results = results;
    this.base = results.of(Cell.BASE);
    this.largest = largest;
  }

  /**
   * Marks all, in the order of that page.
   *
   * @param largest the recorded build with the most compile time
   */
  static List<Prediction> mark(Results results, String largest) {
    Predictions predictions = new Predictions(results, largest);
    predictions.policies();
    predictions.axes();
    predictions.crossings();
    predictions.questions();
    return predictions.marked;
  }

  /** As a table. */
  static String table(List<Prediction> marked) {
    return Stream.concat(
            Stream.of(Tables.line(Stream.of("about", "said", "came", "")), Tables.rule(4)),
            marked.stream()
                .map(one ->
                    Tables.line(
                        Stream.of(one.about(), one.said(), one.measured(), one.mark().words()))))
        .collect(Collectors.joining("\n"));
  }

  private void policies() {
    within("1", "mean slowdown at least 1.5 of policy 10", overFirstCome("1"), 1.5, ANY);
    within(
        "1",
        "the busiest has twice the load of the least busy",
        base("1", Figure.LOAD_SPREAD),
        2,
        ANY);
    within("2", "1.15 to 1.5 of policy 10", overFirstCome("2"), 1.15, 1.5);
    within(
        "3", "idle while waiting at least 0.10", base("3", Figure.IDLE_WHILE_WAITING), 0.10, ANY);
    within("3", "at least 1.2 of policy 10", overFirstCome("3"), 1.2, ANY);
    within(
        "4",
        "at most 1.5 processes a core in 95 % of the time",
        base("4", Figure.P95_LOAD_OF_BUSIEST),
        0,
        1.5);
    within("4", "at least 1.15 of policy 10", overFirstCome("4"), 1.15, ANY);
    within("5", "at least 10 % at home", base("5", Figure.AT_HOME), 0.10, ANY);
    within("5", "at least 1.5 of policy 4", over(base, "5", "4"), 1.5, ANY);
    within("6", "within 1.12 of policy 10", overFirstCome("6"), 0, 1.12);
    within("7", "within 1.15 of policy 10", overFirstCome("7"), 0, 1.15);
    within(
        "7",
        "with counts 3 s old worse than policy 2",
        countsAge(3).over(base.row("2"), Figure.MEAN_SLOWDOWN),
        1,
        ANY);
    within("8", "1.05 to 1.25 of policy 10", overFirstCome("8"), 1.05, 1.25);
    within("8", "better than policy 2", over(base, "8", "2"), 0, 1);
    within("9", "within 1.25 of policy 10", overFirstCome("9"), 0, 1.25);
    within(
        "9b",
        "mean within 1.03 of policy 11",
        base.row("9b").overFair().get(Figure.MEAN_SLOWDOWN),
        0,
        1.03);
    within(
        "9b",
        "worst within 1.03 of policy 11",
        base.row("9b").overFair().get(Figure.WORST_SLOWDOWN),
        0,
        1.03);
    within("10", "within 1.05 of list scheduling", over(base, "10", "0"), 0, 1.05);
    within(
        "11",
        "makespan within 1.02 of policy 10",
        base.row("11").overFirstCome().get(Figure.MAKESPAN),
        0,
        1.02);
    within(
        "11",
        "worst slowdown at most that of policy 10",
        base.row("11").overFirstCome().get(Figure.WORST_SLOWDOWN),
        0,
        1);
    within(
        "12",
        "0.93 to 1.00 of policy 11",
        base.row("12").overFair().get(Figure.MEAN_SLOWDOWN),
        0.93,
        1);
  }

  private void axes() {
    CellResult one = results.of(Cell.BASE.users(1));
    within(
        "one user",
        "policies 1, 2, 4, 6, 8 to 11 within 1.05",
        spread(one, List.of("1", "2", "4", "6", "8", "9", "10", "11")),
        0,
        1.05);
    within(
        "-j4, -j16",
        "no policy loses more than 1.05",
        most(
            Stream.of(4, 16)
                .map(parallel -> worstOverFirstCome(results.of(Cell.BASE.parallel(parallel))))),
        0,
        1.05);
    within(
        "-j256",
        "not quicker than -j64 with any policy but 12",
        least(ALL_BUT_12, this::moreJobs),
        0.99,
        ANY);
    within("-j256", "quicker than -j64 with policy 12", moreJobs("12"), 0, 0.99);
    CellResult mixed = mixed();
    within(
        "light users",
        "at least 3 with policy 10",
        mixed.row("10").figures().get(Figure.SMALLEST_SLOWDOWN),
        3,
        ANY);
    within(
        "light users",
        "at most 1.5 with policy 11",
        mixed.row("11").figures().get(Figure.SMALLEST_SLOWDOWN),
        0,
        1.5);
    CellResult unequal = results.of(Cell.BASE.fleet(Fleet.UNEQUAL));
    within(
        "unequal volunteers",
        "policies 1 to 4 lose at least 1.3",
        least(LIMITS, number -> overFirstCome(unequal, number)),
        1.3,
        ANY);
    within(
        "unequal volunteers",
        "policies 6 to 11 lose at most 1.15",
        most(THAT_SEE_LOAD, number -> overFirstCome(unequal, number)),
        0,
        1.15);
    within(
        "one dies",
        "policies 1 to 8 lose at most 1.1",
        most(CLIENTS, number -> struck(Fleet.ONE_DIES, number)),
        0,
        1.1);
    within("one dies", "policy 9 loses at least 1.3", struck(Fleet.ONE_DIES, "9"), 1.3, ANY);
    within(
        "one dies",
        "policies 10 to 12 lose at most 1.05",
        most(QUEUES, number -> struck(Fleet.ONE_DIES, number)),
        0,
        1.05);
    within(
        "one hangs",
        "policies 1 to 9 lose at least 2",
        least(
            Stream.concat(CLIENTS.stream(), Stream.of("9")).toList(),
            number -> struck(Fleet.ONE_HANGS, number)),
        2,
        ANY);
    within(
        "one is slow",
        "policies 1 to 4 lose at least 1.3",
        least(LIMITS, number -> struck(Fleet.ONE_IS_SLOW, number)),
        1.3,
        ANY);
    within(
        "one is slow",
        "policies 6 to 11 lose at most 1.15",
        most(THAT_SEE_LOAD, number -> struck(Fleet.ONE_IS_SLOW, number)),
        0,
        1.15);
    largestBetween(0.7, 1);
    within(
        "builds",
        "4 over 11 is less for redis than for abseil",
        limitsOverFair(Cell.BASE.project("redis"))
            .over(limitsOverFair(Cell.BASE.project("abseil"))),
        0,
        1);
  }

  private void crossings() {
    within(
        "users × load",
        "4 over 11 at most 1.05 for one user",
        most(Stream.of(0.3, 0.8, 1.2).map(load -> limitsOverFair(Cell.BASE.users(1).load(load)))),
        0,
        1.05);
    within(
        "users × load",
        "at least 1.15 for 20 users at load 0.8",
        limitsOverFair(Cell.BASE),
        1.15,
        ANY);
    within(
        "users × load",
        "4 over 11 is larger for 100 users than for 5",
        limitsOverFair(Cell.BASE.users(100)).over(limitsOverFair(Cell.BASE.users(5))),
        1,
        ANY);
    CellResult unequalAlone = results.of(Cell.BASE.users(1).fleet(Fleet.UNEQUAL));
    within(
        "users × unequal",
        "policies 1 to 4 lose at least 1.2 with one user",
        least(LIMITS, number -> overFirstCome(unequalAlone, number)),
        1.2,
        ANY);
    within(
        "-j × issue",
        "all at once is at least 15 % shorter, policy 11",
        issuedAtOnce("11").missing(),
        0.15,
        ANY);
    within(
        "-j × issue",
        "the same within 5 points with policies 4, 10 and 11",
        most(
            Stream.of("4", "10", "11")
                .flatMap(one ->
                    Stream.of("4", "10", "11").map(other -> issuedAtOnceBeside(one, other)))),
        0,
        0.05);
  }

  private void questions() {
    within(
        "loaded to death?",
        "policy 1: over 4 processes a core in 5 % of the time",
        base("1", Figure.P95_LOAD_OF_BUSIEST),
        4,
        ANY);
    within(
        "for whom not?",
        "light users: policy 4 at least 1.5 of policy 11",
        mixed()
            .row("4")
            .figures()
            .get(Figure.SMALLEST_SLOWDOWN)
            .over(mixed().row("11").figures().get(Figure.SMALLEST_SLOWDOWN)),
        1.5,
        ANY);
    within(
        "count or herd?",
        "a fresh count is better than policy 2",
        countsAge(0).over(base.row("2"), Figure.MEAN_SLOWDOWN),
        0,
        1);
    within("first ready or a queue?", "equal within 1.12", overFirstCome("6"), 1 / 1.12, 1.12);
    within(
        "refusals?",
        "cost more than any other idea of the thread",
        least(List.of("1", "2", "3", "4", "6", "7"), number -> over(base, "5", number)),
        1,
        ANY);
  }

  private interface OfPolicy {
    Interval value(String number);
  }

  private void within(String about, String said, Interval value, double least, double most) {
    marked.add(
        Prediction.of(
            about.matches("[0-9].*") ? "policy " + about : about, said, value, least, most));
  }

  /** All loads count whose ratio may be the largest. */
  private void largestBetween(double least, double most) {
    Interval largest = most(LOADS.stream().map(load -> limitsOverFair(Cell.BASE.load(load))));
    List<Double> loads =
        LOADS.stream()
            .filter(load -> {
              Interval ratio = limitsOverFair(Cell.BASE.load(load));
              return ratio.mean() + ratio.halfWidth() >= largest.mean() - largest.halfWidth();
            })
            .toList();
    long within = loads.stream().filter(load -> load >= least && load <= most).count();
    Prediction.Mark mark =
        within == loads.size()
            ? Prediction.Mark.RIGHT
            : within == 0 ? Prediction.Mark.WRONG : Prediction.Mark.OPEN;
    marked.add(
        new Prediction(
            "load",
            "4 over 11 is largest between %.1f and %.1f".formatted(least, most),
            "at " + loads.stream().map(String::valueOf).collect(Collectors.joining(", ")),
            mark));
  }

  private Interval overFirstCome(String number) {
    return overFirstCome(base, number);
  }

  private static Interval overFirstCome(CellResult cell, String number) {
    return cell.row(number).overFirstCome().get(Figure.MEAN_SLOWDOWN);
  }

  private Interval base(String number, Figure figure) {
    return base.row(number).figures().get(figure);
  }

  /** The mean slowdown of a policy over that of another, seed by seed. */
  private static Interval over(CellResult cell, String number, String other) {
    return cell.row(number).over(cell.row(other), Figure.MEAN_SLOWDOWN);
  }

  /** The mean time of a build with {@code -j256} over that with {@code -j64}. */
  private Interval moreJobs(String number) {
    return results.over(Cell.BASE.parallel(256), Cell.BASE, number, Figure.MEAN_SECONDS);
  }

  private CellResult mixed() {
    return results.of(Cell.BASE.project(largest).mix(Mix.HEAVY_AND_LIGHT));
  }

  private Row countsAge(double seconds) {
    return results.countAges().named(Contender.leastCount(seconds).name());
  }

  /** How much longer builds take than without the blow. */
  private Interval struck(Fleet fleet, String number) {
    return results.over(Cell.BASE.fleet(fleet), Cell.BASE, number, Figure.MEAN_SLOWDOWN);
  }

  private Interval limitsOverFair(Cell cell) {
    return results.of(cell).row("4").overFair().get(Figure.MEAN_SLOWDOWN);
  }

  /** One user's time where all can be issued at once, over the time as make issues. */
  private Interval issuedAtOnce(String number) {
    Cell alone = Cell.BASE.users(1);
    return results.over(alone.flat(), alone, number, Figure.MEAN_SECONDS);
  }

  /** How much more that is with one policy than with another, seed by seed. */
  private Interval issuedAtOnceBeside(String one, String other) {
    CellResult alone = results.of(Cell.BASE.users(1));
    CellResult flat = results.of(Cell.BASE.users(1).flat());
    List<Double> first = flat.row(one).ratios(alone.row(one), Figure.MEAN_SECONDS);
    List<Double> second = flat.row(other).ratios(alone.row(other), Figure.MEAN_SECONDS);
    return Interval.of(
        IntStream.range(0, first.size()).mapToDouble(i -> first.get(i) - second.get(i)).toArray());
  }

  private static Interval spread(CellResult cell, List<String> numbers) {
    return most(
        numbers.stream().flatMap(one -> numbers.stream().map(other -> over(cell, one, other))));
  }

  private static Interval worstOverFirstCome(CellResult cell) {
    return most(cell.rows().stream().map(row -> overFirstCome(cell, row.number())));
  }

  private static Interval most(List<String> numbers, OfPolicy value) {
    return most(numbers.stream().map(value::value));
  }

  private static Interval most(Stream<Interval> values) {
    return values.max(Comparator.comparingDouble(Interval::mean)).orElseThrow();
  }

  private static Interval least(List<String> numbers, OfPolicy value) {
    return numbers.stream()
        .map(value::value)
        .min(Comparator.comparingDouble(Interval::mean))
        .orElseThrow();
  }
}
