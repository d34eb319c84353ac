package dev.compilefarm.evidence.reality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.build.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class MakefileTextTest {
  private static final Task COMPILE = new Task(0, true, "a.c", 0.1, 100, 1.25, List.of());
  private static final Task LINK = new Task(1, false, "a", 0, 0, 0.3, List.of(0));

  @Test
  void hasARuleForEachTask() {
    assertEquals(
        """
        all: a.o a

        a.o:
        \tdistcc sleepcc -c a.c -o a.o

        a: a.o
        \tsleepcc --link 0.300 -o a
        """,
        MakefileText.of(new BuildGraph("small", List.of(COMPILE, LINK))));
  }

  @Test
  void writesIntoASourceHowLongItTakes() {
    String source = MakefileText.source(COMPILE);

    assertTrue(source.startsWith("preprocess 0.100 compile 1.250 "), source);
    assertEquals(100, source.length());
  }
}
