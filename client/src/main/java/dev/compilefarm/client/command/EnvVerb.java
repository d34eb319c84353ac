package dev.compilefarm.client.command;

import dev.compilefarm.client.cluster.Cluster;
import dev.compilefarm.client.environment.EnvironmentForm;
import dev.compilefarm.client.environment.FarmEnvironment;
import dev.compilefarm.client.environment.FittingJobs;
import dev.compilefarm.client.machine.Connection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code env}: what a build needs in its environment. */
@Command(
    name = "env",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what a build needs in its environment.",
      "In a shell: eval \"$(kubectl compilefarm env main)\"",
      "In a step of GitHub Actions: kubectl compilefarm env main -o github >> \"$GITHUB_ENV\"",
      "In a pod that has the farm's ConfigMap in its environment, that is printed: no rights are needed."
    })
final class EnvVerb implements Callable<Integer> {
  @Mixin private ClusterOptions cluster;

  @Parameters(paramLabel = "FARM", description = "The farm's name.")
  private String farm;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "shell",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private EnvironmentForm form;

  @Option(names = "--explain", description = "Adds the reason of each variable as a comment.")
  private boolean explain;

  @Option(names = "--pump", description = "The host list of distcc's pump mode.")
  private boolean pump;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    boolean isInPod = !cluster.isNamed() && FarmEnvironment.isInPodOf(System.getenv(), farm);
    FarmEnvironment environment = isInPod ? FarmEnvironment.inherited(System.getenv()) : clusters();
    if (pump) {
      environment = environment.forPump();
    }
    spec.commandLine()
        .getOut()
        .print(
            explain ? form.explain(environment.variables()) : form.render(environment.variables()));
    spec.commandLine().getOut().flush();
    int cores = Runtime.getRuntime().availableProcessors();
    spec.commandLine()
        .getErr()
        .println(
            "-j%d fits this machine: %d cores feed so many slots%s. A higher -j does no harm."
                .formatted(
                    FittingJobs.of(cores, environment.jobsAtMost(), pump),
                    cores,
                    pump ? " in pump mode" : ""));
    if (!isInPod && form.isForHere()) {
      noAddress(environment.host(), farm, Connection::isKnown)
          .ifPresent(spec.commandLine().getErr()::println);
    }
    return ExitCode.OK;
  }

  /** What to do where builds would look for the farm in vain, and distcc would say nothing. */
  static Optional<String> noAddress(String host, String farm, Predicate<String> isKnown) {
    return isKnown.test(host)
        ? Optional.empty()
        : Optional.of(
            ("warning: The name %s has no address here, so builds here would compile everything at"
                    + " home. Build with: kubectl compilefarm exec %s -- make …")
                .formatted(host, farm));
  }

  private FarmEnvironment clusters() {
    try (Cluster asked = cluster.connect()) {
      return FarmEnvironment.of(asked.clientConfigMap(farm));
    }
  }
}
