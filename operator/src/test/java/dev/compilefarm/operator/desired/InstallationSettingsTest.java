package dev.compilefarm.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.plan.DispatcherLog;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.PodSettings;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the operator was installed with reaches the pods of farms that say nothing of it. */
class InstallationSettingsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void allPodsHaveTheSecretsOfTheirFarmAndOfAllFarms() {
    Plan plan =
        plan(
            "{volunteers: {template: {imagePullSecrets: [{name: team}, {name: mirror}]}},"
                + " nodes: {placeholders: 1}}",
            List.of("mirror", "spare"),
            DispatcherLog.AS_BUILT);

    assertEquals(
        Map.of(
            "main-dispatcher", List.of("mirror", "spare"),
            "main-volunteers", List.of("team", "mirror", "spare"),
            "main-placeholders", List.of("team", "mirror", "spare")),
        secrets(plan));
  }

  /** What is not said must not replace the dispatchers of those who upgrade. */
  @Test
  void dispatchersThatLogAsBuiltAreToldNothing() {
    Plan plan = plan("{}", List.of(), DispatcherLog.AS_BUILT);

    assertFalse(dispatcherKnows(plan, "COMPILEFARM_LOG_LEVEL"));
    assertFalse(dispatcherKnows(plan, "COMPILEFARM_LOG_JSON"));
    assertEquals(List.of(), secrets(plan).get("main-dispatcher"));
  }

  @Test
  void dispatchersLogAsTheOperatorDoes() {
    Map<String, String> environment =
        environment(plan("{}", List.of(), new DispatcherLog(Optional.of("DEBUG"), true)));

    assertEquals("DEBUG", environment.get("COMPILEFARM_LOG_LEVEL"));
    assertEquals("true", environment.get("COMPILEFARM_LOG_JSON"));
  }

  private static boolean dispatcherKnows(Plan plan, String variable) {
    return environment(plan).containsKey(variable);
  }

  private static Map<String, String> environment(Plan plan) {
    Map<String, String> environment = new TreeMap<>();
    for (EnvVar variable : pods(plan).get("main-dispatcher").getContainers().getFirst().getEnv()) {
      environment.put(variable.getName(), variable.getValue());
    }
    return environment;
  }

  private static Map<String, List<String>> secrets(Plan plan) {
    Map<String, List<String>> secrets = new TreeMap<>();
    pods(plan)
        .forEach((name, pod) ->
            secrets.put(
                name,
                pod.getImagePullSecrets().stream().map(LocalObjectReference::getName).toList()));
    return secrets;
  }

  private static Map<String, PodSpec> pods(Plan plan) {
    Map<String, PodSpec> pods = new TreeMap<>();
    DesiredObjects.of(plan).stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .forEach(deployment ->
            pods.put(
                deployment.getMetadata().getName(), deployment.getSpec().getTemplate().getSpec()));
    return pods;
  }

  private static Plan plan(String spec, List<String> secrets, DispatcherLog log) {
    CompileFarm farm =
        new KubernetesSerialization()
            .unmarshal(
                "metadata: {name: main, namespace: ci, uid: uid-1}\nspec: " + spec,
                CompileFarm.class);
    Settings settings =
        new Settings(
            "dispatcher:1",
            "volunteer:1",
            "IfNotPresent",
            Optional.empty(),
            new PodSettings(
                "tools:1", "amd64", "gcc-14", "placeholder", "role", false, secrets, log),
            new Settings.Switches(true, true, true, true),
            List.of());
    return new Planner(settings)
        .plan(
            farm,
            Observed.of(FarmNames.of(farm), List.of(), List.of(), Optional.empty()),
            SizeHistory.startingWith(0, NOW),
            NOW);
  }
}
