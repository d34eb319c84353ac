package dev.compilefarm.dispatcher.dispatch;

/** Where a job is; the package comment draws the transitions. */
public enum JobState {
  QUEUED,
  RUNNING,
  /** Its slot is free again, and the reply is on its way to the client. */
  ANSWERING,
  ENDED
}
