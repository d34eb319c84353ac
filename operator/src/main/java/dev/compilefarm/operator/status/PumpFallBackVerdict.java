package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.PUMP_FALLS_BACK;

import dev.compilefarm.api.v1alpha1.Reason;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether builds fell back from distcc's pump mode to plain mode. Their clients then preprocess
 * each file themselves and say so in a warning at most. It lasts while the dispatcher names a
 * tenant: ten minutes after its last such job. Jobs are not counted in the message: they come every
 * second.
 */
final class PumpFallBackVerdict {
  private PumpFallBackVerdict() {}

  static Verdict of(StatusInputs inputs) {
    if (inputs.silence().isPresent()) {
      return Verdict.inSilence(PUMP_FALLS_BACK, inputs.silence().get());
    }
    SortedSet<String> tenants =
        inputs.load().map(load -> load.notices().fallenBack()).orElseGet(TreeSet::new);
    return tenants.isEmpty()
        ? new Verdict(
            PUMP_FALLS_BACK,
            Verdict.Status.FALSE,
            Reason.PUMP_STAYS,
            "No build is known to have fallen back from pump mode")
        : new Verdict(
            PUMP_FALLS_BACK, Verdict.Status.TRUE, Reason.BUILD_FELL_BACK, message(tenants));
  }

  private static String message(SortedSet<String> tenants) {
    int others = tenants.size() - 1;
    return ("Jobs of tenant %s%s came by pump, and now come preprocessed. The build's log says why:"
            + " look for 'include server' and 'demoted'")
        .formatted(tenants.first(), others == 0 ? "" : " and %d more".formatted(others));
  }
}
