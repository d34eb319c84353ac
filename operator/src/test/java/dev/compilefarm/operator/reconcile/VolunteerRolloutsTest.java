package dev.compilefarm.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.PodSettings;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.plan.SizeHistory;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Farms of an operator that was replaced, with a cluster that does what a test says. */
class VolunteerRolloutsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Planner BEFORE = operator("tools:1");
  private static final Planner NEXT = operator("tools:2");
  private static final int FARMS = 30;
  private static final int MAX = 3;

  private final Map<String, Deployment> live = new LinkedHashMap<>();
  private final Queue<String> woken = new ArrayDeque<>();
  private VolunteerRollouts rollouts = starting();

  @BeforeEach
  void farmsOfTheOperatorBefore() {
    for (String farm : farms()) {
      Deployment written = volunteers(admit(farm, BEFORE, "2"));
      written.getMetadata().setGeneration(1L);
      finish(written);
      live.put(farm, written);
    }
    rollouts = starting();
  }

  @Test
  void aFewAtATimeAndEachOne() {
    farms().forEach(farm -> round(farm, "2"));

    int steps = 0;
    while (!rolling().isEmpty() && steps < 2 * FARMS) {
      assertTrue(rolling().size() <= MAX, () -> "at a time: " + rolling());
      String first = rolling().getFirst();
      finish(live.get(first));
      round(first, "2");
      roundsOfWoken();
      steps++;
    }

    assertEquals(FARMS, steps);
    assertEquals(List.of(), ofTools("tools:1"));
  }

  @Test
  void farmThatWaitsIsSizedAndComesBackByItself() {
    farms().forEach(farm -> round(farm, "2"));

    VolunteerRollouts.Admission waiting = admit("farm-9", NEXT, "5");

    assertEquals(5, volunteers(waiting).getSpec().getReplicas());
    assertEquals(
        live.get("farm-9").getSpec().getTemplate(), volunteers(waiting).getSpec().getTemplate());
    assertTrue(waiting.revisitAfter().isPresent());
  }

  @Test
  void operatorThatIsRestartedGoesOn() {
    farms().forEach(farm -> round(farm, "2"));
    List<String> before = rolling();

    rollouts = starting();
    farms().reversed().forEach(farm -> round(farm, "2"));

    assertEquals(before, rolling());
    finish(live.get(before.getFirst()));
    round(before.getFirst(), "2");
    roundsOfWoken();
    assertEquals(MAX, rolling().size());
    assertEquals(MAX + 1, ofTools("tools:2").size());
  }

  @Test
  void farmThatIsDeletedInTheMiddleGivesItsTurn() {
    farms().forEach(farm -> round(farm, "2"));
    String deleted = rolling().getFirst();

    live.remove(deleted);
    rollouts.leave(farm(deleted, "2"));
    roundsOfWoken();

    assertEquals(MAX, rolling().size());
  }

  /** Its jobs need its volunteers until the end, and new ones would come for nothing. */
  @Test
  void farmThatGoesReplacesNoVolunteer() {
    CompileFarm farm = farm("farm-0", "2");
    farm.getMetadata().setDeletionTimestamp(NOW.toString());

    VolunteerRollouts.Admission admission = admit(farm, NEXT);

    assertEquals(
        live.get("farm-0").getSpec().getTemplate(), volunteers(admission).getSpec().getTemplate());
    assertEquals(1, admission.objects().size());
    assertFalse(admit("farm-1", NEXT, "2").revisitAfter().isPresent());
  }

  /** Its nodes are full, say. */
  @Test
  void farmThatMakesNoProgressKeepsNoOtherWaiting() {
    farms().forEach(farm -> round(farm, "2"));
    String stuck = rolling().getFirst();

    live.get(stuck)
        .getStatus()
        .setConditions(
            YAML.unmarshal(
                    """
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    status: {conditions: [{type: Progressing, status: "False"}]}
                    """,
                    Deployment.class)
                .getStatus()
                .getConditions());
    live.get(stuck).getStatus().setObservedGeneration(2L);
    live.get(stuck).getStatus().setUpdatedReplicas(1);
    round(stuck, "2");
    roundsOfWoken();

    assertEquals(MAX + 1, ofTools("tools:2").size());
  }

  @Test
  void farmWhoseVolunteersAreRejectedKeepsNoOtherWaiting() {
    threeFarmsGoAndTheFourthWaits();

    rollouts.done(
        farm("farm-1", "2"),
        List.of(
            new RejectedObject("NetworkPolicy", "farm-1-volunteers", "it belongs to nobody"),
            new RejectedObject("Deployment", "farm-1-volunteers", "no")));

    assertEquals(List.of("farm-3"), List.copyOf(woken));
  }

  /** Its volunteers' Deployment is written all the same, and its volunteers are being replaced. */
  @Test
  void farmWhoseOtherObjectsAreRejectedKeepsItsTurnUntilItIsDone() {
    farms()
        .forEach(farm -> {
          round(farm, "2");
          rollouts.done(
              farm(farm, "2"),
              List.of(
                  new RejectedObject("NetworkPolicy", farm + "-volunteers", "it belongs to nobody"),
                  new RejectedObject("Deployment", farm + "-dispatcher", "no")));
          roundsOfWoken();
        });

    assertEquals(MAX, ofTools("tools:2").size());
    finish(live.get(rolling().getFirst()));
    round("farm-0", "2");
    roundsOfWoken();
    assertEquals(MAX + 1, ofTools("tools:2").size());
  }

  private void threeFarmsGoAndTheFourthWaits() {
    assertFalse(admit("farm-0", NEXT, "2").revisitAfter().isPresent());
    assertFalse(admit("farm-1", NEXT, "2").revisitAfter().isPresent());
    assertFalse(admit("farm-2", NEXT, "2").revisitAfter().isPresent());
    assertTrue(admit("farm-3", NEXT, "2").revisitAfter().isPresent());
  }

  private VolunteerRollouts starting() {
    return new VolunteerRollouts(
        new RolloutLimit(MAX),
        () -> Set.copyOf(rolling().stream().map("uid-"::concat).collect(Collectors.toSet())),
        (ResourceID farm) -> woken.add(farm.getName()));
  }

  /** Writes what is admitted, and the cluster has not begun with it. */
  private void round(String farm, String replicas) {
    Deployment written = volunteers(admit(farm, NEXT, replicas));
    Deployment before = live.get(farm);
    boolean changes = !written.getSpec().getTemplate().equals(before.getSpec().getTemplate());
    written.getMetadata().setGeneration(before.getMetadata().getGeneration() + (changes ? 1 : 0));
    written.setStatus(before.getStatus());
    live.put(farm, written);
  }

  private void roundsOfWoken() {
    for (int i = woken.size(); i > 0; i--) {
      round(woken.remove(), "2");
    }
  }

  private static void finish(Deployment deployment) {
    deployment.setStatus(
        YAML.unmarshal(
                """
                ---
                apiVersion: apps/v1
                kind: Deployment
                status: {observedGeneration: %d, replicas: 2, updatedReplicas: 2, conditions: []}
                """
                    .formatted(deployment.getMetadata().getGeneration()),
                Deployment.class)
            .getStatus());
  }

  private List<String> rolling() {
    return live.keySet().stream()
        .filter(farm ->
            live.get(farm).getStatus().getObservedGeneration()
                    < live.get(farm).getMetadata().getGeneration()
                && live.get(farm).getStatus().getConditions().isEmpty())
        .toList();
  }

  private List<String> ofTools(String image) {
    return live.keySet().stream()
        .filter(farm ->
            live.get(farm)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getInitContainers()
                .getFirst()
                .getImage()
                .equals(image))
        .toList();
  }

  private VolunteerRollouts.Admission admit(String name, Planner operator, String replicas) {
    return admit(farm(name, replicas), operator);
  }

  private VolunteerRollouts.Admission admit(CompileFarm farm, Planner operator) {
    String name = farm.getMetadata().getName();
    Observed observed =
        Observed.of(
            FarmNames.of(farm),
            Optional.ofNullable(live.get(name)).map(List::of).orElse(List.of()),
            List.of(),
            Optional.empty());
    Plan plan = operator.plan(farm, observed, SizeHistory.startingWith(0, NOW), NOW);
    return rollouts.admit(farm, plan, observed);
  }

  private static Deployment volunteers(VolunteerRollouts.Admission admission) {
    return (Deployment) admission.objects().getLast();
  }

  private static List<String> farms() {
    return IntStream.range(0, FARMS).mapToObj(i -> "farm-" + i).toList();
  }

  private static CompileFarm farm(String name, String replicas) {
    return YAML.unmarshal(
        """
        ---
        apiVersion: compilefarm.dev/v1alpha1
        kind: CompileFarm
        metadata: {name: %1$s, namespace: ci, uid: uid-%1$s}
        spec: {replicas: %2$s, volunteers: {image: "gcc:14"}}
        """
            .formatted(name, replicas),
        CompileFarm.class);
  }

  private static Planner operator(String tools) {
    return new Planner(
        new Settings(
            "dispatcher:1",
            "volunteer:1",
            "IfNotPresent",
            Optional.empty(),
            new PodSettings(tools, "amd64", "gcc-14", "placeholder", "role", false),
            new Settings.Switches(true, true, true, true),
            List.of()));
  }
}
