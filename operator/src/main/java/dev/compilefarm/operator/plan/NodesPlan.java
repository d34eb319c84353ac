package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import java.util.OptionalInt;

/**
 * What the farm keeps ready on the nodes.
 *
 * @param placeholders pods that keep room for volunteers; empty where the farm wants none
 */
public record NodesPlan(Images images, OptionalInt placeholders) {

  /** What becomes of the volunteers' images before a volunteer comes to a node. */
  public enum Images {
    /** The farm does not ask for more. */
    LEFT_ALONE,
    /** Each node that may run volunteers gets them. */
    PULLED,
    /** The farm asks for that, and the operator was installed without the right to do it. */
    WITHHELD
  }

  /** That of a farm that goes. */
  static final NodesPlan NOTHING = new NodesPlan(Images.LEFT_ALONE, OptionalInt.empty());

  /**
   * Room is kept for volunteers that may still come and for no other: at its maximum a farm keeps
   * none.
   *
   * @param volunteers that there shall be now
   * @param mayPrePull the operator may make what pulls images
   */
  static NodesPlan of(CompileFarmSpec spec, int volunteers, boolean mayPrePull) {
    int wanted = spec.nodes().placeholders();
    // Who fixes the number, by hand or by an HPA, may fix another one next.
    int mayCome =
        spec.replicas() != null ? wanted : Math.max(0, spec.scaling().maxVolunteers() - volunteers);
    return new NodesPlan(
        images(spec, mayPrePull),
        wanted == 0 ? OptionalInt.empty() : OptionalInt.of(Math.min(wanted, mayCome)));
  }

  private static Images images(CompileFarmSpec spec, boolean mayPrePull) {
    if (!spec.nodes().prePullImages()) {
      return Images.LEFT_ALONE;
    }
    return mayPrePull ? Images.PULLED : Images.WITHHELD;
  }
}
