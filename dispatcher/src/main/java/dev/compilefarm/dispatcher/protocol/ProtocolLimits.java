package dev.compilefarm.dispatcher.protocol;

/**
 * Caps on everything whose size a peer chooses. A head needs none: it is 12 bytes by the protocol,
 * {@link Token#HEAD_BYTES}. A length above its cap is refused as soon as its head is there.
 *
 * @param arguments most ARGVs of a request
 * @param argumentBytes longest ARGV
 * @param allArgumentsBytes longest all ARGVs of a request together, heads not included
 * @param files most files and links of a v3 request
 * @param pathBytes longest CDIR, NAME or LINK, and longest first ARGV, which names the compiler
 * @param bodyBytes longest of the bodies that are as long as their content: DOTI, FILE, SERR, SOUT,
 *     DOTO, DOTD; as sent, which from version 2 on is compressed
 * @param requestBytes longest whole request, heads included
 * @param replyBytes longest whole reply, heads included
 */
public record ProtocolLimits(
    int arguments,
    int argumentBytes,
    int allArgumentsBytes,
    int files,
    int pathBytes,
    long bodyBytes,
    long requestBytes,
    long replyBytes) {

  /** Linux passes no longer argument to a program: MAX_ARG_STRLEN less the zero byte. */
  private static final int LONGEST_ARGUMENT = (128 << 10) - 1;

  /** What execve takes in all, ARG_MAX: a quarter of the stack, which is 8 MiB by default. */
  private static final int ALL_ARGUMENTS = 2 << 20;

  /** As many as fill ARG_MAX with 23 bytes each: execve adds a zero byte and a pointer. */
  private static final int ARGUMENTS = ALL_ARGUMENTS / 32;

  /** Linux opens no longer path: PATH_MAX less the zero byte. */
  private static final int LONGEST_PATH = (4 << 10) - 1;

  /**
   * The largest C++ request measured was 1.7 MB and the largest reply 4.2 MB, nearly all of it one
   * body; so ten times that in one body, and room for as many files as a large include tree has.
   */
  public static final ProtocolLimits DEFAULTS =
      new ProtocolLimits(
          ARGUMENTS,
          LONGEST_ARGUMENT,
          ALL_ARGUMENTS,
          16_384,
          LONGEST_PATH,
          48L << 20,
          64L << 20,
          64L << 20);
}
