package dev.compilefarm.bench.load.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which hosts one user's distcc leaves alone: for 60 s after a failure, or until another of its
 * jobs succeeds there ({@code src/backoff.c}; distcc marks a host by a file that all of the user's
 * jobs share). Pure: time is a parameter, in nanoseconds. Confined to one thread at a time.
 */
final class BackOff {
  private static final long PERIOD_NANOS = 60_000_000_000L;

  private final int hosts;
  private final Map<Integer, Long> failures = new HashMap<>();

  BackOff(int hosts) {
    this.hosts = hosts;
  }

  void failed(int host, long now) {
    failures.put(host, now);
  }

  void succeeded(int host) {
    failures.remove(host);
  }

  /** The hosts that a job which starts now may choose among. */
  List<Integer> usable(long now) {
    return IntStream.range(0, hosts)
        .filter(host -> !failures.containsKey(host) || now - failures.get(host) >= PERIOD_NANOS)
        .boxed()
        .toList();
  }
}
