package dev.compilefarm.e2e;

import static dev.compilefarm.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.compilefarm.e2e.actor.Build;
import dev.compilefarm.e2e.actor.BuildResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new dispatcher takes over while people build, and no build notices. */
class DispatcherUpdateIT {
  @RegisterExtension static final Stage stage = new Stage("update");

  private static final int UPDATES = 2;

  /** Many compiles of a second or so; a client that was ever refused leaves a back-off file. */
  private static final String BUILD =
      """
      for i in $(seq 60); do cat > f$i.cc <<END
      constexpr unsigned spin(unsigned n) {
        unsigned x = $i;
        for (unsigned i = 0; i < n; ++i) x = x * 1664525u + 1013904223u;
        return x;
      }
      constexpr unsigned result = spin(250000);
      unsigned f$i() { return result; }
      END
      done
      printf 'all: %s\\n' "$(seq -f 'f%g.o' -s ' ' 60)" > Makefile
      make --silent -j12 CXX='distcc g++' \
        CXXFLAGS='-std=c++17 -fconstexpr-loop-limit=2000000000 -fconstexpr-ops-limit=2000000000'
      test "$(ls f*.o | wc -l)" = 60
      { find / -name 'backoff_*' 2>/dev/null || true; } | sed 's/^/refused: /'
      """;

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
    Build build = stage.developer("ann").buildOn("main", BUILD);
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
      assertFalse(build.hasEnded(), "the build was over too early to show anything");
    }
    BuildResult result = build.await(Duration.ofMinutes(3)).expectSuccess();
    assertFalse(result.log().contains("refused:"), result::log);
    assertFalse(result.log().contains("distcc["), result::log);
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
