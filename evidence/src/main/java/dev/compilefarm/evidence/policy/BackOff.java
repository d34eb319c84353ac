package dev.compilefarm.evidence.policy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which hosts one user leaves alone: for a while after a failure, or until another job succeeds
 * there ({@code src/backoff.c}). Pure: time is a parameter, in seconds.
 */
final class BackOff {
  private final double periodSeconds;
  private final double[] failedAt;
  private final List<Integer> all;

  BackOff(int hosts, double periodSeconds) {
    this.periodSeconds = periodSeconds;
    failedAt = new double[hosts];
    all = IntStream.range(0, hosts).boxed().toList();
    Arrays.fill(failedAt, Double.NEGATIVE_INFINITY);
  }

  void failed(int host, double now) {
    failedAt[host] = now;
  }

  void succeeded(int host) {
    failedAt[host] = Double.NEGATIVE_INFINITY;
  }

  List<Integer> usable(double now) {
    for (double at : failedAt) {
      if (now - at < periodSeconds) {
        return all.stream().filter(host -> now - failedAt[host] >= periodSeconds).toList();
      }
    }
    return all;
  }
}
