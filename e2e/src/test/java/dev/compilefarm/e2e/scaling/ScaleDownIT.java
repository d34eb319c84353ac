package dev.compilefarm.e2e.scaling;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.observe.JobRecord;
import dev.compilefarm.testbed.observe.Load;
import dev.compilefarm.testbed.project.LongCompile;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A farm that shrinks lets those go that have nothing to do, and whoever has a job finish it. */
class ScaleDownIT {
  @RegisterExtension static final Stage stage = new Stage("scaledown");

  private static final String NO_NEW_JOBS = "compilefarm.dev/no-new-jobs";

  /** As the previous version called it; written too, for its dispatchers. */
  private static final String NO_NEW_JOBS_BEFORE = "compilefarm.dev/drain";

  private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  @Test
  void theIdlestGoFirstAndEachFinishesItsJob() {
    // Given: four volunteers, two of them at work
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec:
              replicas: 4
              volunteers: {slots: 1}
              scaling: {scaleDownDelaySeconds: 0}
            """);
    eventually(
        "four volunteers ready for work",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf("main").load(),
        load -> load.slots().total() == 4);
    List<Build> builds =
        List.of(
            stage.developer("ann").buildOn("main", LongCompile.SCRIPT),
            stage.developer("bob").buildOn("main", LongCompile.SCRIPT));
    Set<String> busy =
        eventually(
            "two volunteers at work", Duration.ofSeconds(60), this::busy, b -> b.size() == 2);
    Set<String> all = names();
    Map<String, Map<String, String>> annotations = new ConcurrentHashMap<>();
    try (SharedIndexInformer<Pod> watch = watch(annotations)) {
      assertEquals(4, watch.getStore().list().size(), "volunteers that are watched");

      // When: three of the four shall go
      stage.user().patchFarm("main", "{\"spec\": {\"replicas\": 1}}");

      // Then
      eventually(
          "one volunteer, which had a job",
          Duration.ofSeconds(90),
          this::names,
          left -> left.size() == 1 && busy.containsAll(left));
    }
    builds.forEach(build -> build.await(Duration.ofMinutes(2)).expectSuccess());
    List<JobRecord> jobs = stage.dispatcherOf("main").jobs();
    assertEquals(
        List.of("DONE in 1", "DONE in 1"),
        jobs.stream().map(job -> job.outcome() + " in " + job.attempts()).toList(),
        jobs::toString);
    assertEquals(
        busy, jobs.stream().map(JobRecord::volunteer).collect(Collectors.toSet()), jobs::toString);
    Set<String> gone = new TreeSet<>(all);
    gone.removeAll(names());
    assertEquals(3, gone.size(), gone::toString);
    for (String pod : gone) {
      assertEquals("scale-down", annotations.get(pod).get(NO_NEW_JOBS), pod);
      assertEquals("scale-down", annotations.get(pod).get(NO_NEW_JOBS_BEFORE), pod);
      assertEquals("-100", annotations.get(pod).get(DELETION_COST), pod);
    }
    Map<String, String> ofTheOneLeft =
        stage.user().volunteers("main").getFirst().getMetadata().getAnnotations();
    assertFalse(ofTheOneLeft.containsKey(NO_NEW_JOBS), ofTheOneLeft::toString);
    assertFalse(ofTheOneLeft.containsKey(NO_NEW_JOBS_BEFORE), ofTheOneLeft::toString);
    assertTrue(
        stage.dispatcherOf("main").load().volunteers().stream()
            .allMatch(volunteer -> volunteer.state().equals("READY")),
        "the one that is left takes jobs");
  }

  private Set<String> busy() {
    return stage.dispatcherOf("main").load().volunteers().stream()
        .filter(volunteer -> volunteer.busy() > 0)
        .map(Load.Volunteer::name)
        .collect(Collectors.toSet());
  }

  private Set<String> names() {
    return stage.user().volunteers("main").stream()
        .map(pod -> pod.getMetadata().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Remembers the annotations that each pod had last. */
  private static SharedIndexInformer<Pod> watch(Map<String, Map<String, String>> annotations) {
    return stage
        .client()
        .pods()
        .inNamespace(stage.namespace())
        .withLabel("app.kubernetes.io/component", "volunteer")
        .inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(Pod pod) {
                annotations.put(pod.getMetadata().getName(), pod.getMetadata().getAnnotations());
              }

              @Override
              public void onUpdate(Pod before, Pod pod) {
                onAdd(pod);
              }

              @Override
              public void onDelete(Pod pod, boolean unknown) {
                onAdd(pod);
              }
            });
  }
}
