package dev.compilefarm.bench.load;

import dev.compilefarm.bench.load.report.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the scenarios that are named, or all of them, one after the other. Needs the packaged
 * dispatcher in target/, distccd, distcc, gcc, g++, make and haproxy; talks to loopback only.
 */
public final class LoadBench {
  private static final List<Scenario> SCENARIOS =
      List.of(
          new MakespanScenario(),
          new LightUserScenario(),
          new KilledVolunteerScenario(),
          new ProcessorTimeScenario(),
          new LatencyScenario(),
          new BuildScenario(),
          new SlowReadersScenario(),
          new StoppedClientsScenario(),
          new MemoryScenario());

  private LoadBench() {}

  public static void main(String[] names) throws Exception {
    List<String> known = SCENARIOS.stream().map(Scenario::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "there is no scenario '%s', only %s".formatted(name, String.join(", ", known)));
      }
    }
    Runtime.getRuntime().addShutdownHook(new Thread(LoadBench::endWhatWasStarted));
    for (Scenario scenario : SCENARIOS) {
      if (names.length == 0 || List.of(names).contains(scenario.name())) {
        run(scenario, System.out);
      }
    }
  }

  private static void run(Scenario scenario, PrintStream out) throws Exception {
    Path scratch = Files.createTempDirectory("compilefarm-bench-" + scenario.name());
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    long start = System.nanoTime();
    out.printf("%n%s: %s%n", scenario.name(), scenario.title());
    scenario.run(scratch, out);
    out.printf("  took %s s%n", Figures.fixed((System.nanoTime() - start) / 1e9, 0));
    delete(scratch);
  }

  /** distccd leaves the terminal's process group, so an interrupt would not reach it. */
  private static void endWhatWasStarted() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
