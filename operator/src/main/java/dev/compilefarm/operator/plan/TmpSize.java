package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.VolunteersSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Optional;

/**
 * The most that TMPDIR of a volunteer holds. In memory only what is used counts, against the
 * container's memory limit if it has one.
 */
final class TmpSize {
  /**
   * Preprocessed source, object file and the compiler's own files of one job, of a large unit with
   * debug information.
   */
  private static final long MEBIBYTES_PER_SLOT = 512;

  private TmpSize() {}

  static Quantity of(VolunteersSpec volunteers, int slots) {
    return Optional.ofNullable(volunteers.tmpSize())
        .map(Mebibytes::covering)
        .orElseGet(() -> Mebibytes.of(MEBIBYTES_PER_SLOT * slots));
  }
}
