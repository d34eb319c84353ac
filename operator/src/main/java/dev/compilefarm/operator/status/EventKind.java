package dev.compilefarm.operator.status;

/** What an event is about. Part of the API as the conditions' reasons are. */
public enum EventKind {
  SCALED_UP("Normal", "ScaledUp", "Scale"),
  SCALED_DOWN("Normal", "ScaledDown", "Scale"),
  DRAIN_CUT_SHORT("Warning", "DrainCutShort", "Drain"),
  READY("Normal", "Ready", "Observe"),
  NOT_READY("Warning", "NotReady", "Observe"),
  VOLUNTEERS_FAILING("Warning", "VolunteersFailing", "Observe"),
  VOLUNTEERS_RECOVERED("Normal", "VolunteersRecovered", "Observe"),
  OBJECT_REFUSED("Warning", "ObjectRefused", "Apply"),
  DELETING("Normal", "Deleting", "Delete"),
  INVALID_SPEC("Warning", "InvalidSpec", "Read");

  private final String type;
  private final String reason;
  private final String action;

  EventKind(String type, String reason, String action) {
    this.type = type;
    this.reason = reason;
    this.action = action;
  }

  /** Normal or Warning. */
  public String type() {
    return type;
  }

  /** As it stands in the event. */
  public String reason() {
    return reason;
  }

  /** What the operator did when it saw the cause. */
  public String action() {
    return action;
  }
}
