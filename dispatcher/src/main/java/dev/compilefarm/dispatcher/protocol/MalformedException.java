package dev.compilefarm.dispatcher.protocol;

import java.util.Optional;

/** The peer sent what the protocol does not allow, or more than a limit does. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What was wrong, as a bounded set: the label of a metric. */
  public enum Fault {
    /** A head that is no token, or a number that is not hexadecimal. */
    NOT_DISTCC,
    /** A protocol version that nobody here speaks. */
    UNKNOWN_VERSION,
    /** A token where another one belongs. */
    OUT_OF_ORDER,
    /** A count or a length above its limit. */
    TOO_LARGE,
    /** A CDIR or NAME that is not absolute or climbs out of the volunteer's directory. */
    UNSAFE_PATH,
    /** Bytes after the end. */
    TRAILING_BYTES
  }

  private final Fault fault;
  private final transient Optional<Excess> excess;

  public MalformedException(Fault fault, String message) {
    super(message);
    this.fault = fault;
    this.excess = Optional.empty();
  }

  /** One that is too large, by this. */
  MalformedException(Excess excess, String message) {
    super(message);
    this.fault = Fault.TOO_LARGE;
    this.excess = Optional.of(excess);
  }

  public Fault fault() {
    return fault;
  }

  /** What is too large; empty where something else is wrong. */
  public Optional<Excess> excess() {
    return excess;
  }
}
