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

  boolean isTrue() {
    return status == Status.TRUE;
  }
}
