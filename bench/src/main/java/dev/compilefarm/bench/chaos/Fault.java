package dev.compilefarm.bench.chaos;

/** What can happen to a farm. */
enum Fault {
  VOLUNTEER_DELETED("volunteer deleted", 5),
  VOLUNTEER_KILLED("volunteer deleted without grace", 5),
  DISTCCD_KILLED("distccd killed in its container", 4),
  VOLUNTEER_EVICTED("volunteer evicted", 4),
  FARM_SCALED("farm scaled", 3),
  VOLUNTEERS_ROLLED("volunteers replaced", 2),
  DISPATCHER_ROLLED("dispatcher replaced", 1),
  OPERATOR_KILLED("operator killed", 1);

  private final String title;
  private final int cards;

  Fault(String title, int cards) {
    this.title = title;
    this.cards = cards;
  }

  /** How often it is in a {@link FaultDeck}. */
  int cards() {
    return cards;
  }

  @Override
  public String toString() {
    return title;
  }
}
