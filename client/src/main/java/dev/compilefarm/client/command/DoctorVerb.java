package dev.compilefarm.client.command;

import dev.compilefarm.client.cluster.Cluster;
import dev.compilefarm.client.cluster.ClusterException;
import dev.compilefarm.client.diagnosis.FarmState;
import dev.compilefarm.client.doctor.CheckResult;
import dev.compilefarm.client.doctor.ClientFacts;
import dev.compilefarm.client.doctor.Doctor;
import dev.compilefarm.client.load.UnreadableAnswerException;
import dev.compilefarm.client.machine.Machine;
import dev.compilefarm.client.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code doctor}: what goes wrong in practice, looked for where the build runs. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks in the build's own environment whether builds use the farm, and says what to do.",
      "Run it in the container and as the user that builds. It ends with a compile by the farm alone.",
      "Without rights in the cluster it checks all the same, but for the farm itself.",
      "Ends with 0 only if no check failed and the file was compiled on the farm."
    })
final class DoctorVerb implements Callable<Integer> {
  @Mixin private ClusterOptions cluster;

  @Parameters(paramLabel = "FARM", description = "The farm's name.")
  private String farm;

  @Option(
      names = "--compiler",
      paramLabel = "NAME",
      defaultValue = "gcc",
      description = "What the test compile calls. Default: ${DEFAULT-VALUE}.")
  private String compiler;

  @Mixin private OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Machine machine = new Machine(System.getenv());
    ClientFacts facts = machine.facts();
    Optional<FarmState> state = Optional.empty();
    String whyNot = "";
    try (Cluster asked = cluster.connect()) {
      state = Optional.of(asked.state(farm));
    } catch (ClusterException e) {
      if (e.isNoSuchFarm()) {
        throw e;
      }
      whyNot = "The cluster was not asked: " + e.getMessage();
    } catch (UnreadableAnswerException e) {
      whyNot = e.getMessage();
    }
    if (facts.canCompile()) {
      spec.commandLine()
          .getErr()
          .println(
              "A small file is compiled on the farm. If the farm starts a volunteer first, that takes"
                  + " up to three minutes.");
      facts = facts.with(machine.testCompile(compiler, facts.remoteHosts()));
    }
    List<CheckResult> results = Doctor.examine(facts, farm, compiler, state, whyNot);
    output.print(spec, () -> text(results), () -> results);
    return Doctor.isWell(results) ? ExitCode.OK : ExitCode.NOT_WELL;
  }

  private static String text(List<CheckResult> results) {
    StringBuilder text = new StringBuilder();
    for (CheckResult result : results) {
      text.append(
          "%-5s %-13s %s%n"
              .formatted(
                  result.verdict().toString().toLowerCase(Locale.ROOT),
                  result.check(),
                  Printable.of(result.sentence())));
      if (!result.fix().isEmpty()) {
        text.append("%-19s -> %s%n".formatted("", Printable.of(result.fix())));
      }
    }
    return text.toString();
  }
}
