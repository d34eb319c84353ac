package dev.compilefarm.dispatcher.session;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;
import dev.compilefarm.dispatcher.protocol.Scanner;
import dev.compilefarm.dispatcher.spool.Spool;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Takes one whole message from a peer into a spool. */
final class Transfer {

  private Transfer() {}

  /**
   * Reads up to the end of the message, no byte further than the peer has sent.
   *
   * @param silence longest wait for the next byte
   * @throws EOFException when the peer ended before the message did
   * @throws MalformedException when it is no such message, or bytes follow it
   * @throws java.net.SocketTimeoutException when the peer was silent for too long
   * @throws IOException when the connection broke
   */
  static void receive(TimedChannel from, Scanner scanner, Spool spool, Duration silence)
      throws IOException, MalformedException, InterruptedException {
    while (!scanner.isComplete()) {
      ByteBuffer room = spool.room(scanner.bytesMissing());
      int offset = room.position();
      int read = from.read(room, silence);
      if (read < 0) {
        throw new EOFException("the peer ended before its message did");
      }
      spool.added(read);
      ByteBuffer arrived = room.slice(offset, read);
      scanner.scan(arrived);
      if (arrived.hasRemaining()) {
        throw new MalformedException(Fault.TRAILING_BYTES, "bytes follow the message");
      }
    }
    spool.whole();
  }
}
