package dev.compilefarm.dispatcher.volunteer;

/** How far a volunteer that discovery calls ready is given jobs; the most trusted comes first. */
public enum Trust {
  /** Nothing speaks against it. */
  TRUSTED,
  /** Something failed there, and nobody knows yet whose fault it was: it is chosen last. */
  SUSPECT,
  /** It is being asked whether it can compile. It gets a job only where nobody else could. */
  ASKED,
  /** Set aside, since nobody could connect to it. */
  UNREACHABLE,
  /** Set aside, since it takes jobs and does none. */
  FAILING;

  boolean takesJobs() {
    return this != UNREACHABLE && this != FAILING;
  }

  VolunteerState state() {
    return switch (this) {
      case TRUSTED, SUSPECT, ASKED -> VolunteerState.READY;
      case UNREACHABLE -> VolunteerState.UNREACHABLE;
      case FAILING -> VolunteerState.BLACK_HOLE;
    };
  }
}
