package dev.compilefarm.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.PodSettings;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutCauseTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Planner BEFORE = operator("tools:1", "amd64");
  private static final Planner NEXT = operator("tools:2", "amd64");
  private static final String SPEC = "{replicas: 2, volunteers: {image: 'gcc:14', slots: 2}}";

  @Test
  void sameOperatorAndSameFarmReplaceNothing() {
    Deployment live = written(BEFORE, SPEC);

    assertEquals(RolloutCause.NONE, cause(BEFORE, SPEC, live));
    assertEquals(RolloutCause.NONE, cause(BEFORE, SPEC.replace("2,", "5,"), live));
  }

  @Test
  void otherToolsAreTheOperators() {
    assertEquals(RolloutCause.OPERATOR, cause(NEXT, SPEC, written(BEFORE, SPEC)));
  }

  @Test
  void otherWordsAreTheFarmsWhateverTheOperatorDidBesides() {
    String other = SPEC.replace("slots: 2", "slots: 3");

    assertEquals(RolloutCause.FARM, cause(BEFORE, other, written(BEFORE, SPEC)));
    assertEquals(RolloutCause.FARM, cause(NEXT, other, written(BEFORE, SPEC)));
  }

  /** Also of a farm of version 0.1.0, whose Deployment has no marks. */
  @Test
  void farmThatWaitsAndThenSaysSomethingElseWaitsNoLonger() {
    Deployment first = written(BEFORE, SPEC);
    first.getMetadata().setAnnotations(null);
    assertEquals(RolloutCause.OPERATOR, cause(NEXT, SPEC, first));
    Deployment held = held(NEXT, SPEC, first);

    assertEquals(first.getSpec().getTemplate(), held.getSpec().getTemplate());
    assertEquals(RolloutCause.OPERATOR, cause(NEXT, SPEC, held));
    assertEquals(RolloutCause.FARM, cause(NEXT, SPEC.replace("slots: 2", "slots: 3"), held));
  }

  @Test
  void farmThatWaitsIsSized() {
    Deployment held = held(NEXT, SPEC.replace("2,", "7,"), written(BEFORE, SPEC));

    assertEquals(7, held.getSpec().getReplicas());
  }

  @Test
  void withoutVolunteersNoneIsReplaced() {
    Deployment live = written(BEFORE, SPEC);
    live.getSpec().setReplicas(0);

    assertEquals(RolloutCause.NONE, cause(NEXT, SPEC, live));
  }

  /** Or each move of the operator's pod would replace them all. */
  @Test
  void operatorOnANodeOfAnotherArchitectureReplacesNothing() {
    assertEquals(
        RolloutCause.NONE, cause(operator("tools:1", "arm64"), SPEC, written(BEFORE, SPEC)));
  }

  private static RolloutCause cause(Planner operator, String spec, Deployment live) {
    Observed observed = observed(spec, List.of(live));
    return RolloutCause.of(DesiredObjects.volunteers(plan(operator, spec, observed)), observed);
  }

  private static Deployment written(Planner operator, String spec) {
    return DesiredObjects.volunteers(plan(operator, spec, observed(spec, List.of())));
  }

  private static Deployment held(Planner operator, String spec, Deployment live) {
    Observed observed = observed(spec, List.of(live));
    return DesiredObjects.heldVolunteers(
        plan(operator, spec, observed), observed.live().orElseThrow());
  }

  private static Plan plan(Planner operator, String spec, Observed observed) {
    return operator.plan(farm(spec), observed, SizeHistory.startingWith(0, NOW), NOW);
  }

  private static Observed observed(String spec, List<Deployment> deployments) {
    return Observed.of(FarmNames.of(farm(spec)), deployments, List.of(), Optional.empty());
  }

  private static CompileFarm farm(String spec) {
    return YAML.unmarshal(
        """
        apiVersion: compilefarm.dev/v1alpha1
        kind: CompileFarm
        metadata: {name: main, namespace: ci, uid: uid-1}
        spec: %s
        """
            .formatted(spec),
        CompileFarm.class);
  }

  private static Planner operator(String tools, String architecture) {
    return new Planner(
        new Settings(
            "dispatcher:1",
            "volunteer:1",
            "IfNotPresent",
            Optional.empty(),
            new PodSettings(tools, architecture, "gcc-14", "placeholder", "role", false),
            new Settings.Switches(true, true, true, true),
            List.of()));
  }
}
