package dev.compilefarm.e2e.build;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.observe.JobRecord;
import dev.compilefarm.testbed.observe.Load;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two developers share a farm evenly while both have work, however much more one of them has. */
class FairnessIT {
  @RegisterExtension static final Stage stage = new Stage("fairness");

  private static final int FEW = 10;
  private static final int MANY = 4 * FEW;

  /**
   * A slot's turn each, and the jobs that one developer does in the other slot while a job of the
   * other one takes long. In the order of their arrival the many would be forty ahead.
   */
  private static final int LEAD_MAX = 5;

  @Test
  void theOneWithFewJobsIsNotBehindTheOneWithMany() {
    // Given: all jobs of both in the queue, the many before the few, and nobody to do them
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec:
              replicas: 0
              volunteers: {slots: 2}
              scaling: {maxVolunteers: 20}
            """);
    Build many = stage.developer("many").buildOn("main", compile(MANY));
    awaitQueued(many.address(), MANY);
    Build few = stage.developer("few").buildOn("main", compile(FEW));
    awaitQueued(few.address(), FEW);

    // When: one volunteer comes
    stage.user().patchFarm("main", "{\"spec\": {\"replicas\": 1}}");
    few.await(Duration.ofMinutes(2)).expectSuccess();
    many.await(Duration.ofMinutes(2)).expectSuccess();

    // Then: while the few wait, each developer has had as many starts as the other, give or take a
    // few
    List<String> starts =
        stage.dispatcherOf("main").jobs().stream()
            .sorted(Comparator.comparing(JobRecord::startOrder))
            .map(JobRecord::tenant)
            .toList();
    assertEquals(MANY + FEW, starts.size(), "jobs started");
    int ofFew = 0;
    int ofMany = 0;
    for (String tenant : starts.subList(0, starts.lastIndexOf(few.address()) + 1)) {
      if (tenant.equals(few.address())) {
        ofFew++;
      } else {
        ofMany++;
      }
      assertTrue(Math.abs(ofFew - ofMany) <= LEAD_MAX, () -> "starts do not alternate: " + starts);
    }
    assertEquals(FEW, ofFew);
  }

  /** So many small C++ files, all at once. */
  private static String compile(int files) {
    return """
    for i in $(seq %1$d); do echo "#include <string>
    std::string f$i() { return std::to_string($i); }" > f$i.cc; done
    printf 'all: %%s\\n' "$(seq -f 'f%%g.o' -s ' ' %1$d)" > Makefile
    make --silent -j%1$d CXX='distcc g++'
    """
        .formatted(files);
  }

  private static void awaitQueued(String tenant, int jobs) {
    eventually(
        jobs + " jobs of " + tenant + " in the queue",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf("main").load(),
        (Load load) -> load.queuedBy(tenant) == jobs);
  }
}
