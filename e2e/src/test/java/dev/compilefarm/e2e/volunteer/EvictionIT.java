package dev.compilefarm.e2e.volunteer;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.observe.JobRecord;
import dev.compilefarm.testbed.observe.Load;
import dev.compilefarm.testbed.project.LongCompile;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that is drained gets its volunteers one after the other, and with no job half done. */
class EvictionIT {
  @RegisterExtension static final Stage stage = new Stage("eviction");

  private static final Duration JOB = Duration.ofMinutes(2);

  @Test
  void anEvictedVolunteerFinishesItsJobAndTheNextOneMustWait() {
    // Given: two volunteers with a job each, and for now no room for a third
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
              volunteers: {slots: 1}
            """);
    awaitSlots(2);
    List<Build> builds =
        List.of(
            stage.developer("ann").buildOn("main", LongCompile.SCRIPT),
            stage.developer("bob").buildOn("main", LongCompile.SCRIPT));
    List<String> volunteers =
        eventually(
            "two volunteers at work", Duration.ofSeconds(60), this::busy, busy -> busy.size() == 2);

    // For as short as may be: the longer pods are refused, the more rarely the cluster tries.
    stage
        .user()
        .withoutRoomForPods(() -> {
          // When
          boolean first = stage.user().evict(volunteers.getFirst());
          boolean second = stage.user().evict(volunteers.getLast());

          // Then
          assertTrue(first, "the first may go");
          assertFalse(second, "the second may not, while the first is away");
          Pod leaving = pod(volunteers.getFirst());
          assertNotNull(leaving, "the first is there until its job ends");
          assertNotNull(
              leaving.getMetadata().getDeletionTimestamp(), "the first is on its way out");
        });
    builds.forEach(build -> build.await(JOB).expectSuccess());
    List<JobRecord> jobs = stage.dispatcherOf("main").jobs();
    assertEquals(
        List.of("DONE in 1", "DONE in 1"),
        jobs.stream().map(job -> job.outcome() + " in " + job.attempts()).toList(),
        jobs::toString);
    eventually(
        "the end of the first",
        Duration.ofSeconds(60),
        () -> pod(volunteers.getFirst()),
        Objects::isNull);

    // And when there is another in its place, the second may go too
    eventually(
        "the second volunteer evicted",
        Duration.ofSeconds(90),
        () -> stage.user().evict(volunteers.getLast()),
        evicted -> evicted);
    awaitSlots(2);
  }

  private static void awaitSlots(int slots) {
    eventually(
        slots + " slots of volunteers that take jobs",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf("main").load(),
        load -> load.slots().total() == slots);
  }

  private List<String> busy() {
    return stage.dispatcherOf("main").load().volunteers().stream()
        .filter(volunteer -> volunteer.busy() > 0)
        .map(Load.Volunteer::name)
        .toList();
  }

  private static Pod pod(String name) {
    return stage.client().pods().inNamespace(stage.namespace()).withName(name).get();
  }
}
