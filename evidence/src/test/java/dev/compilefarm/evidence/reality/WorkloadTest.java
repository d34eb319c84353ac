package dev.compilefarm.evidence.reality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.build.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  @Test
  void isTheSameForTheSameSeed() {
    assertEquals(Workload.draw(1), Workload.draw(1));
    assertNotEquals(Workload.draw(1), Workload.draw(2));
  }

  /** A dispatcher that knew a source again would know its time, and none of the others would. */
  @Test
  void hasNoSourceTwice() {
    List<String> sources =
        List.of(Workload.draw(1), Workload.draw(2)).stream()
            .flatMap(workload -> workload.builds().stream())
            .map(BuildGraph::tasks)
            .flatMap(List::stream)
            .map(Task::source)
            .toList();

    assertEquals(sources.size(), sources.stream().distinct().count());
  }

  @Test
  void keepsItsWorkWithOverhead() {
    BuildGraph plain = Workload.draw(1).builds().getFirst();
    BuildGraph dearer = Workload.draw(1).withOverhead(0.02, new Draws(1)).builds().getFirst();

    assertEquals(plain.compileSeconds(), dearer.compileSeconds());
    assertNotEquals(plain.criticalPathSeconds(), dearer.criticalPathSeconds());
  }
}
