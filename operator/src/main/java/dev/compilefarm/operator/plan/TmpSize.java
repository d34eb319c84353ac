package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.VolunteersSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Optional;

/**
 * The most that TMPDIR of a volunteer holds, which is in memory. Only what is used counts, against
 * the container's memory limit if it has one.
 */
final class TmpSize {
  /**
   * Preprocessed source, object file and the compiler's own files of one job, of a large unit with
   * debug information.
   */
  private static final int MEBIBYTES_PER_SLOT = 512;

  private TmpSize() {}

  static Quantity of(VolunteersSpec volunteers, int slots) {
    return Optional.ofNullable(volunteers.tmpSize())
        .orElseGet(() -> new Quantity(MEBIBYTES_PER_SLOT * slots + "Mi"));
  }
}
