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
 * @param sourceBytes longest DOTI or FILE, as sent, which from version 2 on is compressed
 * @param requestBytes longest whole request, heads included
 * @param objectBytes longest SERR, SOUT, DOTO or DOTD, as sent
 * @param replyBytes longest whole reply, heads included
 */
public record ProtocolLimits(
    int arguments,
    int argumentBytes,
    int allArgumentsBytes,
    int files,
    int pathBytes,
    long sourceBytes,
    long requestBytes,
    long objectBytes,
    long replyBytes) {

  /** Linux passes no longer argument to a program: MAX_ARG_STRLEN less the zero byte. */
  private static final int LONGEST_ARGUMENT = (128 << 10) - 1;

  /** What execve takes in all, ARG_MAX: a quarter of the stack, which is 8 MiB by default. */
  private static final int ALL_ARGUMENTS = 2 << 20;

  /** As many as fill ARG_MAX with 23 bytes each: execve adds a zero byte and a pointer. */
  private static final int ARGUMENTS = ALL_ARGUMENTS / 32;

  /** More than the heads of all arguments. */
  private static final long HEADS_BYTES = 1L << 20;

  /** Linux opens no longer path: PATH_MAX less the zero byte. */
  private static final int LONGEST_PATH = (4 << 10) - 1;

  /** For all of a reply but its longest body. */
  private static final long OTHER_BYTES = 64L << 20;

  /** Without a disk a message lies in memory, of which a dispatcher has few hundred MiB. */
  private static final long BYTES_IN_MEMORY = 64L << 20;

  private static final long BODY_BYTES_IN_MEMORY = 48L << 20;

  /**
   * The largest C++ request measured was 1.7 MB and the largest reply 4.2 MB, nearly all of it one
   * body. What is generated is larger, tables of a game for instance; so a hundred times that.
   */
  public static final ProtocolLimits DEFAULTS = onDisk(256L << 20, 512L << 20);

  /**
   * Those of a dispatcher with a disk for large messages. A whole request may have a third more
   * than its largest body, and a whole reply 64 MiB more.
   *
   * @param sourceBytes longest body of a request, as sent
   * @param objectBytes longest body of a reply, as sent
   */
  public static ProtocolLimits onDisk(long sourceBytes, long objectBytes) {
    return new ProtocolLimits(
        ARGUMENTS,
        LONGEST_ARGUMENT,
        ALL_ARGUMENTS,
        16_384,
        LONGEST_PATH,
        sourceBytes,
        sourceBytes + Math.max(sourceBytes / 3, ALL_ARGUMENTS + HEADS_BYTES),
        objectBytes,
        objectBytes + OTHER_BYTES);
  }

  /** The same where all messages lie in memory: no more than it can hold. */
  public static ProtocolLimits inMemory(long sourceBytes, long objectBytes) {
    long source = Math.min(sourceBytes, BODY_BYTES_IN_MEMORY);
    long object = Math.min(objectBytes, BODY_BYTES_IN_MEMORY);
    ProtocolLimits limits = onDisk(source, object);
    return new ProtocolLimits(
        limits.arguments,
        limits.argumentBytes,
        limits.allArgumentsBytes,
        limits.files,
        limits.pathBytes,
        source,
        Math.min(limits.requestBytes, BYTES_IN_MEMORY),
        object,
        BYTES_IN_MEMORY);
  }
}
