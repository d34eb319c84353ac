package dev.compilefarm.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.cluster.Chart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The chart's release in a namespace that enforces Pod Security's {@code restricted}. */
class ReleaseIT {
  @RegisterExtension static final Stage stage = new Stage("release");

  @Test
  void helmTestPasses() {
    assertEquals("deployed", new Chart(stage.cluster()).test().getStatus());
  }

  @Test
  void anUpgradeToTheSameChangesNothing() {
    List<String> before = operatorPods();

    new Chart(stage.cluster()).install(stage.client());

    assertEquals(before, operatorPods());
  }

  private static List<String> operatorPods() {
    return Chart.operatorPods(stage.client()).stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }
}
