package dev.compilefarm.e2e.operator;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.compilefarm.testbed.DisturbsOthers;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.actor.BuildLoop;
import dev.compilefarm.testbed.actor.BuildRound;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.ContainerCluster;
import dev.compilefarm.testbed.cluster.ProjectImage;
import dev.compilefarm.testbed.observe.JobRecord;
import dev.compilefarm.testbed.project.LongCompile;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An operator that dies or does not stay up costs a farm its changes of size, and builds nothing.
 */
@DisturbsOthers
class OperatorLossIT {
  @RegisterExtension static final Stage stage = new Stage("operator-loss");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * A pod's image is one of the few things that may be changed: the client's has nothing to run, so
   * it ends at once, again and again.
   */
  @Test
  void aBuildGoesOnWhileTheOperatorCrashes() {
    // Given
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec:
              replicas: 2
              volunteers: {slots: 2}
              scaling: {scaleDownDelaySeconds: 0}
            """);
    BuildLoop build = stage.developer("ann").buildAgainAndAgainOn("main", 3, 100_000);
    awaitRounds(build, 1);

    // When: the operator crashes, and a volunteer is lost meanwhile
    Pod operator = Chart.operatorPods(stage.client()).getFirst();
    String broken = operator.getMetadata().getName();
    stage
        .client()
        .resource(operator)
        .edit(pod -> {
          pod.getSpec()
              .getContainers()
              .getFirst()
              .setImage(stage.cluster().image(ProjectImage.CLIENT).toString());
          return pod;
        });
    try {
      eventually(
          "an operator that was restarted twice",
          PATIENCE,
          () -> restarts(broken),
          restarts -> restarts >= 2);
      String victim = stage.user().readyVolunteers("main").getFirst().getMetadata().getName();
      stage.user().killPod(victim);
      eventually(
          "another volunteer in place of " + victim,
          PATIENCE,
          () ->
              stage.user().readyVolunteers("main").stream()
                  .map(pod -> pod.getMetadata().getName())
                  .toList(),
          ready -> ready.size() == 2 && !ready.contains(victim));
      awaitRounds(build, build.rounds().size() + 2);
    } finally {
      stage
          .client()
          .pods()
          .inNamespace(Chart.NAMESPACE)
          .withName(broken)
          .withGracePeriod(0)
          .delete();
    }

    // Then: the next one scales the farm again, still without a word to the build
    stage.user().patchFarm("main", "{\"spec\": {\"replicas\": 1}}");
    stage.user().awaitVolunteers("main", 1, PATIENCE);
    List<BuildRound> rounds = build.stopAndExpectFlawless();
    List<JobRecord> jobs = stage.dispatcherOf("main").jobs();
    assertEquals(
        Set.of("DONE"),
        jobs.stream().map(JobRecord::outcome).collect(Collectors.toSet()),
        jobs::toString);
    assertEquals(rounds.stream().mapToInt(BuildRound::objects).sum(), jobs.size(), "jobs");
  }

  @Test
  void aBuildDoesNotNoticeThatTheOperatorDies() {
    // Given: a job that runs
    stage
        .user()
        .applyAndAwaitReady(
            "orphan",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: orphan}
            spec: {replicas: 1}
            """);
    Build build = stage.developer("ann").buildOn("orphan", LongCompile.SCRIPT);
    eventually(
        "the job running",
        Duration.ofSeconds(60),
        () -> stage.dispatcherOf("orphan").load(),
        load -> load.running() == 1);
    String operator = Chart.operatorPods(stage.client()).getFirst().getMetadata().getName();

    // When
    stage
        .client()
        .pods()
        .inNamespace(Chart.NAMESPACE)
        .withName(operator)
        .withGracePeriod(0)
        .delete();

    // Then
    assertFalse(build.hasEnded(), "the build was over before the operator died");
    build.await(Duration.ofMinutes(2)).expectSuccess();
    List<JobRecord> jobs = stage.dispatcherOf("orphan").jobs();
    assertEquals(List.of(1), jobs.stream().map(JobRecord::attempts).toList(), jobs::toString);

    // And the next operator goes on where the last one ended
    stage.user().patchFarm("orphan", "{\"spec\": {\"replicas\": 0}}");
    stage.user().awaitVolunteers("orphan", 0, Duration.ofSeconds(90));
  }

  /**
   * A node that is lost takes its operator along, which then neither acts nor lets its Lease go.
   * Here its container is frozen, which to the others looks the same.
   */
  @Test
  void theNextOperatorWakesAFarmWhenTheLeadersNodeIsLost() {
    assumeTrue(stage.cluster() instanceof ContainerCluster, "no way to freeze a container");
    ContainerCluster node = (ContainerCluster) stage.cluster();
    // Given: two operators, and a farm at zero
    new Chart(node).with("operator.replicas", "2").install(stage.client());
    stage
        .user()
        .applyAndAwaitReady(
            "asleep",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: asleep}
            spec: {volunteers: {slots: 2}, scaling: {maxVolunteers: 1}}
            """);
    Pod leader = leader();
    String container =
        leader
            .getStatus()
            .getContainerStatuses()
            .getFirst()
            .getContainerID()
            .replaceFirst("^containerd://", "");

    // When
    node.run("ctr", "-n", "k8s.io", "tasks", "pause", container);
    Instant lost = Instant.now();
    try {
      Build build = stage.developer("ann").buildOn("asleep", LongCompile.SCRIPT);

      // Then
      eventually(
          "another leader than " + leader.getMetadata().getName(),
          PATIENCE,
          () -> leader().getMetadata().getName(),
          name -> !name.equals(leader.getMetadata().getName()));
      eventually(
          "a farm that wakes",
          PATIENCE,
          () -> stage.user().volunteers("asleep"),
          volunteers -> !volunteers.isEmpty());
      System.out.printf(
          "The next operator acted %s after the leader's node was lost%n",
          Duration.between(lost, Instant.now()));
      build.await(PATIENCE).expectSuccess();
    } finally {
      node.run("ctr", "-n", "k8s.io", "tasks", "resume", container);
      new Chart(node).install(stage.client());
    }
  }

  /** The operator's pod that the Lease names. */
  private static Pod leader() {
    String holder =
        stage
            .client()
            .leases()
            .inNamespace(Chart.NAMESPACE)
            .withName("compilefarm-operator")
            .require()
            .getSpec()
            .getHolderIdentity();
    return stage.client().pods().inNamespace(Chart.NAMESPACE).withName(holder).require();
  }

  private static void awaitRounds(BuildLoop build, int count) {
    eventually(
        "round " + count + " of the build", PATIENCE, () -> build.rounds().size(), n -> n >= count);
  }

  private static int restarts(String pod) {
    return stage
        .client()
        .pods()
        .inNamespace(Chart.NAMESPACE)
        .withName(pod)
        .require()
        .getStatus()
        .getContainerStatuses()
        .getFirst()
        .getRestartCount();
  }
}
