package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.desired.DistccHosts.Mode;
import dev.compilefarm.operator.names.Annotations;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The environment of clients, for {@code envFrom}. */
final class ClientConfigMap {
  private ClientConfigMap() {}

  /**
   * A variable of the environment.
   *
   * @param reason one sentence, for people
   */
  private record Variable(String name, String value, String reason) {}

  static ConfigMap of(Plan plan) {
    List<Variable> variables = variables(plan);
    return new ConfigMapBuilder()
        .withMetadata(Metadata.of(plan, plan.names().client(), Labels.CLIENT))
        .editMetadata()
        .addToAnnotations(Annotations.CLIENT_LIMIT, reasonOfLimit(plan))
        .addToAnnotations(Annotations.CLIENT_REASONS, reasons(variables))
        .endMetadata()
        .withData(data(variables))
        .build();
  }

  private static List<Variable> variables(Plan plan) {
    return List.of(
        new Variable(
            "DISTCC_HOSTS",
            DistccHosts.shared(plan, Mode.PLAIN),
            "Two entries for one farm: a job that fails on one goes to the other, not home."),
        // distcc does not know this name.
        new Variable(
            "DISTCC_PUMP_HOSTS",
            DistccHosts.shared(plan, Mode.PUMP),
            "The hosts for pump mode: who runs distcc-pump sets DISTCC_HOSTS to them."),
        // Never 0: distcc 3.4 then tries a broken entry for ever.
        new Variable(
            "DISTCC_BACKOFF_PERIOD",
            "1",
            "A failed entry is avoided for 1 s; the default of 60 s sends a whole build home."),
        new Variable(
            "DISTCC_PAUSE_TIME_MSEC",
            "50",
            "A client looks for a free entry every 50 ms; the default is 1 s, as long as a compile."),
        new Variable(
            "DISTCC_NO_REWRITE_CROSS",
            "1",
            "The compiler's name stays: x86_64-linux-gnu-g++ may be another compiler than g++."),
        // src/compile.c of distcc 3.4.
        new Variable(
            "DISTCC_MAX_DISCREPANCY",
            "1000000",
            "A refused job compiles at home; by default the first one ends pump for its build."));
  }

  /** In their order, which is that of the reasons. */
  private static Map<String, String> data(List<Variable> variables) {
    Map<String, String> data = new LinkedHashMap<>();
    variables.forEach(variable -> data.put(variable.name(), variable.value()));
    return data;
  }

  /** A line for each variable. Beside the data: a pod's {@code envFrom} takes all of the data. */
  private static String reasons(List<Variable> variables) {
    return variables.stream()
        .map(variable -> "%s: %s".formatted(variable.name(), variable.reason()))
        .collect(Collectors.joining("\n"));
  }

  private static String reasonOfLimit(Plan plan) {
    return ("Each of the two entries takes %d jobs of a client at a time. Both together are eight jobs"
            + " for each slot of the farm's largest size, with 64 at least and 512 at most. So make -j%d sends all of its jobs")
        .formatted(plan.clientLimit(), 2 * plan.clientLimit());
  }
}
