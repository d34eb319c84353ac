package dev.compilefarm.dispatcher.digest;

/**
 * A number of 64 bits for a sequence of texts: FNV-1a (Fowler, Noll, Vo), with the length of each
 * text, and mixed at the end. Two different sequences that come by chance have the same number once
 * in 10^19. It is no secret and no proof: who looks for two texts with one number finds them. Pure.
 */
public final class Digest {
  /** Of no text at all. */
  public static final long EMPTY = 0xcbf29ce484222325L;

  private static final long PRIME = 0x100000001b3L;
  private static final int BYTE = 0xff;

  private Digest() {}

  /** Of the same texts and one more. */
  public static long with(long digest, byte[] text) {
    long next = digest;
    for (byte each : text) {
      next = (next ^ (each & BYTE)) * PRIME;
    }
    return with(next, text.length);
  }

  /** Of the same texts and one more. */
  public static long with(long digest, String text) {
    return with(digest, text, 0);
  }

  /** Of the same texts and one more, from this character of it. */
  public static long with(long digest, String text, int from) {
    long next = digest;
    for (int i = from; i < text.length(); i++) {
      next = (next ^ text.charAt(i)) * PRIME;
    }
    return with(next, text.length() - from);
  }

  /** Of the same texts and a number. */
  public static long with(long digest, long number) {
    return (mixed(digest) ^ number) * PRIME;
  }

  /** With bits that depend on all others: the last step of MurmurHash3 (Appleby). */
  public static long mixed(long digest) {
    long next = (digest ^ (digest >>> 33)) * 0xff51afd7ed558ccdL;
    next = (next ^ (next >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return next ^ (next >>> 33);
  }
}
