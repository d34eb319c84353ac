package dev.compilefarm.evidence.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MakeTest {
  private static final BuildGraph TWO_STEPS =
      new BuildGraph(
          "two-steps",
          List.of(
              compile(0, List.of()),
              compile(1, List.of()),
              compile(2, List.of()),
              compile(3, List.of(0, 1))));

  private static Task compile(int number, List<Integer> after) {
    return new Task(number, true, number + ".c", 0.1, 1000, 1, after);
  }

  @Test
  void issuesNoMoreThanItsJobs() {
    Make make = new Make(TWO_STEPS, 2);

    assertEquals(List.of(0, 1), numbers(make.issue()));
    assertEquals(List.of(), numbers(make.issue()));
    make.ended(TWO_STEPS.tasks().get(1));
    assertEquals(List.of(2), numbers(make.issue()));
  }

  @Test
  void issuesWhatWaitsOnceAllBeforeItHasEnded() {
    Make make = new Make(TWO_STEPS, 8);

    assertEquals(List.of(0, 1, 2), numbers(make.issue()));
    make.ended(TWO_STEPS.tasks().get(0));
    make.ended(TWO_STEPS.tasks().get(2));
    assertEquals(List.of(), numbers(make.issue()));
    make.ended(TWO_STEPS.tasks().get(1));
    assertEquals(List.of(3), numbers(make.issue()));
    assertFalse(make.isDone());
    make.ended(TWO_STEPS.tasks().get(3));
    assertTrue(make.isDone());
  }

  @Test
  void aTaskCannotWaitForALaterOne() {
    List<Task> tasks = List.of(compile(0, List.of(1)), compile(1, List.of()));

    assertThrows(IllegalArgumentException.class, () -> new BuildGraph("circle", tasks));
  }

  @Test
  void theCriticalPathIsTheLongestWay() {
    assertEquals(2.2, TWO_STEPS.criticalPathSeconds(), 1e-9);
    assertEquals(1.1, TWO_STEPS.flat().criticalPathSeconds(), 1e-9);
  }

  private static List<Integer> numbers(List<Task> tasks) {
    return tasks.stream().map(Task::number).toList();
  }
}
