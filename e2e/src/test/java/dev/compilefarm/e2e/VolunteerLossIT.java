package dev.compilefarm.e2e;

import static dev.compilefarm.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.compilefarm.e2e.actor.Build;
import dev.compilefarm.e2e.observe.JobRecord;
import dev.compilefarm.e2e.observe.Load;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A volunteer that dies with a job costs the developer time, not the build. */
class VolunteerLossIT {
  @RegisterExtension static final Stage stage = new Stage("loss");

  @Test
  void aJobWhoseVolunteerDiesIsDoneByAnother() {
    // Given: two volunteers, and a job that runs on one of them
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
    eventually(
        "two volunteers ready for work",
        Duration.ofSeconds(60),
        () -> stage.dispatcherOf("main").load(),
        load -> load.slots().total() == 2);
    Build build = stage.developer("ann").buildOn("main", LongCompile.SCRIPT);
    String victim =
        eventually(
                "a volunteer at work",
                Duration.ofSeconds(60),
                () ->
                    stage.dispatcherOf("main").load().volunteers().stream()
                        .filter(volunteer -> volunteer.busy() > 0)
                        .map(Load.Volunteer::name)
                        .toList(),
                names -> !names.isEmpty())
            .getFirst();

    // When
    stage.user().killPod(victim);

    // Then
    build.await(Duration.ofMinutes(2)).expectSuccess();
    List<JobRecord> jobs = stage.dispatcherOf("main").jobs();
    assertEquals(1, jobs.size(), jobs::toString);
    assertEquals(2, jobs.getFirst().attempts(), jobs::toString);
    assertNotEquals(victim, jobs.getFirst().volunteer(), jobs::toString);
    assertEquals("DONE", jobs.getFirst().outcome(), jobs::toString);
  }
}
