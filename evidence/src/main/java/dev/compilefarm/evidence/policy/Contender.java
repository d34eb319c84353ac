package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.build.BuildGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A policy of the comparison, with all settings of which the best is taken.
 *
 * @param number as in the predictions
 * @param name for tables
 * @param candidates its settings; one where nothing is to be chosen
 */
public record Contender(String number, String name, List<Policy> candidates) {
  private static final int[] LIMITS = {2, 4, 8, 50};
  private static final double[] CHILDREN = {1, 1.5, 2};
  private static final int[] ASKED = {2, 4, 16};
  private static final int[] NAMES = {1, 4};

  /** How old counts are at the base point; the axis of ages has others. */
  private static final double FRESH = 0;

  public Contender {
    candidates = List.copyOf(candidates);
  }

  /** The bound, and the way in which a build alone is measured. */
  public static Policy listScheduling() {
    return new ListScheduling();
  }

  /** Number 7 with counts of this age. */
  public static Contender leastCount(double ageSeconds) {
    return new Contender(
        "7",
        "least count, %.1f s old".formatted(ageSeconds),
        children(perCore -> new LeastCount(ageSeconds, perCore)));
  }

  /**
   * All of them, in the order of the predictions.
   *
   * @param recorded what number 12 has built before
   */
  public static List<Contender> all(List<BuildGraph> recorded) {
    List<Contender> all = new ArrayList<>();
    all.add(
        new Contender(
            "1",
            "static host lists, client limits",
            limits(limit -> new ClientLimits(limit, false))));
    all.add(
        new Contender("2", "the same, randomised", limits(limit -> new ClientLimits(limit, true))));
    all.add(
        new Contender(
            "3",
            "server limits only",
            Stream.of(false, true)
                .flatMap(isRandomised ->
                    children(perCore -> new ServerLimits(perCore, isRandomised)).stream())
                .toList()));
    all.add(
        new Contender(
            "4",
            "client and server limits",
            Stream.of(false, true)
                .flatMap(isRandomised ->
                    both((limit, perCore) -> new BothLimits(limit, perCore, isRandomised)))
                .toList()));
    all.add(new Contender("5", "a busy server hangs up", both(GoAway::new).toList()));
    all.add(
        new Contender(
            "6",
            "first ready",
            IntStream.of(ASKED)
                .boxed()
                .flatMap(asked ->
                    DoubleStream.of(CHILDREN)
                        .<Policy>mapToObj(perCore -> new FirstReady(asked, perCore)))
                .toList()));
    all.add(new Contender("7", "least count", children(perCore -> new LeastCount(FRESH, perCore))));
    all.add(new Contender("8", "power of two choices", children(TwoChoices::new)));
    all.add(new Contender("9", "least connections with a cap", proxies(false)));
    all.add(new Contender("9b", "the same at its best", proxies(true)));
    all.add(
        new Contender(
            "10", "receptionist, first come first served", List.of(new FirstComeFirstServed())));
    all.add(new Contender("11", "receptionist, fair", List.of(new FairQueue(List.of()))));
    all.add(new Contender("12", "the same, learned durations", List.of(new FairQueue(recorded))));
    return List.copyOf(all);
  }

  private interface OfLimit {
    Policy with(int limit);
  }

  private interface OfChildren {
    Policy with(double perCore);
  }

  private interface OfBoth {
    Policy with(int limit, double perCore);
  }

  private static List<Policy> limits(OfLimit policy) {
    return IntStream.of(LIMITS).mapToObj(policy::with).toList();
  }

  private static List<Policy> children(OfChildren policy) {
    return DoubleStream.of(CHILDREN).mapToObj(policy::with).toList();
  }

  private static Stream<Policy> both(OfBoth policy) {
    return IntStream.of(LIMITS)
        .boxed()
        .flatMap(
            limit -> DoubleStream.of(CHILDREN).mapToObj(perCore -> policy.with(limit, perCore)));
  }

  private static List<Policy> proxies(boolean knowsProtocol) {
    return IntStream.of(NAMES)
        .boxed()
        .flatMap(names ->
            DoubleStream.of(CHILDREN)
                .<Policy>mapToObj(perCore -> new LeastConnections(perCore, names, knowsProtocol)))
        .toList();
  }
}
