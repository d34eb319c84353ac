package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.VolunteersSpec;
import java.math.BigDecimal;
import java.util.Optional;

/** How many compiles one volunteer runs at a time. */
final class Slots {
  /** distccd 3.4 takes no more. */
  private static final BigDecimal MAX = BigDecimal.valueOf(200);

  /** Where nothing is said: no cpu limit, and most nodes have two cores to spare. */
  private static final int DEFAULT = 2;

  private Slots() {}

  static int of(VolunteersSpec volunteers) {
    return Optional.ofNullable(volunteers.slots())
        .or(() ->
            Optional.ofNullable(volunteers.resources().limits().get("cpu"))
                .map(cpu -> cpu.getNumericalAmount().min(MAX).max(BigDecimal.ONE).intValue()))
        .orElse(DEFAULT);
  }
}
