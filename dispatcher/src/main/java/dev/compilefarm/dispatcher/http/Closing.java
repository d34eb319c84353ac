package dev.compilefarm.dispatcher.http;

/** Why a connection was closed on this side, before it had done what it is for. */
public enum Closing {
  /** There were too many. */
  CROWDED,
  /** Its request did not come in time. */
  NO_REQUEST,
  /** It did not take its reply, or an event, in time. */
  NOT_TAKEN,
  /** It had its reply and did not go. */
  STAYED,
  /** It did not take its page while others waited for that. */
  DISPLACED
}
