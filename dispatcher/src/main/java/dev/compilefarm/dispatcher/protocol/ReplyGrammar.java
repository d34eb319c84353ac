package dev.compilefarm.dispatcher.protocol;

import static dev.compilefarm.dispatcher.protocol.Cap.contentAtMost;

import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;
import java.util.Optional;

/** A reply: see the package comment for the order of its tokens. */
final class ReplyGrammar implements Grammar {
  /** So long a compressed SERR is kept, as sent; of a plain one its end is kept. */
  static final int KEPT_ERRORS_MAX = 1 << 20;

  /** Of a plain SERR so much is kept: what stopped the compiler is in its last lines. */
  static final int LAST_ERRORS = 64 << 10;

  private static final int WAIT_STATUS_MAX = 0xffff;

  private final int version;
  private final ProtocolLimits limits;
  private Token expected = Token.DONE;
  private int waitStatus;
  private Optional<byte[]> errors = Optional.empty();
  private int errorsWanted;
  private long errorsSkipped;
  private long objectBytes;
  private boolean last;

  ReplyGrammar(int version, ProtocolLimits limits) {
    this.version = version;
    this.limits = limits;
  }

  WaitStatus waitStatus() {
    return new WaitStatus(waitStatus);
  }

  /** SERR as sent, or the end of a plain one, where the status is no success; else empty. */
  Optional<byte[]> errors() {
    return errors;
  }

  long objectBytes() {
    return objectBytes;
  }

  @Override
  public long onToken(Token token, long number) throws MalformedException {
    if (token != expected) {
      throw new MalformedException(
          Fault.OUT_OF_ORDER, token + " came where " + expected + " belongs");
    }
    errorsWanted = 0;
    errorsSkipped = 0;
    if (token == Token.SERR && waitStatus != 0) {
      keepErrors(number);
    }
    return switch (token) {
      case DONE -> onVersion(number);
      case STAT -> onStatus(number);
      case SERR -> onOutput(token, number, Token.SOUT);
      case SOUT -> onOutput(token, number, Token.DOTO);
      case DOTO -> onObject(number);
      case DOTD -> onDependencies(number);
      case DIST, CDIR, ARGC, ARGV, NFIL, NAME, FILE, LINK, DOTI ->
          throw new IllegalStateException(token + " is never expected in a reply");
    };
  }

  @Override
  public int bodyBytesWanted() {
    return errorsWanted;
  }

  @Override
  public long bodyBytesSkipped() {
    return errorsSkipped;
  }

  @Override
  public void onBody(byte[] body) {
    errors = Optional.of(body);
  }

  @Override
  public boolean isLast() {
    return last;
  }

  @Override
  public long bytesMax() {
    return limits.replyBytes();
  }

  /** The end of what is compressed cannot be had without its beginning. */
  private void keepErrors(long number) {
    if (version == 1) {
      errorsWanted = LAST_ERRORS;
      errorsSkipped = Math.max(0, number - LAST_ERRORS);
    } else {
      errorsWanted = number <= KEPT_ERRORS_MAX ? KEPT_ERRORS_MAX : 0;
    }
  }

  private long onVersion(long number) throws MalformedException {
    if (number != version) {
      throw new MalformedException(
          Fault.UNKNOWN_VERSION, "DONE " + number + " answers a request of version " + version);
    }
    expected = Token.STAT;
    return 0;
  }

  private long onStatus(long number) throws MalformedException {
    if (number > WAIT_STATUS_MAX) {
      throw new MalformedException(
          Fault.TOO_LARGE, "STAT %x is no wait status, which has sixteen bits".formatted(number));
    }
    waitStatus = (int) number;
    expected = Token.SERR;
    return 0;
  }

  private long onOutput(Token token, long number, Token next) throws MalformedException {
    expected = next;
    return contentAtMost(limits.objectBytes(), number, "bytes in " + token);
  }

  private long onObject(long number) throws MalformedException {
    expected = Token.DOTD;
    last = version != 3 || waitStatus != 0;
    objectBytes = contentAtMost(limits.objectBytes(), number, "bytes in DOTO");
    return objectBytes;
  }

  private long onDependencies(long number) throws MalformedException {
    last = true;
    return contentAtMost(limits.objectBytes(), number, "bytes in DOTD");
  }
}
