package dev.compilefarm.bench.core;

import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Figures;
import dev.compilefarm.bench.load.report.Table;
import java.io.PrintStream;
import java.util.Collection;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures each {@link Situation} in three JVMs, one after the other, and prints the figures. The
 * argument is the number of volunteers, 500 where there is none. The longest event of one JVM may
 * have been interpreted still, or disturbed, so the best of the three counts.
 */
public final class CoreBench {
  private static final int FORKS = 3;
  private static final TimeValue ITERATION = TimeValue.seconds(2);
  private static final int WARM_UP_ITERATIONS = 3;
  private static final int ITERATIONS = 4;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double JOB_MICROS_MAX = 30;
  private static final double EVENT_MICROS_MAX = 1_000;

  // As in the image, but for the AOT cache.
  private static final String[] JVM = {
    "-XX:+UseSerialGC",
    "-Xmx230m",
    "-XX:MaxNewSize=16m",
    // JMH's own use of it.
    "--sun-misc-unsafe-memory-access=allow"
  };

  private CoreBench() {}

  public static void main(String[] arguments) throws RunnerException {
    String volunteers = arguments.length == 0 ? "500" : arguments[0];
    System.out.printf(
        "%ncore: the time of one event of %s volunteers, in microseconds%n", volunteers);
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(CoreBenchmark.class.getName())
                    .param("volunteers", volunteers)
                    .forks(FORKS)
                    .jvmArgs(JVM)
                    .warmupIterations(WARM_UP_ITERATIONS)
                    .warmupTime(ITERATION)
                    .measurementIterations(ITERATIONS)
                    .measurementTime(ITERATION)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    print(results, System.out);
  }

  private static void print(Collection<RunResult> results, PrintStream out) {
    Table table =
        new Table(
            "processor time", "mean", "p99.99", "longest", "mean of a job", "longest by clock");
    results.forEach(result -> addRow(table, result));
    table.print(out);
    for (RunResult result : results) {
      Situation situation = situation(result);
      if (situation.eventsPerJob() > 0) {
        Bar.print(out, situation + ", mean of a job", jobMicros(result), JOB_MICROS_MAX, 1);
      }
      Bar.print(out, situation + ", longest", bestFork(result, "longest"), EVENT_MICROS_MAX, 0);
    }
  }

  private static void addRow(Table table, RunResult result) {
    table.row(
        situation(result).name(),
        Figures.fixed(meanMicros(result), 2),
        Figures.fixed(bestFork(result, "rare"), 0),
        Figures.fixed(bestFork(result, "longest"), 0),
        situation(result).eventsPerJob() > 0 ? Figures.fixed(jobMicros(result), 1) : "",
        Figures.fixed(longestByClock(result), 0));
  }

  private static Situation situation(RunResult result) {
    return Situation.valueOf(result.getParams().getParam("situation"));
  }

  private static double jobMicros(RunResult result) {
    return meanMicros(result) * situation(result).eventsPerJob();
  }

  private static double meanMicros(RunResult result) {
    return result.getBenchmarkResults().stream()
        .flatMapToDouble(fork -> micros(fork, "mean"))
        .average()
        .orElseThrow();
  }

  /** The most of a JVM's iterations, in the JVM where that was least. */
  private static double bestFork(RunResult result, String figure) {
    return result.getBenchmarkResults().stream()
        .mapToDouble(fork -> micros(fork, figure).max().orElseThrow())
        .min()
        .orElseThrow();
  }

  private static double longestByClock(RunResult result) {
    return result.getBenchmarkResults().stream()
        .mapToDouble(fork -> fork.getPrimaryResult().getStatistics().getMax())
        .min()
        .orElseThrow();
  }

  /** A figure of {@link CoreBenchmark.ProcessorTime} by iteration. */
  private static DoubleStream micros(BenchmarkResult fork, String figure) {
    return fork.getIterationResults().stream()
        .mapToDouble(one -> one.getSecondaryResults().get(figure).getScore() / NANOS_PER_MICRO);
  }
}
