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

/**
 * Takes one whole message from a peer into a spool. The message's first bytes are kept outside the
 * spool until they are too many: most connections wait there for a preprocessor. From then on a
 * peer is waited for with a block that it has begun to fill, and a new block is taken only for
 * bytes that are there. So a peer that sends slowly or not at all holds no more than it has sent.
 */
final class Transfer {
  private static final int FIRST_BYTES = 512;

  /** A client sends its arguments, and then nothing while it preprocesses. */
  private static final int HEAD_BYTES = 2 << 10;

  private final TimedChannel from;
  private final Scanner scanner;
  private final Spool spool;
  private final Patience patience;
  private final Look look;
  private ByteBuffer first = ByteBuffer.allocate(FIRST_BYTES);

  /** A look at what has come so far. */
  interface Look {
    /**
     * Called after each part that was scanned; to be cheap.
     *
     * @throws IOException where the rest of the message is not wanted
     */
    void look() throws IOException;
  }

  private Transfer(TimedChannel from, Scanner scanner, Spool spool, Duration silence, Look look) {
    this.from = from;
    this.scanner = scanner;
    this.spool = spool;
    this.patience = new Patience(silence);
    this.look = look;
  }

  /**
   * Reads up to the end of the message, no byte further than the peer has sent.
   *
   * @param silence longest wait for the next byte, and for all that come more slowly than {@link
   *     Patience#BYTES_PER_SECOND}
   * @param look what it throws ends the transfer
   * @throws EOFException when the peer ended before the message did
   * @throws MalformedException when it is no such message, or bytes follow it
   * @throws java.net.SocketTimeoutException when the peer was silent or slow for too long
   * @throws dev.compilefarm.dispatcher.spool.SpoolException when the spool failed
   * @throws IOException when the connection broke
   */
  static void receive(TimedChannel from, Scanner scanner, Spool spool, Duration silence, Look look)
      throws IOException, MalformedException, InterruptedException {
    new Transfer(from, scanner, spool, silence, look).receive();
  }

  /** The same without a look before the end. */
  static void receive(TimedChannel from, Scanner scanner, Spool spool, Duration silence)
      throws IOException, MalformedException, InterruptedException {
    receive(from, scanner, spool, silence, () -> {});
  }

  private void receive() throws IOException, MalformedException, InterruptedException {
    takeHead();
    while (!scanner.isComplete()) {
      boolean more = spool.mayWait() ? takeBlock() : takeFirst();
      while (more) {
        more = takeBlock();
      }
    }
    spool.whole();
  }

  /** Up to the message's end, or until more has come than is kept outside the spool. */
  private void takeHead() throws IOException, MalformedException, InterruptedException {
    boolean fits = true;
    while (fits && !scanner.isComplete()) {
      int start = first.position();
      read(first);
      scan(first.slice(start, first.position() - start));
      if (!first.hasRemaining()) {
        fits = first.capacity() + from.available() < HEAD_BYTES;
        first = fits ? ByteBuffer.allocate(HEAD_BYTES).put(first.flip()) : first;
      }
    }
    spoolFirst();
  }

  /** Waits outside the spool; true when there is more to read without waiting. */
  private boolean takeFirst() throws IOException, MalformedException, InterruptedException {
    read(first.clear());
    boolean more = hasMore(first);
    scan(first.slice(0, first.position()));
    spoolFirst();
    return more;
  }

  private void spoolFirst() throws IOException, InterruptedException {
    first.flip();
    while (first.hasRemaining()) {
      ByteBuffer room = spool.room();
      int bytes = Math.min(room.remaining(), first.remaining());
      room.put(first.slice(first.position(), bytes));
      first.position(first.position() + bytes);
      spool.added();
    }
  }

  private boolean takeBlock() throws IOException, MalformedException, InterruptedException {
    ByteBuffer room = spool.room();
    int start = room.position();
    read(room);
    boolean more = hasMore(room);
    scan(room.slice(start, room.position() - start));
    spool.added();
    return more;
  }

  private void read(ByteBuffer into) throws IOException {
    long begunNanos = from.now();
    int bytes = from.read(into, patience.left());
    if (bytes < 0) {
      throw new EOFException("the peer ended before its message did");
    }
    patience.waited(from.now() - begunNanos, bytes);
  }

  /** Who did not fill the buffer had no more; that is cheaper than to ask the kernel. */
  private boolean hasMore(ByteBuffer filled) throws IOException {
    return !filled.hasRemaining() && from.available() > 0;
  }

  private void scan(ByteBuffer arrived) throws MalformedException, IOException {
    scanner.scan(arrived);
    look.look();
    if (arrived.hasRemaining()) {
      throw new MalformedException(Fault.TRAILING_BYTES, "bytes follow the message");
    }
  }
}
