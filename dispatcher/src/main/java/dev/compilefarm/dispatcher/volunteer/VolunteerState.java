package dev.compilefarm.dispatcher.volunteer;

/** What becomes of a volunteer's free slots. */
public enum VolunteerState {
  READY,
  NOT_READY,
  DRAINING,
  /** Ready by all appearances, but could not be reached a moment ago. */
  SET_ASIDE
}
