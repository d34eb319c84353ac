package dev.compilefarm.client.command;

import dev.compilefarm.client.cluster.Cluster;
import dev.compilefarm.client.diagnosis.Diagnosis;
import dev.compilefarm.client.diagnosis.FarmState;
import dev.compilefarm.client.diagnosis.Finding;
import dev.compilefarm.client.diagnosis.StatusText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status}: a farm in words, or all farms in a table. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Says how a farm is, why, and what to do next. Without a name: a line for each farm.",
      "Ends with 1 if the farm is not ready."
    })
final class StatusVerb implements Callable<Integer> {
  @Mixin private ClusterOptions cluster;

  @Parameters(paramLabel = "FARM", arity = "0..1", description = "The farm's name.")
  private String farm;

  @Mixin private OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Cluster asked = cluster.connect()) {
      List<FarmState> states =
          farm == null
              ? asked.farms().stream().map(known -> new FarmState(known, Optional.empty())).toList()
              : List.of(asked.state(farm));
      print(states, asked.namespace());
      return states.stream().allMatch(FarmState::isReady) ? ExitCode.OK : ExitCode.NOT_WELL;
    }
  }

  private void print(List<FarmState> states, String namespace) {
    output.print(
        spec,
        () -> {
          if (farm != null) {
            return StatusText.ofOne(states.getFirst());
          }
          if (states.isEmpty()) {
            spec.commandLine()
                .getErr()
                .println("The namespace %s has no farm.".formatted(namespace));
            return "";
          }
          return StatusText.ofAll(states);
        },
        () -> {
          List<Map<String, Object>> data = states.stream().map(StatusVerb::data).toList();
          return farm == null ? data : data.getFirst();
        });
  }

  private static Map<String, Object> data(FarmState state) {
    Finding finding = Diagnosis.of(state);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", state.name());
    data.put("ready", state.isReady());
    data.put("cause", finding.cause().toString());
    data.put("sentence", finding.sentence());
    data.put("nextStep", finding.nextStep());
    data.put("besides", Diagnosis.besides(state));
    data.put("status", state.farm().getStatus());
    return data;
  }
}
