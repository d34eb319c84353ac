package dev.compilefarm.autoscaling;

import dev.compilefarm.api.v1alpha1.ScalingPreference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Prints the tables of docs/internals/autoscaling.md: {@code AutoscalingTable SEEDS}, of each day;
 * {@code make autoscale}.
 */
public final class AutoscalingTable {
  static final String ALL_DAYS = "all days";

  /** Each day, and the same on a farm that is always at its maximum. */
  private final List<DayBeside> days;

  private record DayBeside(World.Day day, DayRecord there) {}

  AutoscalingTable(int seeds) {
    FarmSettings largest = FarmSettings.usual(StartUp.ROOM_ON_NODES);
    days =
        Arrays.stream(LoadShape.values())
            .flatMap(shape ->
                LongStream.rangeClosed(1, seeds).mapToObj(seed -> World.Day.usual(shape, seed)))
            .map(day -> new DayBeside(day, SimFarm.fixedAtMaximum(largest, day.makes())))
            .toList();
  }

  /** Takes the number of seeds. */
  public static void main(String[] arguments) {
    int seeds = Integer.parseInt(arguments[0]);
    AutoscalingTable table = new AutoscalingTable(seeds);
    System.out.println(ResultRow.HEADER);
    Arrays.stream(StartUp.values())
        .flatMap(startUp -> table.byDay(startUp, FarmSettings.usual(startUp)))
        .forEach(System.out::println);
    System.out.println(ResultRow.HEADER);
    Arrays.stream(StartUp.values()).flatMap(table::byFarm).forEach(System.out::println);
    LongStream.rangeClosed(1, seeds).forEach(seed -> World.any(seed).check());
    System.out.printf("%d farms of any kind: no job lost, no oscillation, within bounds%n", seeds);
  }

  /** A row for each kind of day, and one for all of them together. */
  Stream<ResultRow> byDay(StartUp startUp, FarmSettings settings) {
    List<ResultRow> rows = new ArrayList<>();
    List<ResultRow.Played> all = new ArrayList<>();
    for (LoadShape shape : LoadShape.values()) {
      List<ResultRow.Played> played = played(settings, day -> day.shape() == shape);
      rows.add(ResultRow.of(name(shape), startUp, played));
      all.addAll(played);
    }
    rows.add(ResultRow.of(ALL_DAYS, startUp, all));
    return rows.stream();
  }

  /** A row for each choice that a user has, of all days together. */
  private Stream<ResultRow> byFarm(StartUp startUp) {
    return Stream.concat(
        Arrays.stream(ScalingPreference.values())
            .map(preference ->
                row(preference.name(), startUp, FarmSettings.preferring(preference, startUp))),
        Stream.of(row("5 s, 300 s", startUp, FarmSettings.stored(startUp))));
  }

  private ResultRow row(String name, StartUp startUp, FarmSettings settings) {
    return ResultRow.of(name, startUp, played(settings, _ -> true));
  }

  private List<ResultRow.Played> played(FarmSettings settings, Predicate<World.Day> which) {
    return days.stream()
        .filter(beside -> which.test(beside.day()))
        .map(beside -> played(beside, settings))
        .toList();
  }

  private static ResultRow.Played played(DayBeside beside, FarmSettings settings) {
    World world = World.play(beside.day(), settings);
    world.check();
    return new ResultRow.Played(beside.there(), world);
  }

  private static String name(LoadShape shape) {
    return shape.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
