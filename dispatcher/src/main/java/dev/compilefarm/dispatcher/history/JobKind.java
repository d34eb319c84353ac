package dev.compilefarm.dispatcher.history;

/**
 * What makes a job of one build the same as one of the next.
 *
 * @param source the name of its source file
 * @param requestBytes length of its whole request
 */
public record JobKind(String tenant, String source, long requestBytes) {
  private static final int QUARTERS = 4;

  /** Whether the lengths differ by a quarter at most: the source may have been changed a little. */
  boolean isLike(long bytes) {
    return Math.abs(bytes - requestBytes) <= bytes / QUARTERS;
  }
}
