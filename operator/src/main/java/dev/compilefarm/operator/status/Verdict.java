package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;

/** A condition as it is now, before it is compared with what it was. */
record Verdict(ConditionType type, Status status, Reason reason, String message) {

  /** Whether a condition holds. */
  enum Status {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** As it stands in the API. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Of a condition that the dispatcher's numbers decide, while it gives none.
   *
   * @param cause why there are none
   */
  static Verdict inSilence(ConditionType type, String cause) {
    return new Verdict(type, Status.UNKNOWN, Reason.DISPATCHER_SILENT, cause);
  }

  boolean isTrue() {
    return status == Status.TRUE;
  }
}
