package dev.compilefarm.dispatcher.protocol;

/** How a cap of {@link ProtocolLimits} is held. */
final class Cap {

  private Cap() {}

  /**
   * The number itself, where it is within its cap.
   *
   * @param what the unit and the token, for the message
   */
  static long atMost(long cap, long number, String what) throws MalformedException {
    return within(new Excess(Excess.What.OTHER, number, cap, what));
  }

  /** The same for a body that is as long as its content. */
  static long contentAtMost(long cap, long number, String what) throws MalformedException {
    return within(new Excess(Excess.What.CONTENT, number, cap, what));
  }

  private static long within(Excess asked) throws MalformedException {
    if (asked.number() > asked.limit()) {
      throw new MalformedException(asked, asked.toString());
    }
    return asked.number();
  }
}
