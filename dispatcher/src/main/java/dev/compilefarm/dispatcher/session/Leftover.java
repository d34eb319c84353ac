package dev.compilefarm.dispatcher.session;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.RequestScanner;
import dev.compilefarm.dispatcher.transport.TimedChannel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The rest of a request that was refused. As much of it is read, and thrown away, as distcc must
 * have sent before it reads the reply.
 *
 * <p>In versions 1 and 2 those are the arguments: a source that cannot be sent is no error to
 * distcc ({@code src/bulk.c:dcc_x_file}), and Linux keeps what a socket has received when the peer
 * resets it. In version 3 it is the whole request: distcc gives up at the first name of a file that
 * it cannot send ({@code src/clirpc.c:dcc_x_many_files}). Both were tried with distcc 3.4.
 */
final class Leftover {
  /** So long a peer is read on whose request can be made no sense of any more. */
  static final Duration LINGER = Duration.ofSeconds(5);

  private static final int BUFFER_BYTES = 16 << 10;
  private static final int WHOLE_FROM_VERSION = 3;

  private final TimedChannel from;
  private final RequestScanner scanner;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  Leftover(TimedChannel from, RequestScanner scanner) {
    this.from = from;
    this.scanner = scanner;
  }

  /**
   * Reads up to where distcc reads the reply.
   *
   * @param silence as in {@link Transfer#receive}
   * @throws MalformedException where the rest is no request
   * @throws IOException where the peer went away, or was silent or slow for too long
   */
  void read(Duration silence) throws IOException, MalformedException {
    Patience patience = new Patience(silence);
    BooleanSupplier isEnough =
        scanner.version() < WHOLE_FROM_VERSION ? scanner::hasAllArguments : scanner::isComplete;
    while (!isEnough.getAsBoolean()) {
      read(patience);
      scanner.scan(buffer.flip());
    }
  }

  /**
   * The same where the scanner is of no more use, because there is too much of something. What
   * comes is read for a while, for the whole may be without end.
   *
   * @throws IOException where the peer went away, or was silent
   */
  void linger() throws IOException {
    if (scanner.version() < WHOLE_FROM_VERSION && scanner.hasAllArguments()) {
      return;
    }
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
