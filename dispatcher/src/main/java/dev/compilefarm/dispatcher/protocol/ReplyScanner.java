package dev.compilefarm.dispatcher.protocol;

/** Finds the end of one volunteer's reply, and how its compiler ended. */
public final class ReplyScanner extends Scanner {
  private final ReplyGrammar grammar;

  /**
   * A scanner for the reply to a request of this version, 1 to 3: the two must agree, as distcc's
   * client insists ({@code src/clirpc.c:dcc_r_result_header}).
   */
  public ReplyScanner(int version, ProtocolLimits limits) {
    this(new ReplyGrammar(version, limits));
  }

  private ReplyScanner(ReplyGrammar grammar) {
    super(grammar);
    this.grammar = grammar;
  }

  /** How the compiler ended; success before STAT was taken. */
  public WaitStatus waitStatus() {
    return grammar.waitStatus();
  }

  /** Bytes of the object as sent; 0 before DOTO's head was taken. */
  public long objectBytes() {
    return grammar.objectBytes();
  }
}
