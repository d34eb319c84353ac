package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.fixed;

import dev.compilefarm.bench.load.measure.Detours;
import dev.compilefarm.bench.load.measure.LoadAverage;
import dev.compilefarm.bench.load.measure.WarmUp;
import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Table;
import dev.compilefarm.bench.load.route.Haproxy;
import dev.compilefarm.bench.load.volunteer.SteadyVolunteer;
import dev.compilefarm.dispatcher.it.Ports;
import dev.compilefarm.dispatcher.it.RealDispatcher;
import dev.compilefarm.dispatcher.it.RealDistccd;
import dev.compilefarm.dispatcher.it.TrainedJvm;
import dev.compilefarm.dispatcher.protocol.Messages;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How much later is a job back that is alone on the farm? The same request goes straight to a
 * volunteer, through the dispatcher and through haproxy, by turns. A fresh dispatcher has done
 * nothing before. A warm one has: before another volunteer has its port, one that answers at once
 * has it, and the same requests go through.
 */
final class LatencyScenario implements Scenario {
  private static final int SLOTS = 2;
  private static final int REPLY_BYTES = 100_000;
  private static final int SMALL_REPLY_BYTES = 1000;

  /** Long enough that processors rest in between, as in a build. */
  private static final Duration COMPILE = Duration.ofMillis(15);

  private static final int FRESH_JOBS = 700;
  private static final int WARM_UP_JOBS = 6000;
  private static final int JOBS = 500;
  private static final double WARM_BAR_MILLIS = 0.6;
  private static final double FRESH_BAR_MILLIS = 0.75;
  private static final double OVER_RIVAL_BAR_MILLIS = 0.4;
  private static final double P99_BAR_MILLIS = 3;

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String title() {
    return "one job at a time, straight to a volunteer, through the dispatcher and haproxy, by turns";
  }

  @Override
  public void run(Path scratch, PrintStream out) throws Exception {
    byte[] empty = preprocessed(scratch, "gcc", "empty.c", "", "-O2");
    byte[] large =
        preprocessed(
            scratch,
            "g++",
            "large.cpp",
            """
            #include <iostream>
            #include <map>
            #include <regex>
            int main() { std::cout << std::map<int, int>{{1, 2}}.size(); }
            """,
            "-O0");
    Table table =
        new Table(
            "",
            "jobs",
            "straight p50",
            "p99",
            "added p50",
            "p99",
            "haproxy adds p50",
            "p99",
            "load");
    int port = Ports.free();
    Duration atOnce = Duration.ZERO;
    try (Haproxy haproxy = new Haproxy(scratch, List.of(port), SLOTS, Haproxy.Tuning.NONE)) {
      try (RealDispatcher dispatcher = start(scratch, port);
          SteadyVolunteer _ = volunteer(port, atOnce)) {
        Detours fresh = measure(empty, FRESH_JOBS, port, dispatcher, haproxy);
        row(table, "fresh, small, at once", fresh);
      }
      Detours fresh;
      try (RealDispatcher dispatcher = start(scratch, port);
          SteadyVolunteer _ = volunteer(port, COMPILE)) {
        fresh = measure(empty, FRESH_JOBS, port, dispatcher, haproxy);
        row(table, "fresh, small, 15 ms", fresh);
      }
      try (RealDispatcher dispatcher = start(scratch, port)) {
        try (SteadyVolunteer _ = volunteer(port, atOnce)) {
          WarmUp.run(dispatcher, empty, WARM_UP_JOBS);
          row(table, "warm, small, at once", measure(empty, JOBS, port, dispatcher, haproxy));
        }
        Detours warm;
        try (SteadyVolunteer _ = volunteer(port, COMPILE)) {
          warm = measure(empty, JOBS, port, dispatcher, haproxy);
          row(table, "warm, small, 15 ms", warm);
        }
        try (SteadyVolunteer _ = new SteadyVolunteer(port, REPLY_BYTES)) {
          WarmUp.run(dispatcher, large, 300);
          row(
              table,
              "warm, %s, at once".formatted(bytes(large)),
              measure(large, 300, port, dispatcher, haproxy));
        }
        try (RealDistccd _ = RealDistccd.start(port, SLOTS, scratch)) {
          row(
              table,
              "warm, empty C file, distccd",
              measure(empty, JOBS, port, dispatcher, haproxy));
          row(
              table,
              "warm, C++ with <regex>, distccd",
              measure(large, 40, port, dispatcher, haproxy));
        }
        table.print(out);
        bars(out, "warm, 15 ms", warm, WARM_BAR_MILLIS);
        bars(out, "fresh, 15 ms", fresh, FRESH_BAR_MILLIS);
      }
    }
  }

  private static RealDispatcher start(Path scratch, int volunteer) throws Exception {
    return RealDispatcher.start(
        scratch, "127.0.0.1:%d/%d".formatted(volunteer, SLOTS), TrainedJvm.options());
  }

  private static SteadyVolunteer volunteer(int port, Duration compile) throws IOException {
    return new SteadyVolunteer(port, compile, compiler -> SMALL_REPLY_BYTES);
  }

  private static Detours measure(
      byte[] request, int jobs, int volunteer, RealDispatcher dispatcher, Haproxy haproxy)
      throws Exception {
    return Detours.measure(request, jobs, volunteer, dispatcher.port(), haproxy.port());
  }

  private static void row(Table table, String what, Detours times) throws IOException {
    table.row(
        what,
        Long.toString(times.jobs()),
        millis(times.straightMillis(50)),
        millis(times.straightMillis(99)),
        millis(times.addedMillis(50)),
        millis(times.addedMillis(99)),
        millis(times.addedByRivalMillis(50)),
        millis(times.addedByRivalMillis(99)),
        LoadAverage.now());
  }

  private static void bars(PrintStream out, String what, Detours times, double barMillis) {
    double added = times.addedMillis(50);
    Bar.print(out, what + ", added p50 in ms", added, barMillis, 2);
    Bar.print(
        out,
        what + ", p50 over haproxy's in ms",
        added - times.addedByRivalMillis(50),
        OVER_RIVAL_BAR_MILLIS,
        2);
    Bar.print(out, what + ", added p99 in ms", times.addedMillis(99), P99_BAR_MILLIS, 2);
  }

  private static String millis(double millis) {
    return fixed(millis, 2) + " ms";
  }

  private static String bytes(byte[] request) {
    return "%,d bytes".formatted(request.length);
  }

  /** What distcc would send for this file: preprocessed here, flags that only matter there. */
  private static byte[] preprocessed(
      Path scratch, String compiler, String file, String source, String option) throws Exception {
    Files.writeString(scratch.resolve(file), source);
    Path preprocessed = scratch.resolve(file + ".i");
    Process cpp =
        new ProcessBuilder(compiler, "-E", file)
            .directory(scratch.toFile())
            .redirectOutput(preprocessed.toFile())
            .start();
    if (cpp.waitFor() != 0) {
      throw new IOException(compiler + " cannot preprocess " + file);
    }
    return Messages.request(
        1,
        List.of(compiler, option, "-c", file, "-o", file + ".o"),
        Files.readAllBytes(preprocessed));
  }
}
