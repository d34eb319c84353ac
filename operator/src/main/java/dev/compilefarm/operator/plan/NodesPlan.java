package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import java.util.OptionalInt;

/**
 * What the farm keeps ready on the nodes.
 *
 * @param prePull whether each node that may run volunteers gets their images before
 * @param placeholders pods that keep room for volunteers; empty where the farm wants none
 */
public record NodesPlan(boolean prePull, OptionalInt placeholders) {

  /** That of a farm that goes. */
  static final NodesPlan NOTHING = new NodesPlan(false, OptionalInt.empty());

  /**
   * Room is kept for volunteers that may still come and for no other: at its maximum a farm keeps
   * none.
   *
   * @param volunteers that there shall be now
   */
  static NodesPlan of(CompileFarmSpec spec, int volunteers) {
    int wanted = spec.nodes().placeholders();
    // Who fixes the number, by hand or by an HPA, may fix another one next.
    int mayCome =
        spec.replicas() != null ? wanted : Math.max(0, spec.scaling().maxVolunteers() - volunteers);
    return new NodesPlan(
        spec.nodes().prePullImages(),
        wanted == 0 ? OptionalInt.empty() : OptionalInt.of(Math.min(wanted, mayCome)));
  }
}
