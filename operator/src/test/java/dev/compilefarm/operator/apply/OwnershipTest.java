package dev.compilefarm.operator.apply;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

class OwnershipTest {
  private final CompileFarm farm = farm();

  @Test
  void farmsOwnObjectIsNotForeign() {
    assertFalse(Ownership.isForeign(ownedBy("uid-1"), farm));
  }

  @Test
  void objectOfDeletedFarmOfSameNameIsForeign() {
    assertTrue(Ownership.isForeign(ownedBy("uid-0"), farm));
  }

  @Test
  void objectOfNobodyIsForeign() {
    assertTrue(
        Ownership.isForeign(new ConfigMapBuilder().withNewMetadata().endMetadata().build(), farm));
  }

  @Test
  void objectThatLostItsOwnerButHasTheFarmsLabelIsRepaired() {
    assertFalse(
        Ownership.isForeign(
            new ConfigMapBuilder()
                .withNewMetadata()
                .addToLabels("compilefarm.dev/farm", "main")
                .endMetadata()
                .build(),
            farm));
  }

  @Test
  void copyInAnotherNamespaceIsTheFarmsWhoseNamespaceItNames() {
    assertFalse(Ownership.isForeign(copyIn("apps", "main", "ci"), farmIn("ci")));
  }

  @Test
  void copyOfFarmOfSameNameIsForeign() {
    assertTrue(Ownership.isForeign(copyIn("apps", "main", "ci"), farmIn("apps")));
    assertTrue(Ownership.isForeign(copyIn("apps", "main", "ci"), farmIn("dev")));
  }

  private static ConfigMap copyIn(String namespace, String farm, String ofNamespace) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .addToLabels("compilefarm.dev/farm", farm)
        .addToLabels("compilefarm.dev/farm-namespace", ofNamespace)
        .endMetadata()
        .build();
  }

  private static CompileFarm farmIn(String namespace) {
    CompileFarm farm = farm();
    farm.getMetadata().setNamespace(namespace);
    return farm;
  }

  private static ConfigMap ownedBy(String uid) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .addNewOwnerReference()
        .withUid(uid)
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  private static CompileFarm farm() {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(new ObjectMetaBuilder().withName("main").withUid("uid-1").build());
    return farm;
  }
}
