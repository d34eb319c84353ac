package dev.compilefarm.autoscaling;

import dev.compilefarm.dispatcher.simulation.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The kinds of days that a farm has. Times are seconds. */
enum LoadShape {
  /** Single jobs, few at first, and from one second to the next many, for ten minutes. */
  STEP {
    @Override
    List<MakeInvocation> draw(Draws draws, Compiles compiles) {
      return Stream.concat(
              singles(draws, compiles, 10, 120, 2).stream(),
              singles(draws, compiles, 130, 600, draws.between(8, 40)).stream())
          .toList();
    }
  },
  /** The same build again and again, with a pause that is shorter than the scale-down delay. */
  SAWTOOTH {
    @Override
    List<MakeInvocation> draw(Draws draws, Compiles compiles) {
      int parallel = draws.between(16, 48);
      double pause = draws.seconds(120, 240);
      return IntStream.range(0, 8)
          .mapToObj(i -> compiles.make(10 + i * pause, parallel, parallel * 12))
          .toList();
    }
  },
  /** A compile of some minutes, with small builds before and beside it. */
  ONE_LONG_JOB {
    @Override
    List<MakeInvocation> draw(Draws draws, Compiles compiles) {
      return Stream.concat(
              IntStream.range(0, 5).mapToObj(i -> compiles.make(5 + i * 100, 8, 60)),
              Stream.of(new MakeInvocation(60, 1, 0.1, List.of(draws.seconds(200, 500)))))
          .toList();
    }
  },
  /** Compiles of some minutes on all slots that a small build needed, and then that build again. */
  SOME_LONG_JOBS {
    @Override
    List<MakeInvocation> draw(Draws draws, Compiles compiles) {
      return List.of(
          compiles.make(5, 16, 100),
          new MakeInvocation(
              60, 12, 0.1, Stream.generate(() -> draws.seconds(200, 500)).limit(12).toList()),
          compiles.make(90, 16, 100),
          compiles.make(240, 16, 100));
    }
  },
  /** Within ten minutes everybody comes in and builds. */
  MORNING_RUSH {
    @Override
    List<MakeInvocation> draw(Draws draws, Compiles compiles) {
      return IntStream.range(0, draws.between(10, 30))
          .mapToObj(i ->
              compiles.make(
                  600 * Math.sqrt(draws.seconds(0, 1)),
                  draws.between(8, 24),
                  draws.between(100, 400)))
          .toList();
    }
  },
  /** A small build now and then, with longer pauses than the scale-down delay. */
  IDLE_NIGHT {
    @Override
    List<MakeInvocation> draw(Draws draws, Compiles compiles) {
      return IntStream.range(0, 4)
          .mapToObj(i ->
              compiles.make(
                  60 + i * 900 + draws.seconds(0, 200), draws.between(2, 8), draws.between(5, 40)))
          .toList();
    }
  },
  /**
   * Several users, each with builds of all sizes and pauses between them, and a CI's single jobs.
   */
  MIXED_DAY {
    @Override
    List<MakeInvocation> draw(Draws draws, Compiles compiles) {
      List<MakeInvocation> makes = new ArrayList<>();
      for (int user = draws.between(3, 8); user > 0; user--) {
        for (double at = draws.gap(300); at < 1800; at += 20 + draws.gap(240)) {
          makes.add(
              compiles.make(
                  at, draws.oneOf(4, 8, 16, 32, 64), (int) Math.min(600, draws.pareto(8, 1))));
        }
      }
      makes.addAll(singles(draws, compiles, 0, 1800, draws.between(1, 3)));
      return makes;
    }
  };

  /** All that somebody builds on this day. */
  abstract List<MakeInvocation> draw(Draws draws, Compiles compiles);

  /** Independent jobs that keep so many slots busy on average. */
  private static List<MakeInvocation> singles(
      Draws draws, Compiles compiles, double from, double seconds, double slots) {
    double gap = compiles.mean() / slots;
    return DoubleStream.iterate(
            from + draws.gap(gap), at -> at < from + seconds, at -> at + draws.gap(gap))
        .mapToObj(at -> compiles.make(at, 1, 1))
        .toList();
  }

  /**
   * How long the compiles of one project take: lognormal, as {@code bench/workload/CompileTimes}.
   */
  record Compiles(Draws draws, double median) {
    private static final double SIGMA = 0.8;
    private static final double LONGEST_MEDIANS = 10;

    double mean() {
      return median * Math.exp(SIGMA * SIGMA / 2);
    }

    MakeInvocation make(double start, int parallel, int jobs) {
      return new MakeInvocation(
          start, parallel, 0.1, Stream.generate(this::draw).limit(jobs).toList());
    }

    private double draw() {
      return Math.min(draws.logNormal(median, SIGMA), median * LONGEST_MEDIANS);
    }
  }
}
