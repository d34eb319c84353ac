package dev.compilefarm.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeletedFarmsTest {
  private final List<String> forgotten = new ArrayList<>();
  private final DeletedFarms farms =
      new DeletedFarms(farm -> forgotten.add(farm.getMetadata().getUid()));

  @Test
  void deletedFarmIsForgotten() {
    farms.onResourceDeleted(farm("one"));

    assertEquals(List.of("one"), forgotten);
  }

  @Test
  void farmThatIsMadeAnewUnderItsNameIsAnotherFarm() {
    farms.onResourceUpdated(farm("two"), farm("one"));

    assertEquals(List.of("one"), forgotten);
  }

  @Test
  void farmThatChangesIsRemembered() {
    farms.onResourceCreated(farm("one"));
    farms.onResourceUpdated(farm("one"), farm("one"));

    assertEquals(List.of(), forgotten);
  }

  private static CompileFarm farm(String uid) {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(new ObjectMetaBuilder().withName("main").withUid(uid).build());
    return farm;
  }
}
