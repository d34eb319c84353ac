package dev.compilefarm.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.names.FarmNames;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Labels alone make no pod a farm's. */
class PodMakerTest {
  private static final Optional<FarmNames> MAIN = Optional.of(new FarmNames("main", "ci"));

  @Test
  void podsOfTheFarmsDeploymentsAreTheFarms() {
    assertEquals(
        MAIN, PodMaker.farmOf(pod("volunteer", owner("ReplicaSet", "main-volunteers-6c8f", true))));
    assertEquals(
        MAIN,
        PodMaker.farmOf(pod("dispatcher", owner("ReplicaSet", "main-dispatcher-6c8f", true))));
  }

  @Test
  void podsOfAnybodyElseAreNot() {
    for (Pod pod :
        new Pod[] {
          pod("dispatcher"),
          pod("dispatcher", owner("ReplicaSet", "main-volunteers-6c8f", true)),
          pod("dispatcher", owner("ReplicaSet", "main-dispatcher-6c8f", false)),
          pod("dispatcher", owner("ReplicaSet", "main-dispatcher-other", true)),
          pod("dispatcher", owner("Job", "main-dispatcher-6c8f", true)),
          pod("placeholder", owner("ReplicaSet", "main-placeholders-6c8f", true))
        }) {
      assertEquals(Optional.empty(), PodMaker.farmOf(pod), pod::toString);
    }
  }

  private static OwnerReference owner(String kind, String name, boolean controls) {
    return new OwnerReferenceBuilder()
        .withApiVersion("apps/v1")
        .withKind(kind)
        .withName(name)
        .withController(controls)
        .build();
  }

  private static Pod pod(String component, OwnerReference... owners) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pod")
        .withNamespace("ci")
        .addToLabels("compilefarm.dev/farm", "main")
        .addToLabels("app.kubernetes.io/component", component)
        .addToLabels("pod-template-hash", "6c8f")
        .withOwnerReferences(owners)
        .endMetadata()
        .build();
  }
}
