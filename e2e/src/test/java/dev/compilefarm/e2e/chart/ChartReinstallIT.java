package dev.compilefarm.e2e.chart;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.DisturbsOthers;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.cluster.Chart;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The chart under another name, in another namespace and with many values that are not the default,
 * on a cluster that kept the resource definition and a farm. It takes the operator away for a
 * while, so the suite disturbs others.
 */
@DisturbsOthers
class ChartReinstallIT {
  @RegisterExtension static final Stage stage = new Stage("chart-reinstall");

  private static final String NAMESPACE = "platform-distcc";
  private static final Duration SOON = Duration.ofSeconds(90);

  /** As the refusal prints them, with what follows until the end of the line. */
  private static final Pattern COMMAND =
      Pattern.compile("kubectl (label|annotate) --overwrite crd (\\S+) ([^\\n]+)");

  @AfterAll
  static void installAgain() {
    another().uninstall();
    Chart usual = new Chart(stage.cluster());
    obey(refusal(usual));
    usual.install(stage.client());
    stage.client().namespaces().withName(NAMESPACE).delete();
  }

  private static Chart another() {
    return new Chart(stage.cluster())
        .as("platform", NAMESPACE)
        .with("nameOverride", "distcc")
        .with("commonLabels.cost-center", "builds")
        .with("serviceAccount.name", "distcc")
        .with("serviceAccount.annotations.example\\.com/role", "builds")
        .with("operator.extraEnv[0].name", "JAVA_TOOL_OPTIONS")
        .with("operator.extraEnv[0].value", "-Dexample=1")
        .with("operator.networkPolicy.create", "true")
        .with("operator.podSecurityContext.runAsUser", "12345")
        .with("operator.podSecurityContext.fsGroup", "null")
        .with("operator.priorityClassName", "system-cluster-critical")
        .with("operator.topologySpreadConstraints[0].maxSkew", "1")
        .with("operator.topologySpreadConstraints[0].topologyKey", "kubernetes.io/hostname")
        .with("operator.topologySpreadConstraints[0].whenUnsatisfiable", "ScheduleAnyway")
        .with("operator.topologySpreadConstraints[0].labelSelector.matchLabels.a", "b")
        .with("farm.placeholderPriorityClass.name", "platform-placeholder")
        .with("metrics.service", "true")
        .with(
            "extraObjects[0]",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \"{{ .Release.Name }}-more\"}\n");
  }

  @Test
  void anotherReleaseServesTheFarmsThatWereKept() {
    // Given
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec: {replicas: 1, volunteers: {slots: 2}}
            """);
    new Chart(stage.cluster()).uninstall();

    // When
    String refusal = refusal(another());
    assertTrue(
        refusal.contains("of the release compilefarm in namespace compilefarm-system"), refusal);
    assertTrue(refusal.contains("--set crds.install=false"), refusal);
    obey(refusal);
    another().install(stage.client());

    // Then
    eventually(
        "the finalizer that only an operator writes",
        SOON,
        () -> stage.user().farm("main").getMetadata().getFinalizers(),
        finalizers -> !finalizers.isEmpty());
    assertEquals("deployed", another().test().getStatus());
    ServiceAccount account =
        stage.client().serviceAccounts().inNamespace(NAMESPACE).withName("distcc").require();
    assertEquals("builds", account.getMetadata().getLabels().get("cost-center"));
    assertEquals("builds", account.getMetadata().getAnnotations().get("example.com/role"));
    ConfigMap more =
        stage.client().configMaps().inNamespace(NAMESPACE).withName("platform-more").require();
    assertEquals("platform", more.getMetadata().getAnnotations().get("meta.helm.sh/release-name"));

    // And when the farm is deleted, its operator lets it go
    stage.user().deleteFarm("main");
    eventually("no farm", SOON, () -> stage.user().farm("main"), Objects::isNull);
  }

  private static String refusal(Chart chart) {
    return assertThrows(RuntimeException.class, () -> chart.install(stage.client())).getMessage();
  }

  /** Does what the refusal says. */
  private static void obey(String refusal) {
    List<String[]> commands =
        COMMAND
            .matcher(refusal)
            .results()
            .map(command -> new String[] {command.group(1), command.group(2), command.group(3)})
            .toList();
    assertEquals(2, commands.size(), refusal);
    for (String[] command : commands) {
      Map<String, String> more = new HashMap<>();
      for (String word : command[2].strip().split(" ", -1)) {
        String[] keyAndValue = word.split("=", 2);
        more.put(keyAndValue[0], keyAndValue[1]);
      }
      stage
          .client()
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(command[1])
          .edit(definition -> {
            (command[0].equals("label")
                    ? definition.getMetadata().getLabels()
                    : definition.getMetadata().getAnnotations())
                .putAll(more);
            return definition;
          });
    }
  }
}
