package dev.compilefarm.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What two dispatchers of a farm refuse. */
class RefusedJobsTest {

  @Test
  void oneKindIsSaidOnceAndTheSameOfAnotherCompilerIsAnotherKind() {
    assertEquals(
        List.of(splitDwarf("g++", 5), splitDwarf("gcc", 7)),
        RefusedJobs.together(
            List.of(splitDwarf("gcc", 7), splitDwarf("g++", 2)), List.of(splitDwarf("g++", 3))));
  }

  private static RefusedJobs splitDwarf(String compiler, int jobs) {
    return new RefusedJobs("NOT_DISTRIBUTABLE", "-gsplit-dwarf", compiler, 0, jobs, "no");
  }
}
