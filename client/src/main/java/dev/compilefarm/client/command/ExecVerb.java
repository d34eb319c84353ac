package dev.compilefarm.client.command;

import dev.compilefarm.client.build.BuildProcess;
import dev.compilefarm.client.build.BuildSummary;
import dev.compilefarm.client.build.FarmShare;
import dev.compilefarm.client.build.HeldBack;
import dev.compilefarm.client.build.OwnLimit;
import dev.compilefarm.client.cluster.Cluster;
import dev.compilefarm.client.cluster.DispatcherAlone;
import dev.compilefarm.client.cluster.FarmWatch;
import dev.compilefarm.client.cluster.Way;
import dev.compilefarm.client.diagnosis.Finding;
import dev.compilefarm.client.environment.FarmEnvironment;
import dev.compilefarm.client.environment.Variable;
import dev.compilefarm.client.machine.Connection;
import dev.compilefarm.client.machine.CpuLimit;
import dev.compilefarm.client.machine.Pump;
import dev.compilefarm.client.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exec}: a build on the farm. */
@Command(
    name = "exec",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a command with the farm's environment, and sums up what the farm did for it.",
      "For example: kubectl compilefarm exec main -- make -j32 CC=\"distcc gcc\" CXX=\"distcc g++\"",
      "Where the farm's name has no address, as on a laptop, the jobs go through a port-forward.",
      "Ends with the command's exit code. The summary is the last line of stderr."
    })
final class ExecVerb implements Callable<Integer> {
  private static final int NOT_FOUND = 127;
  private static final double NANOS = 1e9;

  @Mixin private ClusterOptions cluster;

  @Parameters(index = "0", paramLabel = "FARM", description = "The farm's name.")
  private String farm;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command, after --.")
  private List<String> command;

  @Option(names = "--pump", description = "Runs the command under distcc-pump.")
  private boolean pump;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (!cluster.isNamed() && FarmEnvironment.isInPodOf(System.getenv(), farm)) {
      return inPod();
    }
    try (Cluster asked = cluster.connect();
        Way way = asked.way(farm, pump);
        FarmWatch watch = FarmWatch.start(asked.source(farm), way.tenants())) {
      Build build = run(way.environment());
      tell(summary(build, watch, way.environment().isPump()));
      return build.ended().exitCode();
    }
  }

  /** Whatever fails here, the exit code is the build's. */
  private static String summary(Build build, FarmWatch watch, boolean isPump) {
    try {
      Optional<FarmShare> share = watch.share();
      Optional<Finding> finding =
          OwnLimit.of(watch.verdict(), build.heldBack(), share, build.seconds());
      return BuildSummary.line(build.ended().log(), share, isPump, finding);
    } catch (RuntimeException e) {
      return "compilefarm: the build is not summed up: " + e.getMessage();
    }
  }

  /** The environment is there, and a pod of CI seldom has rights in the cluster. */
  private int inPod() throws InterruptedException {
    FarmEnvironment inherited = FarmEnvironment.inherited(System.getenv());
    FarmEnvironment environment = pump ? inherited.forPump() : inherited;
    String host = environment.host();
    Set<String> tenants = Connection.ownAddressTowards(host).map(Set::of).orElse(Set.of());
    try (FarmWatch watch = FarmWatch.start(DispatcherAlone.of(farm, host), tenants)) {
      Build build = run(environment);
      String line = summary(build, watch, environment.isPump());
      tell(
          watch.isAnswered()
              ? line
              : line
                  + (" What held it up: kubectl compilefarm status %s, with rights in the cluster. Or"
                          + " let this pod reach port 8080 of the dispatcher, by the chart's"
                          + " farm.monitoringFrom.")
                      .formatted(farm));
      return build.ended().exitCode();
    }
  }

  /** A build that has ended, and what was seen of it on this machine. */
  private record Build(BuildProcess.Ended ended, double seconds, Optional<HeldBack> heldBack) {}

  private Build run(FarmEnvironment farms) throws InterruptedException {
    Optional<CpuLimit> before = CpuLimit.read();
    long begin = System.nanoTime();
    BuildProcess.Ended ended = ended(farms);
    double seconds = (System.nanoTime() - begin) / NANOS;
    Optional<HeldBack> heldBack =
        before.flatMap(earlier -> CpuLimit.read().flatMap(limit -> limit.since(earlier)));
    return new Build(ended, seconds, heldBack);
  }

  private BuildProcess.Ended ended(FarmEnvironment farms) throws InterruptedException {
    Map<String, String> environment = new HashMap<>();
    for (Variable variable : farms.variables()) {
      environment.put(variable.name(), variable.value());
    }
    List<String> words = new ArrayList<>(command);
    if (pump) {
      words.addFirst(Pump.program(System.getenv()));
    }
    try {
      return new BuildProcess(System.getenv(), environment).run(words);
    } catch (IOException e) {
      tell(
          "error: %s cannot be started: %s. Is it in the PATH?"
              .formatted(words.getFirst(), e.getMessage()));
      return new BuildProcess.Ended(NOT_FOUND, Optional.empty());
    }
  }

  private void tell(String line) {
    if (!line.endsWith(":")) {
      spec.commandLine().getErr().println(Printable.of(line));
    }
  }
}
