package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarmStatus.LastStartStatus;
import dev.compilefarm.operator.observe.VolunteerStart;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StartSentenceTest {

  @Test
  void theLongestPartIsSaidFirst() {
    assertEquals(
        new LastStartStatus(
            50,
            "The last start took 50 s: 40 s until a node took the pod, 7 s for images, volumes and"
                + " network, 2 s from the container's start until it was ready, 1 s in init containers"),
        sentence(40, 7, 1, 2));
  }

  @Test
  void partThatTookNoSecondIsLeftOut() {
    assertEquals(
        "The last start took 9 s: 7 s for images, volumes and network, 2 s from the container's"
            + " start until it was ready",
        sentence(0, 7, 0, 2).message());
    assertEquals(new LastStartStatus(0, "The last start took 0 s"), sentence(0, 0, 0, 0));
  }

  private static LastStartStatus sentence(int node, int pull, int init, int start) {
    return StartSentence.of(
        new VolunteerStart(
            Duration.ofSeconds(node),
            Duration.ofSeconds(pull),
            Duration.ofSeconds(init),
            Duration.ofSeconds(start)));
  }
}
