package dev.compilefarm.dispatcher.makespan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.simulation.EventQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Thirty programs of 400 files on 32 slots, built with -j64, -j128 and -j400. Each figure is the
 * median of the makespans over the bound. The table is left in target/longest-first.md.
 */
class LongestFirstTest {
  private static final int SEEDS = 30;
  private static final int FILES = 400;
  private static final int LIGHT_FILES = 20;
  private static final List<Integer> PARALLEL = List.of(64, 128, 400);

  /** By way and -j. */
  private static final Map<Way, Map<Integer, Double>> MEDIANS = new EnumMap<>(Way.class);

  @BeforeAll
  static void build() throws IOException {
    for (Way way : Way.values()) {
      Map<Integer, Double> medians = new TreeMap<>();
      PARALLEL.forEach(
          parallel -> medians.put(parallel, median(seed -> overBound(way, parallel, seed))));
      MEDIANS.put(way, medians);
    }
    Files.writeString(Path.of("target", "longest-first.md"), table());
  }

  private static double overBound(Way way, int parallel, long seed) {
    List<Source> program = Source.program(seed, FILES);
    return way.seconds(program, parallel, seed) / Way.bound(program);
  }

  private static double median(LongToDoubleFunction figure) {
    double[] figures = LongStream.rangeClosed(1, SEEDS).mapToDouble(figure).sorted().toArray();
    return (figures[(SEEDS - 1) / 2] + figures[SEEDS / 2]) / 2;
  }

  private static String table() {
    String head =
        PARALLEL.stream().map("-j%d"::formatted).collect(Collectors.joining(" | ", "| | ", " |\n"));
    String line = "|---".repeat(1 + PARALLEL.size()) + "|\n";
    return head
        + line
        + Arrays.stream(Way.values()).map(LongestFirstTest::row).collect(Collectors.joining());
  }

  private static String row(Way way) {
    return MEDIANS.get(way).values().stream()
        .map("%.3f"::formatted)
        .collect(Collectors.joining(" | ", "| " + way.words() + " | ", " |\n"));
  }

  @Test
  void aFirstBuildIsNoSlowerThanInTheOrderOfArrival() {
    PARALLEL.forEach(parallel -> isAtMost(Way.FIRST_BUILD, parallel, 1.02 * firstCome(parallel)));
  }

  @Test
  void aSecondBuildIsNearTheBound() {
    for (Way way : List.of(Way.SECOND_BUILD, Way.CHANGED)) {
      isAtMost(way, 64, firstCome(64));
      isAtMost(way, 128, 1.19);
      isAtMost(way, 400, 1.03);
    }
  }

  @Test
  void aWrongHistoryDoesLittleHarm() {
    for (Way way : List.of(Way.SHUFFLED, Way.INVERTED, Way.SCALED, Way.HALF_SCALED, Way.OTHERS)) {
      PARALLEL.forEach(parallel -> isAtMost(way, parallel, 1.05 * firstCome(parallel)));
    }
  }

  /** Twenty files beside a build whose times are known; who builds has nothing to say about it. */
  @Test
  void aLightUserIsNoSlowerForTheOrderOfAHeavyOne() {
    double unknown = median(seed -> lightSeconds(seed, false));
    double known = median(seed -> lightSeconds(seed, true));
    assertTrue(known <= 1.05 * unknown, () -> "%.2f s, not %.2f s".formatted(known, unknown));
  }

  private static double lightSeconds(long seed, boolean isKnown) {
    EventQueue events = new EventQueue();
    SimFarm farm = new DispatchedFarm(events, Way.SLOTS);
    List<Source> heavy = Source.program(seed, FILES);
    if (isKnown) {
      double _ = Make.seconds(events, farm, heavy, FILES);
    }
    Make heavyMake = Make.begin(events, farm, "heavy", 0, heavy, FILES);
    Make light =
        Make.begin(
            events, farm, "light", 2, Source.program(seed + SEEDS, LIGHT_FILES), LIGHT_FILES);
    heavyMake.await();
    return light.endSeconds() - heavyMake.beginSeconds() - 2;
  }

  private static double firstCome(int parallel) {
    return MEDIANS.get(Way.FIRST_COME).get(parallel);
  }

  private static void isAtMost(Way way, int parallel, double bar) {
    assertTrue(
        MEDIANS.get(way).get(parallel) <= bar,
        () -> "%s with -j%d is over %.3f:\n%s".formatted(way.words(), parallel, bar, table()));
  }
}
