package dev.compilefarm.autoscaling;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.autoscaling.DayRecord.Build;
import dev.compilefarm.autoscaling.MakeInvocation.Client;
import dev.compilefarm.dispatcher.simulation.Draws;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The table of docs/guides/sizing.md: how long builds take on farms of several largest sizes, and
 * what they cost. Each farm starts empty and has the default settings otherwise.
 */
final class FarmSizeTable {
  private static final List<Integer> MAX_VOLUNTEERS = List.of(2, 4, 8, 16, 32, 64);
  private static final int SLOTS = 4;
  private static final int FILES = 1000;
  private static final int PARALLEL = 300;

  /** With the usual spread, the mean is 1.4 s. */
  private static final double MEDIAN_SECONDS = 1;

  /** A file of optimised C++, preprocessed by distcc in plain mode. */
  private static final double PLAIN_SECONDS = 0.083;

  /** The same, by pump. */
  private static final double PUMP_SECONDS = 0.008;

  private static final double MINUTE = 60;

  /** Builds that begin at once, and the machine of each. */
  private record Situation(String name, int builds, int cores, double preprocessSeconds) {
    List<MakeInvocation> draw() {
      LoadShape.Project project =
          new LoadShape.Project(new Draws(1), MEDIAN_SECONDS, preprocessSeconds);
      return IntStream.range(0, builds)
          .mapToObj(i ->
              project.make(new Client("user-" + i, PARALLEL, cores, preprocessSeconds), 5, FILES))
          .toList();
    }
  }

  private static final List<Situation> SITUATIONS =
      List.of(
          new Situation("1 build, 4 cores", 1, 4, PLAIN_SECONDS),
          new Situation("1 build, 16 cores", 1, 16, PLAIN_SECONDS),
          new Situation("1 build, 4 cores, pump", 1, 4, PUMP_SECONDS),
          new Situation("3 builds at once, 4 cores each", 3, 4, PLAIN_SECONDS));

  private FarmSizeTable() {}

  /** In the form that the page has. */
  static String text() {
    return Stream.concat(
            Stream.of(
                row("at most", MAX_VOLUNTEERS.stream().map(String::valueOf)),
                "|---|" + "---|".repeat(MAX_VOLUNTEERS.size())),
            SITUATIONS.stream()
                .map(situation ->
                    row(
                        situation.name(),
                        MAX_VOLUNTEERS.stream().map(volunteers -> cell(situation, volunteers)))))
        .collect(Collectors.joining("\n"));
  }

  private static String row(String name, Stream<String> cells) {
    return "| " + name + " | " + cells.collect(Collectors.joining(" | ")) + " |";
  }

  private static String cell(Situation situation, int maxVolunteers) {
    FarmSettings settings =
        new FarmSettings(
            new ScalingSpec(0, maxVolunteers, null, null, 1, null),
            SLOTS,
            StartUp.ROOM_ON_NODES,
            0);
    DayRecord day = SimFarm.autoscaled(settings, new Draws(1), situation.draw());
    double seconds = day.builds().stream().mapToDouble(Build::seconds).average().orElseThrow();
    return String.format(Locale.ROOT, "%.0f s, %.0f", seconds, day.volunteerSeconds() / MINUTE);
  }
}
