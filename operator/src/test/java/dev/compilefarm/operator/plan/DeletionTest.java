package dev.compilefarm.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.observe.Facts;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Workload;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DeletionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<PodFact> ONE = List.of(Facts.ready("pod", NOW));

  @Test
  void aFarmThatStaysInANamespaceThatStaysIsNotGoing() {
    assertEquals(Optional.empty(), Deletion.of(farm(), observed(ONE, ONE)));
  }

  /** Before the cluster has deleted the farm itself: it takes the pods first. */
  @Test
  void aFarmGoesWithItsNamespace() {
    Observed observed = observed(ONE, ONE).inNamespaceDeletedAt(Optional.of(NOW));

    Deletion deletion = Deletion.of(farm(), observed).orElseThrow();

    assertTrue(deletion.withNamespace());
    assertEquals(NOW.plus(Duration.ofMinutes(30 + 10 + 1)), deletion.waitsUntil());
  }

  @Test
  void isOverWithoutADispatcherAndInItsNamespaceWithoutAnyPod() {
    Deletion alone = new Deletion(NOW.plusSeconds(1), false);
    Deletion withNamespace = new Deletion(NOW.plusSeconds(1), true);

    assertFalse(alone.isOver(observed(ONE, ONE), NOW));
    assertTrue(alone.isOver(observed(List.of(), ONE), NOW));
    assertFalse(withNamespace.isOver(observed(List.of(), ONE), NOW));
    assertTrue(withNamespace.isOver(observed(List.of(), List.of()), NOW));
    assertTrue(alone.isOver(observed(ONE, ONE), NOW.plusSeconds(1)));
  }

  private static CompileFarm farm() {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(new ObjectMetaBuilder().withName("main").withNamespace("ci").build());
    return farm;
  }

  private static Observed observed(List<PodFact> dispatchers, List<PodFact> volunteers) {
    return new Observed(
        new Workload("main-dispatcher", OptionalInt.of(1), Optional.empty(), dispatchers),
        new Workload("main-volunteers", OptionalInt.of(1), Optional.empty(), volunteers),
        Optional.empty());
  }
}
