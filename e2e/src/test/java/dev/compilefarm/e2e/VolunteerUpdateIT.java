package dev.compilefarm.e2e;

import static dev.compilefarm.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.e2e.actor.BuildLoop;
import dev.compilefarm.e2e.actor.BuildRound;
import dev.compilefarm.e2e.observe.JobRecord;
import dev.compilefarm.e2e.observe.Load;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** New volunteers take the place of old ones while people build; if they can. */
class VolunteerUpdateIT {
  @RegisterExtension static final Stage stage = new Stage("volunteers");

  private static final int VOLUNTEERS = 4;
  private static final Duration UPDATE = Duration.ofMinutes(2);

  private BuildLoop build;
  private Set<String> before;

  /** Given: four volunteers, and a build. */
  @BeforeEach
  void buildOnAFarm() {
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec:
              replicas: %d
              volunteers: {slots: 1}
            """
                .formatted(VOLUNTEERS));
    eventually(
        "volunteers ready for work",
        UPDATE,
        () -> stage.dispatcherOf("main").load(),
        load -> load.slots().total() == VOLUNTEERS);
    before = readyVolunteers();
    int jobs = stage.dispatcherOf("main").jobs().size();
    build = stage.developer("ann").buildAgainAndAgainOn("main", 3, 100_000);
    eventually(
        "jobs of the build",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf("main").jobs().size(),
        size -> size > jobs);
  }

  @Test
  void aNewTemplateReplacesAllAndNoJobIsSentTwice() {
    stage
        .user()
        .patchFarm(
            "main",
            "{\"spec\": {\"volunteers\": {\"template\": {\"annotations\": {\"example.com/version\": \"2\"}}}}}");
    eventually(
        "other volunteers, all of them, and the old ones gone",
        UPDATE,
        this::volunteers,
        now -> now.size() == VOLUNTEERS && now.stream().noneMatch(before::contains));

    assertNothingWasNoticed();
    List<JobRecord> jobs = stage.dispatcherOf("main").jobs();
    assertEquals(
        Set.of("DONE in 1"),
        jobs.stream()
            .map(job -> job.outcome() + " in " + job.attempts())
            .collect(Collectors.toSet()),
        jobs::toString);
  }

  @Test
  void anImageThatCannotBePulledLeavesTheOldOnesAtWork() {
    stage
        .user()
        .patchFarm(
            "main",
            "{\"spec\": {\"volunteers\": {\"image\": \"registry.invalid/no/such-volunteer:2\"}}}");
    stage
        .user()
        .awaitCondition(
            "main",
            "VolunteersFailing",
            UPDATE,
            condition -> condition.getReason().equals("VolunteerImageUnpullable"));

    int rounds = build.rounds().size();
    eventually(
        "two more rounds of the build",
        UPDATE,
        () -> build.rounds().size(),
        size -> size >= rounds + 2);
    assertEquals(before, readyVolunteers(), "volunteers that are ready");
    Load load = stage.dispatcherOf("main").load();
    assertEquals(VOLUNTEERS, load.slots().total(), load::toString);
    assertNothingWasNoticed();

    // And with the old image the farm is whole again
    stage.user().patchFarm("main", "{\"spec\": {\"volunteers\": {\"image\": null}}}");
    eventually(
        "the old volunteers and no others", UPDATE, this::volunteers, now -> now.equals(before));
  }

  private void assertNothingWasNoticed() {
    List<BuildRound> rounds = build.stop();
    assertTrue(rounds.stream().allMatch(BuildRound::isFlawless), build::log);
  }

  private Set<String> volunteers() {
    return stage.user().volunteers("main").stream()
        .map(pod -> pod.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private static Set<String> readyVolunteers() {
    return stage.user().readyVolunteers("main").stream()
        .map(Pod::getMetadata)
        .map(metadata -> metadata.getName())
        .collect(Collectors.toSet());
  }
}
