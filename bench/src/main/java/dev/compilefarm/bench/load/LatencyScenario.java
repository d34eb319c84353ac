package dev.compilefarm.bench.load;

import static dev.compilefarm.bench.load.report.Figures.fixed;

import dev.compilefarm.bench.load.client.RawClient;
import dev.compilefarm.bench.load.measure.Pace;
import dev.compilefarm.bench.load.measure.WarmUp;
import dev.compilefarm.bench.load.report.Bar;
import dev.compilefarm.bench.load.report.Table;
import dev.compilefarm.bench.load.volunteer.SteadyVolunteer;
import dev.compilefarm.dispatcher.it.PackagedJvm;
import dev.compilefarm.dispatcher.it.Ports;
import dev.compilefarm.dispatcher.it.RealDispatcher;
import dev.compilefarm.dispatcher.it.RealDistccd;
import dev.compilefarm.dispatcher.protocol.Messages;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How much later is a job back that is alone on the farm? The same request goes straight to a
 * volunteer and through the dispatcher, by turns. The dispatcher is warm: before distccd has its
 * port, a volunteer that answers at once has it, and the same requests go through.
 */
final class LatencyScenario implements Scenario {
  private static final int SLOTS = 2;
  private static final int REPLY_BYTES = 100_000;
  private static final int RATE = 200;
  private static final double P50_BAR_MILLIS = 1;
  private static final double P99_BAR_MILLIS = 5;

  private final InetAddress loopback = InetAddress.getLoopbackAddress();

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String title() {
    return "one job at a time, straight to a volunteer and through the dispatcher, by turns";
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
    int port = Ports.free();
    try (RealDispatcher dispatcher =
        RealDispatcher.start(
            scratch, "127.0.0.1:%d/%d".formatted(port, SLOTS), PackagedJvm.OPTIONS)) {
      Table table =
          new Table("", "jobs", "straight p50", "p99", "through p50", "p99", "added p50", "p99");
      try (SteadyVolunteer volunteer = new SteadyVolunteer(port, REPLY_BYTES)) {
        WarmUp.run(dispatcher, empty, 3000);
        WarmUp.run(dispatcher, large, 300);
        compare(large, 300, volunteer.port(), dispatcher.port())
            .addTo(table, "%s, answered at once".formatted(bytes(large)));
      }
      try (RealDistccd distccd = RealDistccd.start(port, SLOTS, scratch)) {
        Comparison small = compare(empty, 500, distccd.port(), dispatcher.port());
        small.addTo(table, "%s, empty C file, distccd".formatted(bytes(empty)));
        compare(large, 40, distccd.port(), dispatcher.port())
            .addTo(table, "%s, C++ with <regex>, distccd".formatted(bytes(large)));
        table.print(out);
        Bar.print(out, "empty file, added p50 in ms", small.addedMillis(50), P50_BAR_MILLIS, 2);
        Bar.print(out, "empty file, added p99 in ms", small.addedMillis(99), P99_BAR_MILLIS, 2);
      }
    }
  }

  private Comparison compare(byte[] request, int jobs, int direct, int dispatched)
      throws IOException, InterruptedException {
    RawClient client = new RawClient(loopback);
    Comparison times = new Comparison(new Histogram(3), new Histogram(3));
    Pace pace = new Pace(RATE);
    for (int i = 0; i < jobs; i++) {
      pace.await();
      times.straight.recordValue(client.run(request, new InetSocketAddress(loopback, direct)));
      pace.await();
      times.through.recordValue(client.run(request, new InetSocketAddress(loopback, dispatched)));
    }
    return times;
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

  /** Times of the same request in nanoseconds. */
  private record Comparison(Histogram straight, Histogram through) {

    double addedMillis(double percentile) {
      return millis(through, percentile) - millis(straight, percentile);
    }

    void addTo(Table table, String what) {
      table.row(
          what,
          Long.toString(straight.getTotalCount()),
          text(millis(straight, 50)),
          text(millis(straight, 99)),
          text(millis(through, 50)),
          text(millis(through, 99)),
          text(addedMillis(50)),
          text(addedMillis(99)));
    }

    private static double millis(Histogram nanos, double percentile) {
      return nanos.getValueAtPercentile(percentile) / 1e6;
    }

    private static String text(double millis) {
      return fixed(millis, 2) + " ms";
    }
  }
}
