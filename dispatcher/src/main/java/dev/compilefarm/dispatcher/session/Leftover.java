package dev.compilefarm.dispatcher.session;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.Scanner;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The rest of a message that nobody wants. It is read, because a connection that is closed before
 * is reset by the kernel, and the peer may then lose a reply that it has not read yet; and distcc
 * reads no reply in protocol 3 where it could not send all of its files ({@code
 * src/clirpc.c:dcc_x_many_files}). Nothing of it is kept but one buffer.
 */
final class Leftover {
  /** So long a peer that sends more than it may is read on. */
  static final Duration LINGER = Duration.ofSeconds(5);

  private static final int BUFFER_BYTES = 16 << 10;

  private final TimedChannel from;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  Leftover(TimedChannel from) {
    this.from = from;
  }

  /**
   * Reads up to the end of the message.
   *
   * @param silence as in {@link Transfer#receive}
   * @throws MalformedException where the rest is no such message
   * @throws IOException where the peer went away, or was silent or slow for too long
   */
  void readToEnd(Scanner scanner, Duration silence) throws IOException, MalformedException {
    Patience patience = new Patience(silence);
    while (!scanner.isComplete()) {
      read(patience);
      scanner.scan(buffer.flip());
    }
  }

  /**
   * Reads whatever comes until the peer ends its side, or the time is over.
   *
   * @throws IOException where the peer went away
   */
  void linger() throws IOException {
    long endNanos = from.now() + LINGER.toNanos();
    Patience patience = new Patience(LINGER);
    while (from.now() - endNanos < 0) {
      read(patience);
    }
  }

  private void read(Patience patience) throws IOException {
    long begunNanos = from.now();
    int bytes = from.read(buffer.clear(), patience.left());
    if (bytes < 0) {
      throw new EOFException("the peer ended before its message did");
    }
    patience.waited(from.now() - begunNanos, bytes);
  }
}
