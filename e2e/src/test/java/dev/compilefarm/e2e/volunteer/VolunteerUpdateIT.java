package dev.compilefarm.e2e.volunteer;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildLoop;
import dev.compilefarm.testbed.cluster.CiImage;
import dev.compilefarm.testbed.observe.JobRecord;
import dev.compilefarm.testbed.observe.Load;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** New volunteers take the place of old ones while people build; if they can. */
class VolunteerUpdateIT {
  @RegisterExtension static final Stage stage = new Stage("volunteers");

  private static final int VOLUNTEERS = 4;
  private static final Duration UPDATE = Duration.ofMinutes(2);

  private String farm;
  private BuildLoop build;
  private Set<String> before;

  /** Four volunteers, and a build. */
  private void buildOn(String farm) {
    this.farm = farm;
    stage
        .user()
        .applyAndAwaitReady(
            farm,
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: %s}
            spec:
              replicas: %d
              volunteers: {slots: 1}
            """
                .formatted(farm, VOLUNTEERS));
    eventually(
        "volunteers ready for work",
        UPDATE,
        () -> stage.dispatcherOf(farm).load(),
        load -> load.slots().total() == VOLUNTEERS);
    before =
        eventually(
            "volunteers ready in the cluster's words too",
            UPDATE,
            this::readyVolunteers,
            ready -> ready.size() == VOLUNTEERS);
    build = stage.developer("ann").buildAgainAndAgainOn(farm, 3, 100_000);
    eventually(
        "jobs of the build",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf(farm).jobs().size(),
        size -> size > 0);
  }

  @Test
  void aNewTemplateReplacesAllAndNoJobIsSentTwice() {
    buildOn("template");

    stage
        .user()
        .patchFarm(
            farm,
            "{\"spec\": {\"volunteers\": {\"template\": {\"annotations\": {\"example.com/version\": \"2\"}}}}}");
    eventually(
        "other volunteers, all of them, and the old ones gone",
        UPDATE,
        this::volunteers,
        now -> now.size() == VOLUNTEERS && now.stream().noneMatch(before::contains));

    build.stopAndExpectFlawless();
    List<JobRecord> jobs = stage.dispatcherOf(farm).jobs();
    assertEquals(
        Set.of("DONE in 1"),
        jobs.stream()
            .map(job -> job.outcome() + " in " + job.attempts())
            .collect(Collectors.toSet()),
        jobs::toString);
  }

  /** The packaged image gives way to the developers' CI image, into which the tools come. */
  @Test
  void anotherImageWithOtherToolsLosesNoJob() {
    String image = stage.cluster().take(CiImage.DEBIAN_13).toString();
    buildOn("tools");

    stage
        .user()
        .patchFarm(farm, "{\"spec\": {\"volunteers\": {\"image\": \"%s\"}}}".formatted(image));
    eventually(
        "other volunteers, all of them, and the old ones gone",
        UPDATE,
        this::volunteers,
        now -> now.size() == VOLUNTEERS && now.stream().noneMatch(before::contains));

    build.stopAndExpectFlawless();
    assertEquals(
        Set.of("tools"),
        stage.user().volunteers(farm).stream()
            .flatMap(pod -> pod.getSpec().getInitContainers().stream())
            .map(Container::getName)
            .collect(Collectors.toSet()),
        "init containers");
    List<JobRecord> jobs = stage.dispatcherOf(farm).jobs();
    assertEquals(
        Set.of("DONE in 1"),
        jobs.stream()
            .map(job -> job.outcome() + " in " + job.attempts())
            .collect(Collectors.toSet()),
        jobs::toString);
  }

  @Test
  void anImageThatCannotBePulledLeavesTheOldOnesAtWork() {
    buildOn("image");

    stage
        .user()
        .patchFarm(
            farm,
            "{\"spec\": {\"volunteers\": {\"image\": \"registry.invalid/no/such-volunteer:2\"}}}");
    stage
        .user()
        .awaitCondition(
            farm,
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
    Load load = stage.dispatcherOf(farm).load();
    assertEquals(VOLUNTEERS, load.slots().total(), load::toString);
    build.stopAndExpectFlawless();

    // And with the old image the farm is whole again
    stage.user().patchFarm(farm, "{\"spec\": {\"volunteers\": {\"image\": null}}}");
    eventually(
        "the old volunteers and no others", UPDATE, this::volunteers, now -> now.equals(before));
  }

  private Set<String> volunteers() {
    return stage.user().volunteers(farm).stream()
        .map(pod -> pod.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private Set<String> readyVolunteers() {
    return stage.user().readyVolunteers(farm).stream()
        .map(Pod::getMetadata)
        .map(metadata -> metadata.getName())
        .collect(Collectors.toSet());
  }
}
