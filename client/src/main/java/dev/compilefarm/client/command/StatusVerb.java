package dev.compilefarm.client.command;

import dev.compilefarm.client.cluster.Cluster;
import dev.compilefarm.client.diagnosis.Diagnosis;
import dev.compilefarm.client.diagnosis.FarmState;
import dev.compilefarm.client.diagnosis.Finding;
import dev.compilefarm.client.diagnosis.StatusText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private OutputForm form;

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
    PrintWriter out = spec.commandLine().getOut();
    if (form != OutputForm.table) {
      List<Map<String, Object>> data = states.stream().map(StatusVerb::data).toList();
      out.print(form.render(farm == null ? data : data.getFirst()));
    } else if (farm != null) {
      out.print(StatusText.ofOne(states.getFirst()));
    } else if (states.isEmpty()) {
      spec.commandLine().getErr().println("The namespace %s has no farm.".formatted(namespace));
    } else {
      out.print(StatusText.ofAll(states));
    }
    out.flush();
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
