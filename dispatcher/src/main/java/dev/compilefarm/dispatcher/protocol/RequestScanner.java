package dev.compilefarm.dispatcher.protocol;

import dev.compilefarm.dispatcher.options.Arguments;

/** Finds the end of one client's request, and the compiler that it asks for. */
public final class RequestScanner extends Scanner {
  private final RequestGrammar grammar;

  public RequestScanner(ProtocolLimits limits) {
    this(new RequestGrammar(limits));
  }

  private RequestScanner(RequestGrammar grammar) {
    super(grammar);
    this.grammar = grammar;
  }

  /** 1, 2 or 3 once the first token was taken, 0 before. */
  public int version() {
    return grammar.version();
  }

  /** The first ARGV as the client sent it, empty before it was taken. */
  public String compiler() {
    return grammar.compiler();
  }

  /** What was seen of the arguments that were taken so far. */
  public Arguments arguments() {
    return grammar.arguments();
  }

  /** True once the last ARGV was taken. */
  public boolean hasAllArguments() {
    return grammar.hasAllArguments();
  }
}
