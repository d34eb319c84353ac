package dev.compilefarm.evidence.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordedBuildsTest {

  @Test
  void eachHasCompilesThatCostSomething() {
    for (BuildGraph build : RecordedBuilds.all()) {
      assertTrue(build.compiles() > 10, build.name());
      for (Task task : build.tasks()) {
        boolean costs = task.seconds() > 0 && task.preprocessSeconds() > 0;
        assertTrue(!task.isCompile() || (costs && task.requestBytes() > 0), task::toString);
      }
    }
  }

  @Test
  void theSmallestIsFirst() {
    List<Double> seconds = RecordedBuilds.all().stream().map(BuildGraph::compileSeconds).toList();

    assertEquals(seconds.stream().sorted().toList(), seconds);
  }

  @Test
  void sourcesHaveNamesOfTheirOwn() {
    List<String> names =
        RecordedBuilds.all().stream()
            .flatMap(build -> build.tasks().stream())
            .filter(Task::isCompile)
            .map(Task::source)
            .toList();

    assertEquals(Stream.of(names).flatMap(List::stream).distinct().count(), names.size());
  }
}
