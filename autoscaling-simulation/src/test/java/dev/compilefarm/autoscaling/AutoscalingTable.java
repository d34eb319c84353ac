package dev.compilefarm.autoscaling;

import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Prints the table of docs/internals/autoscaling.md: {@code AutoscalingTable SEEDS}, of each day;
 * {@code make autoscale}.
 */
public final class AutoscalingTable {

  private AutoscalingTable() {}

  /** Takes the number of seeds. */
  public static void main(String[] arguments) {
    int seeds = Integer.parseInt(arguments[0]);
    System.out.println(ResultRow.HEADER);
    rows(seeds).forEach(System.out::println);
    LongStream.rangeClosed(1, seeds).forEach(seed -> World.any(seed).check());
    System.out.printf("%d farms of any kind: no job lost, no oscillation, within bounds%n", seeds);
  }

  static Stream<ResultRow> rows(int seeds) {
    return Arrays.stream(StartUp.values())
        .flatMap(startUp ->
            Arrays.stream(LoadShape.values()).map(shape -> ResultRow.of(shape, startUp, seeds)));
  }
}
