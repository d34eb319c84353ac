package dev.compilefarm.dispatcher.protocol;

import static dev.compilefarm.dispatcher.protocol.Cap.contentAtMost;

import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;
import java.util.Optional;

/** A reply: see the package comment for the order of its tokens. */
final class ReplyGrammar implements Grammar {
  /** So long a SERR is kept, as sent; a compiler's last words are far shorter. */
  static final int KEPT_ERRORS_MAX = 256 << 10;

  private static final int WAIT_STATUS_MAX = 0xffff;

  private final int version;
  private final ProtocolLimits limits;
  private Token expected = Token.DONE;
  private int waitStatus;
  private Optional<byte[]> errors = Optional.empty();
  private boolean keepsErrors;
  private long objectBytes;
  private boolean last;

  ReplyGrammar(int version, ProtocolLimits limits) {
    this.version = version;
    this.limits = limits;
  }

  WaitStatus waitStatus() {
    return new WaitStatus(waitStatus);
  }

  /** SERR as sent, where the status is no success and it is not too long; else empty. */
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
    keepsErrors = token == Token.SERR && waitStatus != 0 && number <= KEPT_ERRORS_MAX;
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
    return keepsErrors ? KEPT_ERRORS_MAX : 0;
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
