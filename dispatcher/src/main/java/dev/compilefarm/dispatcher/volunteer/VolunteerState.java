package dev.compilefarm.dispatcher.volunteer;

/** What becomes of a volunteer's free slots. */
public enum VolunteerState {
  READY,
  NOT_READY,
  DRAINING,
  /**
   * Ready by all appearances, but could not be connected to a moment ago; set aside for a while.
   */
  UNREACHABLE,
  /**
   * Takes connections and compiles nothing, as a distccd does whose TMPDIR cannot be written; set
   * aside for a while, and asked before it gets jobs again.
   */
  BLACK_HOLE
}
