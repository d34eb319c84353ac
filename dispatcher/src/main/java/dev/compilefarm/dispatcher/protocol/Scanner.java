package dev.compilefarm.dispatcher.protocol;

import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;
import java.nio.ByteBuffer;

/**
 * Finds the end of one message in a stream of bytes that arrives in pieces of any size. Confined to
 * one thread at a time. After a {@link MalformedException} the scanner is of no more use.
 */
public abstract sealed class Scanner permits RequestScanner, ReplyScanner {
  private final Grammar grammar;
  private final byte[] head = new byte[Token.HEAD_BYTES];
  private int headFilled;
  private final KeptBody body = new KeptBody();
  private long bodyMissing;
  private long bodyUnwanted;
  private boolean complete;
  private long bytesAnnounced;

  Scanner(Grammar grammar) {
    this.grammar = grammar;
  }

  /**
   * Takes bytes up to the end of the message, or all of them. What remains in the buffer does not
   * belong to the message.
   *
   * @throws MalformedException where the bytes are no message of this kind or exceed a limit
   */
  public final void scan(ByteBuffer bytes) throws MalformedException {
    while (bytes.hasRemaining() && !complete) {
      if (bodyMissing > 0) {
        takeBody(bytes);
      } else {
        takeHead(bytes);
      }
    }
  }

  /** True once the last byte of the message was taken. */
  public final boolean isComplete() {
    return complete;
  }

  /** True before the first byte was taken. */
  public final boolean isUntouched() {
    return bytesAnnounced == 0 && headFilled == 0;
  }

  /** Bytes that are certain to come still, 0 when complete; more may, once a head tells of them. */
  public final long bytesMissing() {
    if (complete) {
      return 0;
    }
    long nextHead = bodyMissing > 0 && grammar.isLast() ? 0 : Token.HEAD_BYTES - headFilled;
    return bodyMissing + nextHead;
  }

  private void takeHead(ByteBuffer bytes) throws MalformedException {
    int taken = Math.min(bytes.remaining(), Token.HEAD_BYTES - headFilled);
    bytes.get(head, headFilled, taken);
    headFilled += taken;
    if (headFilled == Token.HEAD_BYTES) {
      headFilled = 0;
      onHead();
    }
  }

  private void onHead() throws MalformedException {
    bytesAnnounced += Token.HEAD_BYTES;
    Token token =
        Token.of(head)
            .orElseThrow(
                () -> new MalformedException(Fault.NOT_DISTCC, "this is not a distcc token"));
    long number = Token.number(head);
    if (number < 0) {
      throw new MalformedException(
          Fault.NOT_DISTCC, token + " is not followed by eight hexadecimal digits");
    }
    bodyMissing = grammar.onToken(token, number);
    bodyUnwanted = grammar.bodyBytesSkipped();
    bytesAnnounced += bodyMissing;
    if (bytesAnnounced > grammar.bytesMax()) {
      throw new MalformedException(
          new Excess(
              Excess.What.CONTENT, bytesAnnounced, grammar.bytesMax(), "bytes in all its bodies"),
          "%s brings the message to %d bytes, over the limit of %d"
              .formatted(token, bytesAnnounced, grammar.bytesMax()));
    }
    if (bodyMissing == 0) {
      onBodyEnd();
    }
  }

  private void takeBody(ByteBuffer bytes) throws MalformedException {
    int taken = (int) Math.min(bytes.remaining(), bodyMissing);
    int skipped = (int) Math.min(taken, bodyUnwanted);
    int kept = Math.min(taken - skipped, grammar.bodyBytesWanted() - body.size());
    int end = bytes.position() + taken;
    bodyUnwanted -= skipped;
    if (kept > 0) {
      bytes.position(bytes.position() + skipped);
      body.take(bytes, kept);
    }
    bytes.position(end);
    bodyMissing -= taken;
    if (bodyMissing == 0) {
      onBodyEnd();
    }
  }

  private void onBodyEnd() throws MalformedException {
    if (grammar.bodyBytesWanted() > 0) {
      grammar.onBody(body.release());
    }
    complete = grammar.isLast();
  }
}
