package dev.compilefarm.dispatcher.report;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;

/**
 * Lets so many through a second, of each address and in all; more at once where there were few
 * before. Of fixed size, whoever comes: addresses share places by a hash that nobody outside knows,
 * so two may share one allowance. The generic cell rate algorithm of ATM (ITU-T I.371): a place
 * holds the time at which all that came would have come at the allowed pace. Pure; thread-safe.
 */
final class RateLimit {
  private static final int PLACES = 1 << 10;

  private final Allowance ofAll;
  private final Allowance ofAddress;
  private final int seed;
  private final long[] dueNanos = new long[PLACES];
  private long dueNanosOfAll;

  /**
   * An allowance.
   *
   * @param perSecond in the long run
   * @param atOnce after a rest
   */
  record Allowance(int perSecond, int atOnce) {
    private long intervalNanos() {
      return Duration.ofSeconds(1).toNanos() / perSecond;
    }

    private boolean allows(long dueNanos, long nowNanos) {
      return dueNanos - nowNanos <= intervalNanos() * (atOnce - 1);
    }
  }

  /**
   * Nobody has come yet.
   *
   * @param seed of the hash, not to be known outside
   */
  RateLimit(Allowance ofAll, Allowance ofAddress, int seed, long nowNanos) {
    this.ofAll = ofAll;
    this.ofAddress = ofAddress;
    this.seed = seed;
    this.dueNanosOfAll = nowNanos;
    Arrays.fill(dueNanos, nowNanos);
  }

  /** Whether one more may pass; who may not is not counted. */
  synchronized boolean allows(InetAddress address, long nowNanos) {
    int place = place(address);
    long due = later(dueNanos[place], nowNanos);
    long dueOfAll = later(dueNanosOfAll, nowNanos);
    if (!ofAddress.allows(due, nowNanos) || !ofAll.allows(dueOfAll, nowNanos)) {
      return false;
    }
    dueNanos[place] = due + ofAddress.intervalNanos();
    dueNanosOfAll = dueOfAll + ofAll.intervalNanos();
    return true;
  }

  /** Differences of {@link System#nanoTime}, not its values, can be compared. */
  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }

  /** Spread by the multiplier of Knuth's hash, after the seed. */
  private int place(InetAddress address) {
    int mixed = (address.hashCode() ^ seed) * 0x9E3779B1;
    return (mixed ^ seed) >>> 22;
  }
}
