package dev.compilefarm.bench.load.volunteer;

import static dev.compilefarm.dispatcher.protocol.Messages.concat;
import static dev.compilefarm.dispatcher.protocol.Messages.head;
import static dev.compilefarm.dispatcher.protocol.Messages.packet;

/** Replies of version 1 to compiles that went well. */
final class Reply {

  private Reply() {}

  static byte[] withObject(int bytes) {
    return concat(
        head("DONE", 1),
        head("STAT", 0),
        head("SERR", 0),
        head("SOUT", 0),
        packet("DOTO", new byte[bytes]));
  }
}
