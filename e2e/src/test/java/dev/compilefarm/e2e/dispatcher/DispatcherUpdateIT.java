package dev.compilefarm.e2e.dispatcher;

import static dev.compilefarm.testbed.Eventually.eventually;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildLoop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new dispatcher takes over while people build, and no build notices. */
class DispatcherUpdateIT {
  @RegisterExtension static final Stage stage = new Stage("update");

  private static final int UPDATES = 2;

  @Test
  void aBuildGoesOnWhileTheDispatcherIsReplacedTwice() {
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
    BuildLoop build = stage.developer("ann").buildAgainAndAgainOn("main", 12, 250_000);
    for (int update = 1; update <= UPDATES; update++) {
      String old = awaitRunningJobs();
      stage
          .user()
          .patchFarm(
              "main", "{\"spec\": {\"queue\": {\"maxWaitSeconds\": %d}}}".formatted(1000 + update));
      eventually(
          "a new dispatcher in place of the old one",
          Duration.ofMinutes(2),
          this::dispatchers,
          names -> names.size() == 1 && !names.contains(old));
    }
    eventually(
        "volunteers that told the new dispatcher which compilers they have",
        Duration.ofMinutes(2),
        () -> stage.dispatcherOf("main").load().volunteers(),
        volunteers -> volunteers.stream().allMatch(known -> known.toolchain() != null));
    build.stopAndExpectFlawless();
  }

  /** The name of the one dispatcher, once it has jobs that run. */
  private String awaitRunningJobs() {
    eventually(
        "jobs that run",
        Duration.ofMinutes(1),
        () -> stage.dispatcherOf("main").load(),
        load -> load.slots().busy() > 0);
    return dispatchers().getFirst();
  }

  private List<String> dispatchers() {
    return stage.dispatcherOf("main").pods().stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }
}
