package dev.compilefarm.testbed.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildResultTest {
  private static final String HASH = "0123456789abcdef".repeat(4);

  @Test
  void hashesAreThoseOfObjectFilesAlone() {
    BuildResult result =
        new BuildResult(
            0,
            """
              CXX      Test.o
            %1$s  ./src/Test.o
            %1$s  ./src/test.cpp
            PASS: main
            """
                .formatted(HASH));

    assertEquals(Map.of("./src/Test.o", HASH), result.hashes());
  }

  @Test
  void aFailureShowsTheEndOfTheLog() {
    BuildResult result = new BuildResult(2, "first\n" + "more\n".repeat(100) + "Error 116\n");

    AssertionError failure = assertThrows(AssertionError.class, result::expectSuccess);

    assertEquals(
        "the build ended with exit code 2", failure.getMessage().lines().findFirst().get());
    assertEquals("Error 116", failure.getMessage().lines().toList().getLast());
    assertEquals(41, failure.getMessage().lines().count());
  }
}
