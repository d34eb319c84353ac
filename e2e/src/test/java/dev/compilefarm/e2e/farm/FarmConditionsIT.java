package dev.compilefarm.e2e.farm;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.cluster.ProjectImage;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What keeps a farm from working stands in its conditions: the cause, and the object to look at.
 */
class FarmConditionsIT {
  @RegisterExtension static final Stage stage = new Stage("conditions");

  private static final Duration NOTICED = Duration.ofSeconds(60);

  /** Some thirty seconds of work for two slots. */
  private static final String BUILD =
      """
      for i in $(seq 30); do cat > f$i.cc <<END
      constexpr unsigned spin(unsigned n) {
        unsigned x = $i;
        for (unsigned i = 0; i < n; ++i) x = x * 1664525u + 1013904223u;
        return x;
      }
      constexpr unsigned result = spin(500000);
      unsigned f$i() { return result; }
      END
      done
      printf 'all: %s\\n' "$(seq -f 'f%g.o' -s ' ' 30)" > Makefile
      make --silent -j4 CXX='distcc g++' \
        CXXFLAGS='-std=c++17 -fconstexpr-loop-limit=2000000000 -fconstexpr-ops-limit=2000000000'
      test "$(ls f*.o | wc -l)" = 30
      """;

  /** Eight farms at a time would only keep the machine busy. */
  @AfterEach
  void deleteFarms() {
    stage.client().resources(CompileFarm.class).inNamespace(stage.namespace()).delete();
  }

  @Test
  void anImageThatCannotBePulledIsNamed() {
    stage
        .user()
        .applyAndAwaitReady(
            "unpullable",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: unpullable}
            spec:
              replicas: 1
              volunteers: {image: "registry.invalid/no/such-volunteer:1"}
            """);

    Condition condition =
        awaitReason("unpullable", "VolunteersFailing", "VolunteerImageUnpullable");

    assertEquals("True", condition.getStatus());
    String pod = stage.user().volunteers("unpullable").getFirst().getMetadata().getName();
    assertSays(condition, pod);
    assertSays(condition, "registry.invalid/no/such-volunteer:1");
    assertEquals(
        List.of("Normal Ready", "Warning VolunteersFailing"),
        stage
            .client()
            .events()
            .v1()
            .events()
            .inNamespace(stage.namespace())
            .list()
            .getItems()
            .stream()
            .filter(event -> "unpullable".equals(event.getRegarding().getName()))
            .filter(event -> !event.getReason().equals("ScaledUp"))
            .map(event -> event.getType() + " " + event.getReason())
            // Which of the two comes first is the cluster's affair.
            .sorted()
            .toList(),
        "one event for each change");
  }

  @Test
  void volunteersForWhomThereIsNoNodeAreNamed() {
    stage.user().applyAndAwaitReady("homeless", farm("homeless"));
    stage
        .user()
        .patchFarm(
            "homeless",
            """
            {"spec": {"replicas": 2, "volunteers": {"template": {"nodeSelector": {"nobody": "has-it"}}}}}
            """);

    Condition condition = awaitReason("homeless", "CapacityLimited", "VolunteersUnschedulable");

    assertEquals("True", condition.getStatus());
    assertSays(condition, "0 of 2 volunteers are ready");
    assertSays(condition, "nodes are available");
  }

  /** With a setting that hides its C compiler from gcc, as in an image that lacks it. */
  @Test
  void volunteersThatCannotCompileAreQuoted() {
    stage.user().applyAndAwaitReady("sick", farm("sick"));
    stage
        .client()
        .apps()
        .deployments()
        .inNamespace(stage.namespace())
        .withName("sick-volunteers")
        .edit(deployment -> {
          deployment
              .getSpec()
              .getTemplate()
              .getSpec()
              .getContainers()
              .getFirst()
              .getEnv()
              .add(new EnvVar("GCC_EXEC_PREFIX", "/nowhere/", null));
          return deployment;
        });
    stage.user().patchFarm("sick", "{\"spec\": {\"replicas\": 1}}");

    Condition condition = awaitReason("sick", "VolunteersFailing", "VolunteersCrashing");

    assertEquals("True", condition.getStatus());
    assertSays(condition, stage.user().volunteers("sick").getFirst().getMetadata().getName());
    assertSays(condition, "gcc cannot compile a file of one line");
  }

  @Test
  void anUpdateThatFailsLeavesThePreviousVolunteersAtWork() {
    stage
        .user()
        .applyAndAwaitReady(
            "working",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: working}
            spec:
              replicas: 2
              volunteers: {slots: 1}
            """);
    Build build = stage.developer("ann").buildOn("working", BUILD);
    eventually(
        "jobs that run",
        NOTICED,
        () -> stage.dispatcherOf("working").load(),
        load -> load.slots().busy() == 2);
    stage
        .user()
        .patchFarm(
            "working",
            "{\"spec\": {\"volunteers\": {\"image\": \"registry.invalid/no/such-volunteer:2\"}}}");

    // The pod may be seen a moment before the Deployment tells that it is of a new version.
    awaitReason("working", "VolunteersFailing", "VolunteerImageUnpullable");
    stage
        .user()
        .awaitCondition(
            "working",
            "VolunteersFailing",
            NOTICED,
            seen ->
                seen.getMessage()
                        .contains("The new version of the volunteers does not become ready")
                    && seen.getMessage()
                        .contains("2 of 2 volunteers are ready, all of the previous version"));
    assertFalse(build.hasEnded(), "the build was over too early to show anything");

    // A farm that grows meanwhile grows by both versions, in proportion: what is of the previous
    // one works.
    stage.user().patchFarm("working", "{\"spec\": {\"replicas\": 4}}");
    stage
        .user()
        .awaitCondition(
            "working",
            "VolunteersFailing",
            NOTICED,
            seen ->
                seen.getMessage()
                    .contains("3 of 4 volunteers are ready, all of the previous version"));

    build.await(Duration.ofMinutes(3)).expectSuccess();
    stage.user().patchFarm("working", "{\"spec\": {\"volunteers\": {\"image\": null}}}");
    awaitReason("working", "VolunteersFailing", "VolunteersHealthy");
    eventually(
        "four volunteers at work again",
        NOTICED,
        () -> stage.dispatcherOf("working").load(),
        load -> load.slots().total() == 4);
  }

  @Test
  void aFixedSizeThatIsTooSmallIsNamed() {
    stage
        .user()
        .applyAndAwaitReady(
            "small",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: small}
            spec:
              replicas: 0
              scaling: {targetWaitSeconds: 1}
            """);
    Build build =
        stage
            .developer("ben")
            .buildOn("small", "echo 'int f;' >f.c; distcc gcc -c f.c -o f.o; test -s f.o");

    Condition condition = awaitReason("small", "CapacityLimited", "ReplicasFixed");

    assertEquals("True", condition.getStatus());
    assertSays(condition, "spec.replicas (0)");
    stage.user().patchFarm("small", "{\"spec\": {\"replicas\": 1}}");
    build.await(Duration.ofMinutes(2)).expectSuccess();
    awaitReason("small", "CapacityLimited", "CapacitySufficient");
  }

  @Test
  void aQuotaThatForbidsVolunteersIsNamed() {
    stage.user().applyAndAwaitReady("poor", farm("poor"));
    stage
        .user()
        .withoutRoomForPods(() -> {
          stage.user().patchFarm("poor", "{\"spec\": {\"replicas\": 1}}");

          Condition condition = awaitReason("poor", "CapacityLimited", "QuotaExceeded");

          assertEquals("True", condition.getStatus());
          assertSays(condition, "poor-volunteers");
          assertSays(condition, "no-more-pods");
          awaitRetryOfPodCreation("poor-volunteers");
        });
  }

  /** A ReplicaSet that changes is tried again at once; by itself that comes later and later. */
  private static void awaitRetryOfPodCreation(String deployment) {
    eventually(
        "the operator's mark on the ReplicaSet of " + deployment,
        NOTICED,
        () -> stage.client().apps().replicaSets().inNamespace(stage.namespace()).list().getItems(),
        all ->
            all.stream()
                .filter(set -> set.getMetadata().getName().startsWith(deployment))
                .anyMatch(set ->
                    set.getMetadata()
                        .getAnnotations()
                        .containsKey("compilefarm.dev/pod-creation-retried")));
  }

  /**
   * A pod that is ready and says nothing takes the dispatcher's place: with the labels of the
   * dispatcher's ReplicaSet it is adopted by it, and a quota keeps a real one from coming back.
   */
  @Test
  void aDispatcherThatDoesNotAnswerIsNamed() {
    stage.user().applyAndAwaitReady("mute", farm("mute"));
    Pod dispatcher = stage.dispatcherOf("mute").pods().getFirst();
    stage.user().apply(impostor());
    PodResource impostor =
        stage.client().pods().inNamespace(stage.namespace()).withName("impostor");
    impostor.waitUntilReady(NOTICED.toSeconds(), TimeUnit.SECONDS);
    stage
        .user()
        .withoutRoomForPods(() -> {
          stage.user().killPod(dispatcher.getMetadata().getName());
          impostor.edit(pod -> {
            pod.getMetadata().setLabels(dispatcher.getMetadata().getLabels());
            return pod;
          });

          Condition condition = awaitReason("mute", "Ready", "DispatcherSilent");

          assertEquals("Unknown", condition.getStatus());
          assertSays(condition, "Pod impostor does not answer GET /v1/load");
        });
  }

  /**
   * A pod's image is one of the few things that may be changed: its program is then told to end,
   * and another starts.
   */
  @Test
  void aDispatcherThatDoesNotStayUpIsNamed() {
    stage.user().applyAndAwaitReady("broken", farm("broken"));
    Pod dispatcher = stage.dispatcherOf("broken").pods().getFirst();

    stage
        .client()
        .resource(dispatcher)
        .edit(pod -> {
          pod.getSpec()
              .getContainers()
              .getFirst()
              .setImage(stage.cluster().image(ProjectImage.VOLUNTEER).toString());
          return pod;
        });

    Condition condition = awaitReason("broken", "Ready", "DispatcherCrashing");
    assertEquals("False", condition.getStatus());
    assertSays(condition, dispatcher.getMetadata().getName());
  }

  private static String impostor() {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: impostor}
    spec:
      terminationGracePeriodSeconds: 1
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: dispatcher
          image: %s
          command: [sleep, infinity]
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
    """
        .formatted(stage.cluster().image(ProjectImage.CLIENT));
  }

  /** Prints how long after the call, which follows the cause, the condition stands in the farm. */
  private static Condition awaitReason(String farm, String type, String reason) {
    long start = System.nanoTime();
    Condition condition =
        stage.user().awaitCondition(farm, type, NOTICED, seen -> seen.getReason().equals(reason));
    System.out.printf(
        "%s of farm %s: %s after %.1f s: %s%n",
        type, farm, reason, (System.nanoTime() - start) / 1e9, condition.getMessage());
    return condition;
  }

  private static void assertSays(Condition condition, String part) {
    assertTrue(
        condition.getMessage().contains(part),
        () -> part + " is not in the message of " + condition);
  }

  private static String farm(String name) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec: {replicas: 0}
    """
        .formatted(name);
  }
}
