package dev.compilefarm.dispatcher.protocol;

import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;

/** How a cap of {@link ProtocolLimits} is held. */
final class Cap {

  private Cap() {}

  /**
   * The number itself, where it is within its cap.
   *
   * @param what the unit and the token, for the message
   */
  static long atMost(long cap, long number, String what) throws MalformedException {
    if (number > cap) {
      throw new MalformedException(
          Fault.TOO_LARGE, "%d %s, over the limit of %d".formatted(number, what, cap));
    }
    return number;
  }
}
