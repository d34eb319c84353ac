package dev.compilefarm.operator.apply;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** A farm's status for server-side apply: nothing but the name and what this operator says. */
public final class StatusPatch {
  private StatusPatch() {}

  static CompileFarm of(CompileFarm farm, CompileFarmStatus status) {
    var patch = new CompileFarm();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(farm.getMetadata().getName())
            .withNamespace(farm.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    return patch;
  }

  /** Blocks for one request. */
  public static void write(
      CompileFarm farm, CompileFarmStatus status, Context<CompileFarm> context) {
    context.resourceOperations().serverSideApplyPrimaryStatus(of(farm, status));
  }
}
