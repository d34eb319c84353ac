package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Set;
import java.util.function.Consumer;

/** Says when a farm is gone. It wakes no reconcile. */
final class DeletedFarms extends AbstractEventSource<CompileFarm, CompileFarm>
    implements ResourceEventAware<CompileFarm> {
  private final Consumer<CompileFarm> forget;

  /**
   * @param forget gets each farm that is gone
   */
  DeletedFarms(Consumer<CompileFarm> forget) {
    super(CompileFarm.class, "deleted-farms");
    this.forget = forget;
  }

  @Override
  public void onResourceDeleted(CompileFarm farm) {
    forget.accept(farm);
  }

  /** A farm may be deleted and made anew before anybody looks. */
  @Override
  public void onResourceUpdated(CompileFarm farm, CompileFarm before) {
    if (!farm.getMetadata().getUid().equals(before.getMetadata().getUid())) {
      forget.accept(before);
    }
  }

  @Override
  public Set<CompileFarm> getSecondaryResources(CompileFarm farm) {
    return Set.of();
  }
}
