package dev.compilefarm.dispatcher.protocol;

import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The protocol a second time, read off its description step by step from a message that lies there
 * as a whole; slow and without any state to keep between bytes. The scanners must agree with it.
 */
final class Reference {

  /** What the bytes are. */
  sealed interface Verdict {
    /** A whole message of this many bytes; more may follow it. */
    record Whole(int bytes) implements Verdict {}

    /** The beginning of a message. */
    record Incomplete() implements Verdict {}

    /** No message, whatever follows. */
    record Refused(Fault fault) implements Verdict {}
  }

  /** Leaves the description at the point where the bytes do. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Verdict verdict;

    Stop(Verdict verdict) {
      super(null, null, false, false);
      this.verdict = verdict;
    }
  }

  private interface Description {
    void read() throws Stop;
  }

  private static final List<String> TOKENS =
      List.of(
          "DIST", "CDIR", "ARGC", "ARGV", "NFIL", "NAME", "FILE", "LINK", "DOTI", "DONE", "STAT",
          "SERR", "SOUT", "DOTO", "DOTD");

  private static final String DIGITS = "0123456789abcdefABCDEF";

  // One character for each byte.
  private final String bytes;
  private final ProtocolLimits limits;
  private final long longest;
  private int at;
  private String token = "";
  private long number;

  private Verdict verdict = new Verdict.Incomplete();
  private int version;
  private String compiler = "";
  private int waitStatus;

  private Reference(byte[] bytes, ProtocolLimits limits, long longest) {
    this.bytes = new String(bytes, StandardCharsets.ISO_8859_1);
    this.limits = limits;
    this.longest = longest;
  }

  static Reference ofRequest(byte[] bytes, ProtocolLimits limits) {
    Reference reference = new Reference(bytes, limits, limits.requestBytes());
    reference.decide(reference::request);
    return reference;
  }

  static Reference ofReply(int version, byte[] bytes, ProtocolLimits limits) {
    Reference reference = new Reference(bytes, limits, limits.replyBytes());
    reference.version = version;
    reference.decide(reference::reply);
    return reference;
  }

  Verdict verdict() {
    return verdict;
  }

  int version() {
    return version;
  }

  String compiler() {
    return compiler;
  }

  int waitStatus() {
    return waitStatus;
  }

  private void decide(Description description) {
    try {
      description.read();
      verdict = new Verdict.Whole(at);
    } catch (Stop stop) {
      verdict = stop.verdict;
    }
  }

  private void request() throws Stop {
    head("DIST");
    refuseIf(!List.of(1L, 2L, 3L).contains(number), Fault.UNKNOWN_VERSION);
    version = (int) number;
    value();
    if (version == 3) {
      path("CDIR");
    }
    head("ARGC");
    refuseIf(number == 0, Fault.OUT_OF_ORDER);
    refuseIf(number > limits.arguments(), Fault.TOO_LARGE);
    value();
    long arguments = number;
    long together = 0;
    for (long i = 1; i <= arguments; i++) {
      head("ARGV");
      together += number;
      refuseIf(i == 1 && number > limits.pathBytes(), Fault.TOO_LARGE);
      refuseIf(number > limits.argumentBytes(), Fault.TOO_LARGE);
      refuseIf(together > limits.allArgumentsBytes(), Fault.TOO_LARGE);
      String argument = body();
      if (i == 1) {
        compiler =
            new String(argument.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    if (version == 3) {
      files();
    } else {
      content("DOTI", limits.sourceBytes());
    }
  }

  private void files() throws Stop {
    head("NFIL");
    refuseIf(number > limits.files(), Fault.TOO_LARGE);
    value();
    long files = number;
    for (long i = 1; i <= files; i++) {
      path("NAME");
      head("FILE", "LINK");
      refuseIf(
          number > (token.equals("FILE") ? limits.sourceBytes() : limits.pathBytes()),
          Fault.TOO_LARGE);
      body();
    }
  }

  private void reply() throws Stop {
    head("DONE");
    refuseIf(number != version, Fault.UNKNOWN_VERSION);
    value();
    head("STAT");
    refuseIf(number > 0xffff, Fault.TOO_LARGE);
    waitStatus = (int) number;
    value();
    content("SERR", limits.objectBytes());
    content("SOUT", limits.objectBytes());
    content("DOTO", limits.objectBytes());
    if (version == 3 && waitStatus == 0) {
      content("DOTD", limits.objectBytes());
    }
  }

  private void path(String name) throws Stop {
    head(name);
    refuseIf(number > limits.pathBytes(), Fault.TOO_LARGE);
    String path = body();
    refuseIf(path.isEmpty() || path.charAt(0) != '/', Fault.UNSAFE_PATH);
    refuseIf(path.chars().anyMatch(character -> character == 0), Fault.UNSAFE_PATH);
    refuseIf(Arrays.asList(path.split("/", -1)).contains(".."), Fault.UNSAFE_PATH);
  }

  private void content(String name, long longest) throws Stop {
    head(name);
    refuseIf(number > longest, Fault.TOO_LARGE);
    body();
  }

  /** Reads a head into {@link #token} and {@link #number}. */
  private void head(String... expected) throws Stop {
    String head = take(12);
    token = head.substring(0, 4);
    refuseIf(!TOKENS.contains(token), Fault.NOT_DISTCC);
    refuseIf(head.chars().skip(4).anyMatch(digit -> DIGITS.indexOf(digit) < 0), Fault.NOT_DISTCC);
    refuseIf(!Arrays.asList(expected).contains(token), Fault.OUT_OF_ORDER);
    number = Long.parseLong(head.substring(4), 16);
  }

  /** Ends a packet without a body. */
  private void value() throws Stop {
    refuseIf(at > longest, Fault.TOO_LARGE);
  }

  /** Ends a packet with its body. */
  private String body() throws Stop {
    refuseIf(at + number > longest, Fault.TOO_LARGE);
    return take(number);
  }

  private String take(long count) throws Stop {
    if (bytes.length() - at < count) {
      throw new Stop(new Verdict.Incomplete());
    }
    String taken = bytes.substring(at, at + (int) count);
    at += (int) count;
    return taken;
  }

  private static void refuseIf(boolean wrong, Fault fault) throws Stop {
    if (wrong) {
      throw new Stop(new Verdict.Refused(fault));
    }
  }
}
