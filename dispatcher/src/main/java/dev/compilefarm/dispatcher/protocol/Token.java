package dev.compilefarm.dispatcher.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The four-letter tokens of the protocol, in distcc's own spelling. */
enum Token {
  DIST,
  CDIR,
  ARGC,
  ARGV,
  NFIL,
  NAME,
  FILE,
  LINK,
  DOTI,
  DONE,
  STAT,
  SERR,
  SOUT,
  DOTO,
  DOTD;

  /** Bytes of a packet's head: the token and its number in hexadecimal. */
  static final int HEAD_BYTES = 12;

  private static final int NAME_BYTES = 4;
  private static final Token[] ALL = values();

  private final int letters = pack(name().getBytes(StandardCharsets.US_ASCII));

  /** The token that a packet's head begins with, or nothing where it is none of ours. */
  static Optional<Token> of(byte[] head) {
    int letters = pack(head);
    for (Token token : ALL) {
      if (token.letters == letters) {
        return Optional.of(token);
      }
    }
    return Optional.empty();
  }

  /**
   * The number in a packet's head, 0 to 2^32 - 1, or -1 where a character is no hexadecimal digit.
   * Upper case is taken too, as distcc does ({@code src/rpc.c} reads it with strtoul).
   */
  static long number(byte[] head) {
    long number = 0;
    for (int i = NAME_BYTES; i < HEAD_BYTES; i++) {
      int digit = Character.digit(head[i], 16);
      if (digit < 0) {
        return -1;
      }
      number = number * 16 + digit;
    }
    return number;
  }

  /** The first four bytes as one number, which is quick to compare. */
  private static int pack(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt();
  }
}
