package dev.compilefarm.dispatcher.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who makes room where there are too many, so that no origin can keep the others out. Pure; not
 * thread-safe.
 *
 * @param <T> who is there
 */
public final class Crowd<T> {
  private final Collection<T> present;
  private final Function<T, Origin> origin;
  private final Map<Origin, Long> sizes;

  /**
   * These, as they are now.
   *
   * @param origin of each of them
   */
  public Crowd(Collection<T> present, Function<T, Origin> origin) {
    this.present = present;
    this.origin = origin;
    this.sizes = present.stream().collect(Collectors.groupingBy(origin, Collectors.counting()));
  }

  /** The first in this order of those from the origin that has most; empty where nobody is. */
  public Optional<T> firstOfLargest(Comparator<T> order) {
    return present.stream()
        .min(Comparator.<T>comparingLong(one -> -size(origin.apply(one))).thenComparing(order));
  }

  /**
   * The same where one more of this origin would still be fewer than the largest: to take the place
   * makes the shares more equal.
   */
  public Optional<T> firstOfLargest(Comparator<T> order, Origin newcomer) {
    return firstOfLargest(order).filter(one -> size(newcomer) + 1 < size(origin.apply(one)));
  }

  private long size(Origin of) {
    return sizes.getOrDefault(of, 0L);
  }
}
