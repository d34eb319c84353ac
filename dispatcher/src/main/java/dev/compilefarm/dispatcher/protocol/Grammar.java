package dev.compilefarm.dispatcher.protocol;

/** The order of tokens in one kind of message; told of each token, it says what follows. */
interface Grammar {

  /**
   * Takes the next token.
   *
   * @param number the token's value or length, 0 to 2^32 - 1
   * @return bytes of the body that follows it; 0 for a token that is a mere value
   * @throws MalformedException where the token does not belong here or its number is out of bounds
   */
  long onToken(Token token, long number) throws MalformedException;

  /** Most bytes of the body of the token just taken that {@link #onBody} wants; 0 for none. */
  int bodyBytesWanted();

  /** So many bytes at the beginning of that body are not wanted. */
  default long bodyBytesSkipped() {
    return 0;
  }

  /**
   * Takes a body that was asked for, or as much of it as was wanted.
   *
   * @throws MalformedException where the body is not allowed
   */
  void onBody(byte[] body) throws MalformedException;

  /** True once no token may follow; the message ends with the body of the last one. */
  boolean isLast();

  /** Most bytes of the whole message. */
  long bytesMax();
}
