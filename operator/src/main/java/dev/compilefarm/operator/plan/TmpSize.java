package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.VolunteersSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
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

  private static final long MEBIBYTE = 1024L * 1024;

  private TmpSize() {}

  /**
   * In the form in which an API server stores it, or the object that it is in would look changed
   * for ever: in the largest unit that leaves a whole number. Rounded up to mebibytes.
   */
  static Quantity of(VolunteersSpec volunteers, int slots) {
    long mebibytes =
        Optional.ofNullable(volunteers.tmpSize())
            .map(size ->
                size.getNumericalAmount()
                    .divide(BigDecimal.valueOf(MEBIBYTE), 0, RoundingMode.CEILING)
                    .longValue())
            .orElse((long) MEBIBYTES_PER_SLOT * slots);
    String unit = "Mi";
    for (String larger : new String[] {"Gi", "Ti", "Pi", "Ei"}) {
      if (mebibytes == 0 || mebibytes % 1024 != 0) {
        break;
      }
      mebibytes /= 1024;
      unit = larger;
    }
    return new Quantity(mebibytes + unit);
  }
}
