package dev.compilefarm.dispatcher.makespan;

import dev.compilefarm.dispatcher.simulation.Draws;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * One file of a program.
 *
 * @param seconds that its compile takes
 * @param bytes of its request
 */
record Source(String name, double seconds, long bytes) {
  private static final double SIGMA = 0.8;
  private static final double BYTES_A_SECOND = 200_000;

  /**
   * With this a size tells little of a time: two thirds of the sizes are within a factor of 2.7.
   */
  private static final double SIZE_SIGMA = 1;

  /** The files of a program in the order in which make compiles them. */
  static List<Source> program(long seed, int files) {
    Draws draws = new Draws(seed);
    return IntStream.range(0, files)
        .mapToObj(number -> {
          double seconds = draws.logNormal(1, SIGMA);
          double bytes = draws.logNormal(seconds * BYTES_A_SECOND, SIZE_SIGMA);
          return new Source("src/file%d.cpp".formatted(number), seconds, Math.round(bytes));
        })
        .toList();
  }

  Source taking(double otherSeconds) {
    return new Source(name, otherSeconds, bytes);
  }

  Source called(String otherName) {
    return new Source(otherName, seconds, bytes);
  }

  /** Each file takes the time of any other one. */
  static List<Source> shuffled(List<Source> program, long seed) {
    List<Source> others = new ArrayList<>(program);
    Collections.shuffle(others, new Random(seed));
    return IntStream.range(0, program.size())
        .mapToObj(i -> program.get(i).taking(others.get(i).seconds))
        .toList();
  }

  static List<Source> each(List<Source> program, UnaryOperator<Source> change) {
    return program.stream().map(change).toList();
  }
}
