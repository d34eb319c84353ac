package dev.compilefarm.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.operator.desired.DesiredObjects;
import dev.compilefarm.operator.desired.RolloutCause;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.PodSettings;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import dev.compilefarm.operator.status.FarmStatus;
import dev.compilefarm.operator.status.StatusInputs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole decisions, from a farm and what was observed to objects and status. A folder of {@code
 * scenarios} is a situation:
 *
 * <ul>
 *   <li>{@code in-farm.yaml}, the farm; {@code in-openshift}, if the cluster assigns users to pods;
 *   <li>{@code observed-objects.yaml}, live Deployments and pods, if any; {@code
 *       observed-load.yaml}, the dispatcher's answer ({@code silent: why} for none), if it was
 *       asked;
 *   <li>{@code out-status.yaml}, {@code out-marked.yaml} (the volunteers that go), {@code
 *       out-rollout.yaml} (why volunteers are replaced), {@code out-held-volunteers.yaml} (their
 *       Deployment while the farm waits for its turn) and {@code out-<kind>-<name>.yaml}: what must
 *       come out. A folder holds the outputs that its situation is about; one that is not made any
 *       more fails.
 * </ul>
 */
class ScenariosTest {
  private static final Path ROOT = Path.of("src/test/resources/scenarios");
  private static final boolean UPDATE = Boolean.getBoolean("compilefarm.update-scenarios");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  static Stream<String> scenarios() throws IOException {
    return names(ROOT).stream();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void situationLeadsTo(String scenario) throws IOException {
    Path folder = ROOT.resolve(scenario);
    List<String> inputs =
        List.of("in-farm.yaml", "in-openshift", "observed-objects.yaml", "observed-load.yaml");
    List<String> expected = names(folder).stream().filter(name -> !inputs.contains(name)).toList();
    assertFalse(expected.isEmpty(), "no out-*.yaml in " + folder);

    Map<String, String> made = decide(folder);
    made.forEach(ScenariosTest::expectAsStored);

    for (String name : expected) {
      assertTrue(made.containsKey(name), name + " is not made; made are " + made.keySet());
      if (UPDATE) {
        Files.writeString(folder.resolve(name), made.get(name));
      }
      assertEquals(
          Files.readString(folder.resolve(name)),
          made.get(name),
          "rewrite and read the difference: mvn -pl crds,operator test -Dcompilefarm.update-scenarios=true");
    }
  }

  /**
   * What an API server stores in another form than it was sent looks changed for ever, and would be
   * written again at each look: references to fields without a version, and quantities that a
   * larger unit would say.
   */
  private static void expectAsStored(String name, String object) {
    assertFalse(
        Pattern.compile("fieldRef:\\n +fieldPath").matcher(object).find(),
        name + " has a fieldRef without apiVersion");
    Pattern.compile("sizeLimit: \"?([0-9]+)[KMGTP]i")
        .matcher(object)
        .results()
        .map((MatchResult limit) -> Long.parseLong(limit.group(1)))
        .forEach(number ->
            assertFalse(number % 1024 == 0, () -> name + " has a sizeLimit of " + number));
  }

  private static Map<String, String> decide(Path folder) throws IOException {
    CompileFarm farm =
        YAML.unmarshal(Files.readString(folder.resolve("in-farm.yaml")), CompileFarm.class);
    Observed observed = observed(folder, farm);
    SizeHistory history = SizeHistory.startingWith(observed.volunteers().replicas().orElse(0), NOW);
    Settings settings =
        new Settings(
            "example.org/dispatcher:1",
            "example.org/volunteer:1",
            "IfNotPresent",
            Optional.of("system:serviceaccount:ops:compilefarm-operator"),
            new PodSettings(
                "example.org/tools:1",
                "amd64",
                "gcc-14",
                "compilefarm-placeholder",
                "compilefarm-dispatcher",
                Files.exists(folder.resolve("in-openshift"))),
            new Settings.Switches(true, true, true, true),
            List.of());

    Plan plan = new Planner(settings).plan(farm, observed, history, NOW);
    CompileFarmStatus status =
        FarmStatus.of(
            farm,
            new StatusInputs(farm.specOrDefaults(), observed, plan, Optional.empty())
                .withStart(
                    observed.volunteers().pods().stream()
                        .flatMap(pod -> pod.start().stream())
                        .findFirst()),
            NOW);

    TreeMap<String, String> made = new TreeMap<>();
    for (HasMetadata object : DesiredObjects.of(plan)) {
      made.put(
          "out-%s-%s.yaml"
              .formatted(object.getKind().toLowerCase(Locale.ROOT), object.getMetadata().getName()),
          YAML.asYaml(object));
    }
    made.put("out-status.yaml", YAML.asYaml(status));
    made.put(
        "out-rollout.yaml",
        YAML.asYaml(RolloutCause.of(DesiredObjects.volunteers(plan), observed)));
    observed
        .live()
        .ifPresent(live ->
            made.put(
                "out-held-volunteers.yaml",
                YAML.asYaml(DesiredObjects.heldVolunteers(plan, live))));
    made.put("out-marked.yaml", YAML.asYaml(plan.volunteers().marked()));
    return made;
  }

  private static Observed observed(Path folder, CompileFarm farm) throws IOException {
    List<Deployment> deployments = new ArrayList<>();
    List<Pod> pods = new ArrayList<>();
    for (String text :
        read(folder, "observed-objects.yaml").map(t -> t.split("---\n")).orElse(new String[0])) {
      switch (YAML.unmarshal(text)) {
        case Deployment deployment -> deployments.add(deployment);
        case Pod pod -> pods.add(pod);
        case Object other -> throw new AssertionError("neither Deployment nor Pod: " + other);
      }
    }
    return Observed.of(
        FarmNames.of(farm),
        deployments,
        pods,
        read(folder, "observed-load.yaml").map(ScenariosTest::load));
  }

  private static LoadReport load(String text) {
    JsonNode node = YAML.unmarshal(text, JsonNode.class);
    return node.has("silent")
        ? new LoadReport.Silent(node.get("silent").asText())
        : new LoadReport.Heard(
            new Load(
                node.get("queued").asInt(),
                node.path("queuedOverLimit").asInt(),
                node.get("running").asInt(),
                node.get("oldestWaitSeconds").asInt(),
                node.has("meanServiceSeconds")
                    ? OptionalDouble.of(node.get("meanServiceSeconds").asDouble())
                    : OptionalDouble.empty(),
                node.get("slotsTotal").asInt(),
                node.get("running").asInt(),
                busyByVolunteer(node.path("busyByVolunteer"))));
  }

  private static SortedMap<String, Integer> busyByVolunteer(JsonNode node) {
    TreeMap<String, Integer> busy = new TreeMap<>();
    node.properties().forEach(entry -> busy.put(entry.getKey(), entry.getValue().asInt()));
    return busy;
  }

  private static Optional<String> read(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
