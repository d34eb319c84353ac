package dev.compilefarm.dispatcher.volunteer;

/** What is known of the reason for which a volunteer is set aside as failing. */
public enum Trouble {
  /** Its temporary directory does not take files. */
  TMPDIR_FULL
}
