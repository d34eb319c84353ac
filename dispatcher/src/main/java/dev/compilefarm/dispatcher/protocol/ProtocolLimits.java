package dev.compilefarm.dispatcher.protocol;

/**
 * Caps on everything whose size a peer chooses.
 *
 * @param arguments most ARGVs of a request
 * @param argumentBytes longest ARGV, CDIR, NAME or LINK
 * @param files most files of a v3 request
 * @param requestBytes longest whole request, heads included
 * @param replyBytes longest whole reply, heads included
 */
public record ProtocolLimits(
    int arguments, int argumentBytes, int files, long requestBytes, long replyBytes) {

  /**
   * 128 KiB is the longest argument that Linux passes to a program (MAX_ARG_STRLEN); the largest
   * C++ request measured was 1.7 MB and the largest reply 4.2 MB, so 64 MiB leaves ample room.
   */
  public static final ProtocolLimits DEFAULTS =
      new ProtocolLimits(8192, 128 << 10, 16_384, 64L << 20, 64L << 20);
}
