package dev.compilefarm.dispatcher.protocol;

import static dev.compilefarm.dispatcher.protocol.Cap.atMost;
import static dev.compilefarm.dispatcher.protocol.Cap.contentAtMost;

import dev.compilefarm.dispatcher.options.Arguments;
import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;
import java.nio.charset.StandardCharsets;

/** A request: see the package comment for the order of its tokens. */
final class RequestGrammar implements Grammar {
  private final ProtocolLimits limits;
  private Token expected = Token.DIST;
  private Token current = Token.DIST;
  private int version;
  private boolean compilerSeen;
  private long argumentsMissing;
  private long argumentsAnnounced;
  private int argumentsTaken;
  private long argumentBytes;
  private long filesMissing;
  private int bodyBytesWanted;
  private boolean last;
  private String compiler = "";
  private final Arguments arguments = new Arguments();

  RequestGrammar(ProtocolLimits limits) {
    this.limits = limits;
  }

  int version() {
    return version;
  }

  String compiler() {
    return compiler;
  }

  Arguments arguments() {
    return arguments;
  }

  boolean hasAllArguments() {
    return argumentsTaken > 0 && argumentsTaken == argumentsAnnounced;
  }

  @Override
  public long onToken(Token token, long number) throws MalformedException {
    boolean linkForFile = expected == Token.FILE && token == Token.LINK;
    if (token != expected && !linkForFile) {
      throw new MalformedException(
          Fault.OUT_OF_ORDER, token + " came where " + expected + " belongs");
    }
    current = token;
    bodyBytesWanted = 0;
    return switch (token) {
      case DIST -> onVersion(number);
      case CDIR -> onDirectory(number);
      case ARGC -> onArgumentCount(number);
      case ARGV -> onArgument(number);
      case NFIL -> onFileCount(number);
      case NAME -> onName(number);
      case FILE -> onFile(contentAtMost(limits.sourceBytes(), number, "bytes in a FILE"));
      case LINK -> onFile(atMost(limits.pathBytes(), number, "bytes in a LINK"));
      case DOTI -> onSource(number);
      case DONE, STAT, SERR, SOUT, DOTO, DOTD ->
          throw new IllegalStateException(token + " is never expected in a request");
    };
  }

  @Override
  public int bodyBytesWanted() {
    return bodyBytesWanted;
  }

  @Override
  public void onBody(byte[] body) throws MalformedException {
    if (current == Token.ARGV) {
      takeArgument(body);
    } else if (!ClientPath.staysInside(body)) {
      throw new MalformedException(
          Fault.UNSAFE_PATH, current + " is not absolute or climbs out of its directory");
    }
  }

  @Override
  public boolean isLast() {
    return last;
  }

  @Override
  public long bytesMax() {
    return limits.requestBytes();
  }

  private long onVersion(long number) throws MalformedException {
    if (number < 1 || number > 3) {
      throw new MalformedException(
          Fault.UNKNOWN_VERSION, "protocol version " + number + "; 1, 2 and 3 are known");
    }
    version = (int) number;
    expected = version == 3 ? Token.CDIR : Token.ARGC;
    return 0;
  }

  private long onDirectory(long number) throws MalformedException {
    expected = Token.ARGC;
    bodyBytesWanted = limits.pathBytes();
    return atMost(limits.pathBytes(), number, "bytes in CDIR");
  }

  private long onArgumentCount(long number) throws MalformedException {
    if (number == 0) {
      throw new MalformedException(Fault.OUT_OF_ORDER, "ARGC 0 names no compiler");
    }
    argumentsMissing = atMost(limits.arguments(), number, "arguments");
    argumentsAnnounced = number;
    expected = Token.ARGV;
    return 0;
  }

  private long onArgument(long number) throws MalformedException {
    bodyBytesWanted = Arguments.BYTES_MAX;
    if (!compilerSeen) {
      compilerSeen = true;
      atMost(limits.pathBytes(), number, "bytes in the name of a compiler");
    }
    atMost(limits.argumentBytes(), number, "bytes in an ARGV");
    argumentBytes = atMost(limits.allArgumentsBytes(), argumentBytes + number, "bytes in all ARGV");
    argumentsMissing--;
    if (argumentsMissing == 0) {
      expected = version == 3 ? Token.NFIL : Token.DOTI;
    }
    return number;
  }

  private void takeArgument(byte[] argument) {
    if (argumentsTaken == 0) {
      compiler = new String(argument, StandardCharsets.UTF_8);
    }
    argumentsTaken++;
    arguments.take(argument);
  }

  private long onFileCount(long number) throws MalformedException {
    filesMissing = atMost(limits.files(), number, "files");
    expected = Token.NAME;
    last = filesMissing == 0;
    return 0;
  }

  private long onName(long number) throws MalformedException {
    expected = Token.FILE;
    bodyBytesWanted = limits.pathBytes();
    return atMost(limits.pathBytes(), number, "bytes in a NAME");
  }

  private long onFile(long number) {
    filesMissing--;
    expected = Token.NAME;
    last = filesMissing == 0;
    return number;
  }

  private long onSource(long number) throws MalformedException {
    last = true;
    return contentAtMost(limits.sourceBytes(), number, "bytes in DOTI");
  }
}
