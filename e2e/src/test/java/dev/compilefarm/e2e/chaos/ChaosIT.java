package dev.compilefarm.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.bench.chaos.ChaosReport;
import dev.compilefarm.bench.chaos.ChaosRun;
import dev.compilefarm.testbed.DisturbsOthers;
import dev.compilefarm.testbed.Stage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever is taken away, no build notices. Twenty-five faults are one deck, which has every kind;
 * {@code make test-all} lets a hundred happen, {@code make chaos} any number, and repeats those of
 * a seed.
 */
@DisturbsOthers
class ChaosIT {
  @RegisterExtension static final Stage stage = new Stage("chaos");

  private static final int FAULTS = Integer.getInteger("compilefarm.chaos.faults", 25);
  private static final Duration PACE = Duration.ofSeconds(2);

  @Test
  void noCompileIsLostToFaults() {
    long seed = Long.getLong("compilefarm.chaos.seed", System.currentTimeMillis());

    ChaosReport report =
        new ChaosRun(
                stage.client(),
                stage.namespace(),
                Stream.of("ann", "bob", "eve").map(stage::developer).toList(),
                System.out)
            .run(seed, FAULTS, PACE);

    System.out.println(report.table());
    report.noticed().forEach(System.out::println);
    assertEquals(List.of(), report.flaws(), report::table);
  }
}
