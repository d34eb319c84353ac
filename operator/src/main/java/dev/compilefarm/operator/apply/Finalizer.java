package dev.compilefarm.operator.apply;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.plan.Deletion;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Has the cluster wait with the removal of a deleted farm until its jobs are done. */
public final class Finalizer {
  private Finalizer() {}

  /** Sends nothing for a farm that has it. */
  public static void add(CompileFarm farm, Context<CompileFarm> context) {
    if (!farm.hasFinalizer(Deletion.FINALIZER)) {
      context.resourceOperations().addFinalizer(Deletion.FINALIZER);
    }
  }

  /** Lets the farm go. */
  public static void remove(Context<CompileFarm> context) {
    context.resourceOperations().removeFinalizer(Deletion.FINALIZER);
  }
}
