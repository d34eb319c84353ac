package dev.compilefarm.dispatcher.spool;

import java.io.IOException;

/** A message was given up because others needed the room that it waited for. */
public final class GaveWayException extends IOException {
  private static final long serialVersionUID = 1;

  GaveWayException() {
    super("too many messages waited for room");
  }
}
