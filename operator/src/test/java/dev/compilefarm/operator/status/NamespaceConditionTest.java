package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamespaceConditionTest {

  @Test
  void namesTheFarmsThatHavePodsAndWhatToDo() {
    NamespaceCondition said = NamespaceCondition.of("ci", new TreeSet<>(List.of("main")));

    assertEquals("True", said.status());
    assertTrue(said.message().startsWith("The pods of farm main finish their jobs."));
    assertTrue(said.message().contains("kubectl -n ci delete pods"));
    assertTrue(
        NamespaceCondition.of("ci", new TreeSet<>(List.of("b", "a")))
            .message()
            .contains("farms a, b "));
  }

  /** The change from one to the other is what makes the cluster look again. */
  @Test
  void differsOnceNoPodIsLeft() {
    NamespaceCondition said = NamespaceCondition.of("ci", new TreeSet<>());

    assertEquals("False", said.status());
    assertEquals("NoFarmHasPods", said.reason());
    assertTrue(
        said.message().startsWith("No pod of a farm is left. The namespace waits for the cluster"));
    assertTrue(said.message().endsWith("kubectl get namespace ci -o yaml"), said.message());
  }

  @Test
  void isBounded() {
    SortedSet<String> many =
        IntStream.range(100, 1_000)
            .mapToObj(number -> "farm-" + number)
            .collect(Collectors.toCollection(TreeSet::new));

    String message = NamespaceCondition.of("ci", many).message();

    assertTrue(message.contains("and 880 more"), message);
    assertTrue(message.length() < 1_000, message);
  }
}
