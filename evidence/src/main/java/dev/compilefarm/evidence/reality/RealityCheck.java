package dev.compilefarm.evidence.reality;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Runs the same builds by real programs and in the simulation, and tells how far the two are apart.
 * Called as {@code RealityCheck FILE [NUMBER…]}: the report, and the policies; all where none is
 * named. To be run in the folder {@code dispatcher}, with the packaged dispatcher in it.
 */
public final class RealityCheck {
  private static final int ROUNDS = 3;

  private final Path scratch;
  private final SleepingCompiler compiler;
  private double overheadSeconds;

  private RealityCheck(Path scratch) throws IOException, InterruptedException {
    this.scratch = scratch;
    this.compiler = SleepingCompiler.build(scratch);
  }

  static void main(String[] arguments) throws Exception {
    Path scratch = Files.createTempDirectory("compilefarm-reality");
    // distccd becomes somebody else.
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> numbers = Arrays.asList(arguments).subList(1, arguments.length);
    new RealityCheck(scratch).run(Path.of(arguments[0]), numbers);
  }

  private void run(Path file, List<String> numbers) throws Exception {
    double loadBefore = load();
    overheadSeconds = measureOverhead();
    System.out.printf("overhead of a compile: %.0f ms%n", overheadSeconds * 1000);
    System.out.println(CheckReport.heading());
    List<CheckResult> policies = new ArrayList<>();
    for (CheckedPolicy policy : CheckedPolicy.all()) {
      if (numbers.isEmpty() || numbers.contains(policy.number())) {
        policies.add(compare(policy));
        System.out.println(CheckReport.line(policies.getLast()));
      }
    }
    new CheckReport(
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            Runtime.getRuntime().availableProcessors(),
            loadBefore,
            load(),
            overheadSeconds,
            policies)
        .write(file);
  }

  /** From a compile's start to its end, without what it sleeps. */
  private double measureOverhead() throws Exception {
    CheckedPolicy direct = CheckedPolicy.all().getFirst();
    Workload trial = Workload.trial();
    double sleepSeconds = trial.builds().getFirst().criticalPathSeconds();
    int compiles = trial.builds().getFirst().compiles();
    try (SleepingVolunteers volunteers =
            new SleepingVolunteers(scratch, compiler, direct.children());
        Makes makes = direct.opener().open(scratch, compiler, volunteers.ports())) {
      return makes.run(trial, folder()).makespanSeconds() / compiles - sleepSeconds;
    }
  }

  private CheckResult compare(CheckedPolicy policy)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    List<CheckResult.Round> rounds = new ArrayList<>();
    try (SleepingVolunteers volunteers =
            new SleepingVolunteers(scratch, compiler, policy.children());
        Makes makes = policy.opener().open(scratch, compiler, volunteers.ports())) {
      for (int seed = 1; seed <= ROUNDS; seed++) {
        Workload workload = Workload.draw(seed);
        Times real = makes.run(workload, folder());
        rounds.add(
            CheckResult.Round.of(
                real, Simulated.of(workload, policy.simulated(), overheadSeconds)));
      }
    }
    return new CheckResult(policy.number(), policy.name(), policy.settings(), rounds);
  }

  private Path folder() throws IOException {
    return Files.createTempDirectory(scratch, "builds");
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
