package dev.compilefarm.dispatcher.protocol;

/**
 * Something of a message that is over its limit.
 *
 * @param unit what is counted, for people: {@code bytes in an ARGV} for instance
 */
public record Excess(What what, long number, long limit, String unit) {

  /** Whose limit it is. */
  public enum What {
    /** A body as long as its content, or a message of such bodies, in bytes. */
    CONTENT,
    /** What only a client that is no distcc would send so many of. */
    OTHER
  }

  /** How long that makes the message at least; 0 where it is not told in bytes. */
  public long bytes() {
    return what == What.CONTENT ? number : 0;
  }

  @Override
  public String toString() {
    return "%d %s, over the limit of %d".formatted(number, unit, limit);
  }
}
