package dev.compilefarm.dispatcher.bench;

import dev.compilefarm.dispatcher.protocol.Messages;
import dev.compilefarm.dispatcher.real.Ports;
import dev.compilefarm.dispatcher.real.RealDispatcher;
import dev.compilefarm.dispatcher.real.RealDistccd;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * What a job costs through the dispatcher and what it costs straight to the same distccd. The two
 * ways take turns job by job, so that whatever else the machine does hits both. Needs the packaged
 * dispatcher, distccd, gcc and g++; takes about two minutes; talks to loopback only.
 */
public final class DispatcherBench {
  private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx384m");
  private static final int WARM_UP_JOBS = 3000;
  private static final int EMPTY_JOBS = 300;
  private static final int LARGE_JOBS = 30;
  private static final int RELAYED_JOBS = 3000;
  private static final int CLIENTS = 16;
  private static final int SLOTS = 2;
  private static final int REQUEST_BYTES = 300_000;
  private static final int REPLY_BYTES = 100_000;

  private final PrintStream out;
  private final Path scratch;

  private DispatcherBench(PrintStream out, Path scratch) {
    this.out = out;
    this.scratch = scratch;
  }

  public static void main(String[] arguments) throws Exception {
    Path scratch = Files.createTempDirectory("compilefarm-bench");
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    DispatcherBench bench = new DispatcherBench(System.out, scratch);
    bench.latency();
    bench.processorTime();
  }

  private void latency() throws Exception {
    try (RealDistccd distccd = RealDistccd.start(Ports.free(), SLOTS, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch, "127.0.0.1:%d/%d".formatted(distccd.port(), SLOTS), JVM)) {
      byte[] empty = request("gcc", "empty.c", "", "-O2");
      byte[] large =
          request(
              "g++",
              "large.cpp",
              """
              #include <iostream>
              #include <map>
              #include <regex>
              int main() { std::cout << std::regex_match("ab", std::regex("a+b*")); }
              """,
              "-O0");
      compare("empty C file", empty, EMPTY_JOBS, distccd.port(), dispatcher.port());
      compare("C++ with <regex>", large, LARGE_JOBS, distccd.port(), dispatcher.port());
    }
  }

  private void compare(String what, byte[] request, int jobs, int direct, int dispatched)
      throws IOException {
    RawClient client = new RawClient(request);
    Histogram straight = new Histogram(3);
    Histogram through = new Histogram(3);
    for (int i = -jobs / 10; i < jobs; i++) {
      long straightNanos = client.run(direct);
      long throughNanos = client.run(dispatched);
      if (i >= 0) {
        straight.recordValue(straightNanos);
        through.recordValue(throughNanos);
      }
    }
    out.printf("%s, request of %,d bytes, one at a time, %d each%n", what, request.length, jobs);
    print("straight to distccd", straight);
    print("through the dispatcher", through);
    out.printf(
        "  %-24s p50 %8.3f      p99 %8.3f%n",
        "ratio",
        millis(through, 50) / millis(straight, 50),
        millis(through, 99) / millis(straight, 99));
  }

  private void print(String way, Histogram nanos) {
    out.printf("  %-24s p50 %8.2f ms   p99 %8.2f ms%n", way, millis(nanos, 50), millis(nanos, 99));
  }

  private static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  private void processorTime() throws Exception {
    try (InstantVolunteer volunteer = new InstantVolunteer(REPLY_BYTES);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch, "127.0.0.1:%d/%d".formatted(volunteer.port(), CLIENTS), JVM)) {
      byte[] request = Messages.request(1, List.of("gcc", "-c", "x.c"), new byte[REQUEST_BYTES]);
      runJobs(request, dispatcher.port(), WARM_UP_JOBS);
      Duration before = dispatcher.cpuTime();
      long start = System.nanoTime();
      runJobs(request, dispatcher.port(), RELAYED_JOBS);
      double seconds = (System.nanoTime() - start) / 1e9;
      Duration used = dispatcher.cpuTime().minus(before);
      out.printf(
          "relay of %,d bytes in, %,d out, %d clients, a volunteer that answers at once%n",
          REQUEST_BYTES, REPLY_BYTES, CLIENTS);
      out.printf(
          "  dispatcher: %.2f CPU seconds per 1,000 jobs; %.0f jobs/s with clients and volunteer on"
              + " the same cores%n",
          used.toMillis() / 1000.0 * 1000 / RELAYED_JOBS, RELAYED_JOBS / seconds);
    }
  }

  private static void runJobs(byte[] request, int port, int jobs) throws Exception {
    AtomicInteger left = new AtomicInteger(jobs);
    Callable<Void> client =
        () -> {
          RawClient raw = new RawClient(request);
          while (left.getAndDecrement() > 0) {
            raw.run(port);
          }
          return null;
        };
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(clients.submit(client));
      }
      for (Future<Void> one : running) {
        awaitEnd(one);
      }
    }
  }

  private static void awaitEnd(Future<Void> client) throws Exception {
    try {
      client.get();
    } catch (ExecutionException e) {
      throw new IOException("a client failed", e.getCause());
    }
  }

  /** What distcc would send for this file: preprocessed here, flags that only matter there. */
  private byte[] request(String compiler, String file, String source, String option)
      throws Exception {
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
