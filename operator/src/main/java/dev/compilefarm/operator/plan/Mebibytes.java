package dev.compilefarm.operator.plan;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Sizes of volumes, in the form in which an API server stores them: in the largest unit that leaves
 * a whole number. In any other, the object that a size is in would look changed for ever.
 */
public final class Mebibytes {
  private static final long MEBIBYTE = 1L << 20;

  private Mebibytes() {}

  /** As many, rounded up. */
  public static Quantity covering(Quantity size) {
    return of(
        size.getNumericalAmount()
            .divide(BigDecimal.valueOf(MEBIBYTE), 0, RoundingMode.CEILING)
            .min(BigDecimal.valueOf(Long.MAX_VALUE))
            .longValueExact());
  }

  /** So many. */
  public static Quantity of(long mebibytes) {
    long number = mebibytes;
    String unit = "Mi";
    for (String larger : new String[] {"Gi", "Ti", "Pi", "Ei"}) {
      if (number == 0 || number % 1024 != 0) {
        break;
      }
      number /= 1024;
      unit = larger;
    }
    return new Quantity(number + unit);
  }
}
