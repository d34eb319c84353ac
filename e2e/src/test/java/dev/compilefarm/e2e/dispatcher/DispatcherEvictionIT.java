package dev.compilefarm.e2e.dispatcher;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.DisturbsOthers;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildLoop;
import dev.compilefarm.testbed.actor.BuildRound;
import dev.compilefarm.testbed.actor.Kubectl;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A dispatcher that must leave its node leaves when its successor takes jobs, however late that
 * comes: no build notices, though none may compile at home. The one node of the cluster takes no
 * new pods for a while, so the suite disturbs others.
 */
@DisturbsOthers
class DispatcherEvictionIT {
  @RegisterExtension static final Stage stage = new Stage("dispatcher-eviction");

  /** How long no replacement can run. */
  private static final Duration LATE = Duration.ofSeconds(15);

  private static final Duration REPLACED = Duration.ofMinutes(2);

  /** Builds that begin and end while there is no replacement. */
  private static final int ROUNDS = 2;

  private Kubectl kubectl;
  private BuildLoop build;

  @BeforeEach
  void startABuild() {
    kubectl = new Kubectl(stage.cluster(), stage.namespace());
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
            """);
    build = stage.developer("ann").buildAgainAndAgainOn("main", 12, 250_000);
    eventually("a first round", REPLACED, () -> build.rounds().size(), rounds -> rounds > 0);
  }

  @AfterEach
  void letNodesTakePods() {
    kubectl.run("uncordon", node());
  }

  /** The cluster cannot even make the replacement. */
  @Test
  void anEvictedDispatcherTakesJobsWhileAQuotaKeepsItsReplacementAway() {
    String old = dispatcher();

    stage
        .user()
        .withoutRoomForPods(() -> {
          assertTrue(stage.user().evict(old));
          awaitRoundsWithout(old);
        });

    awaitReplacementOf(old);
    expectFlawless();
  }

  @Test
  void aDrainedNodeKeepsItsDispatcherUntilAnotherNodeHasOne() throws Exception {
    String old = dispatcher();

    CompletableFuture<String> drain =
        CompletableFuture.supplyAsync(() ->
            kubectl.run(
                "drain",
                node(),
                "--pod-selector=app.kubernetes.io/component=dispatcher",
                "--ignore-daemonsets",
                "--delete-emptydir-data"));

    awaitRoundsWithout(old);
    kubectl.run("uncordon", node());
    awaitReplacementOf(old);
    assertTrue(
        drain.get(REPLACED.toSeconds(), TimeUnit.SECONDS).contains("drained"), "the node drained");
    expectFlawless();
  }

  /** The old one is on its way out, and no other one is ready, for so long and so many builds. */
  private void awaitRoundsWithout(String old) {
    eventually(
        "the end of the dispatcher that was told to go",
        REPLACED,
        () -> pod(old),
        pod -> pod.getMetadata().getDeletionTimestamp() != null);
    Instant since = Instant.now();
    int before = build.rounds().size();
    eventually(
        ROUNDS + " builds without a replacement",
        REPLACED,
        () -> build.rounds().size() - before,
        rounds -> rounds >= ROUNDS && Duration.between(since, Instant.now()).compareTo(LATE) >= 0);
    assertTrue(
        dispatchers().stream()
            .noneMatch(
                pod -> !pod.getMetadata().getName().equals(old) && Readiness.isPodReady(pod)),
        "there is no other dispatcher yet");
  }

  private void awaitReplacementOf(String old) {
    eventually(
        "another dispatcher alone",
        REPLACED,
        () -> dispatchers().stream().map(pod -> pod.getMetadata().getName()).toList(),
        names -> names.size() == 1 && !names.contains(old));
    int before = build.rounds().size();
    eventually(
        "builds on the other dispatcher",
        REPLACED,
        () -> build.rounds().size(),
        rounds -> rounds >= before + ROUNDS);
  }

  private void expectFlawless() {
    System.out.printf(
        "%d compiles, none failed%n",
        build.stopAndExpectFlawless().stream().mapToInt(BuildRound::objects).sum());
  }

  private static String dispatcher() {
    return dispatchers().getFirst().getMetadata().getName();
  }

  private static Pod pod(String name) {
    return stage.client().pods().inNamespace(stage.namespace()).withName(name).require();
  }

  private static List<Pod> dispatchers() {
    return stage
        .client()
        .pods()
        .inNamespace(stage.namespace())
        .withLabels(
            Map.of("compilefarm.dev/farm", "main", "app.kubernetes.io/component", "dispatcher"))
        .list()
        .getItems();
  }

  private static String node() {
    return stage.client().nodes().list().getItems().getFirst().getMetadata().getName();
  }
}
