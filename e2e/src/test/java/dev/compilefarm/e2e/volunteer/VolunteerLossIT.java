package dev.compilefarm.e2e.volunteer;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.observe.JobRecord;
import dev.compilefarm.testbed.observe.Load;
import dev.compilefarm.testbed.project.LongCompile;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A volunteer that dies with a job costs the developer time, not the build. */
class VolunteerLossIT {
  @RegisterExtension static final Stage stage = new Stage("loss");

  /** More than the failures that end a job. */
  private static final int DELETED = 4;

  @Test
  void aJobWhoseVolunteerDiesIsDoneByAnother() {
    // Given: two volunteers, and a job that runs on one of them
    Build build = compileOn("main");
    String victim = awaitVolunteerAtWork("main", Set.of());

    // When
    stage.user().killPod(victim);

    // Then
    build.await(Duration.ofMinutes(2)).expectSuccess();
    JobRecord job = onlyJobOf("main");
    assertEquals(2, job.attempts(), job::toString);
    assertNotEquals(victim, job.volunteer(), job::toString);
    assertEquals("DONE", job.outcome(), job::toString);
  }

  @Test
  void aJobWhoseVolunteersAreDeletedAgainAndAgainIsDone() {
    // Given
    Build build = compileOn("unlucky");
    Set<String> deleted = new HashSet<>();

    // When: each volunteer that it runs on is deleted
    while (deleted.size() < DELETED) {
      String victim = awaitVolunteerAtWork("unlucky", deleted);
      stage.user().killPod(victim);
      deleted.add(victim);
    }

    // Then
    build.await(Duration.ofMinutes(2)).expectSuccess();
    JobRecord job = onlyJobOf("unlucky");
    assertEquals(DELETED + 1, job.attempts(), job::toString);
    assertEquals("DONE", job.outcome(), job::toString);
  }

  /** Makes a farm of two volunteers with a slot each, and begins a long compile there. */
  private static Build compileOn(String farm) {
    stage
        .user()
        .applyAndAwaitReady(
            farm,
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: %s}
            spec:
              replicas: 2
              volunteers: {slots: 1}
            """
                .formatted(farm));
    eventually(
        "two volunteers ready for work",
        Duration.ofSeconds(60),
        () -> stage.dispatcherOf(farm).load(),
        load -> load.slots().total() == 2);
    return stage.developer("ann-" + farm).buildOn(farm, LongCompile.SCRIPT);
  }

  private static String awaitVolunteerAtWork(String farm, Set<String> except) {
    return eventually(
            "another volunteer at work",
            Duration.ofSeconds(60),
            () ->
                stage.dispatcherOf(farm).load().volunteers().stream()
                    .filter(volunteer -> volunteer.busy() > 0)
                    .map(Load.Volunteer::name)
                    .filter(name -> !except.contains(name))
                    .toList(),
            names -> !names.isEmpty())
        .getFirst();
  }

  private static JobRecord onlyJobOf(String farm) {
    List<JobRecord> jobs = stage.dispatcherOf(farm).jobs();
    assertEquals(1, jobs.size(), jobs::toString);
    return jobs.getFirst();
  }
}
