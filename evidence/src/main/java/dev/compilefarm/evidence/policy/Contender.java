package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.farm.ClientTimes;
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
  /** It has no replay, so nothing befalls its volunteers. */
  public static final String BOUND = "0";

  /** A receptionist without turns. */
  public static final String FIRST_COME = "10";

  /** This project's. */
  public static final String FAIR = "11";

  /** From the least that there is to as good as none. */
  private static final int[] CLIENT_LIMITS = {1, 2, 4, 8, 50};

  private static final double[] CHILDREN = {1, 1.5, 2, 4, 8};

  /** A hosts' file cannot say these, but every user can. */
  private static final List<ClientTimes> TIMES =
      List.of(new ClientTimes(300, 1), new ClientTimes(30, 60), new ClientTimes(30, 1));

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

  /** This project's, without earlier builds. */
  public static Policy fairQueue() {
    return new FairQueue(List.of());
  }

  /** List scheduling as one of them all. */
  public static Contender bound() {
    return new Contender(BOUND, "list scheduling", List.of(listScheduling()));
  }

  /** Number 7 with counts of this age. */
  public static Contender leastCount(double ageSeconds) {
    return new Contender(
        "7", "least count, up to %.1f s old".formatted(ageSeconds), leastCounts(ageSeconds, false));
  }

  /** The same where all users read one board, that is as old for all of them. */
  public static Contender leastCountOfOneBoard(double ageSeconds) {
    return new Contender(
        "7",
        "least count, up to %.1f s old, the same for all".formatted(ageSeconds),
        leastCounts(ageSeconds, true));
  }

  /** Number 5 with servers that refuse what is more than this, whatever would be better. */
  public static Contender goAway(double perCore) {
    return new Contender(
        "5", "hangs up at %.1f jobs a core".formatted(perCore), goAways(perCore).toList());
  }

  /** The same with clients that leave a host alone for a second only, whatever would be better. */
  public static Contender goAwayForASecond(double perCore) {
    return new Contender(
        "5",
        "the same, back-off of a second",
        goAways(perCore)
            .<Policy>map(policy -> new WithClientTimes(policy, TIMES.getFirst()))
            .toList());
  }

  private static Stream<Policy> goAways(double perCore) {
    return Stream.of(false, true)
        .flatMap(
            isRandomised -> limits(limit -> new GoAway(limit, perCore, isRandomised)).stream());
  }

  /** The same with clients whose times are set, too, where there is anything to set. */
  public Contender orOtherTimes() {
    if (candidates.size() == 1) {
      return this;
    }
    return new Contender(
        number,
        name,
        candidates.stream()
            .filter(policy -> !(policy instanceof WithClientTimes))
            .flatMap(policy ->
                Stream.concat(
                    Stream.of(policy),
                    TIMES.stream().map(times -> new WithClientTimes(policy, times))))
            .toList());
  }

  /**
   * All of them, in the order of the predictions.
   *
   * @param recorded what number 12 has built before
   */
  public static List<Contender> all(List<BuildGraph> recorded) {
    return List.of(
        new Contender(
            "1",
            "static host lists, client limits",
            limits(limit -> new ClientLimits(limit, false))),
        new Contender("2", "the same, randomised", limits(limit -> new ClientLimits(limit, true))),
        new Contender(
            "3",
            "server limits only",
            Stream.of(false, true)
                .flatMap(isRandomised ->
                    DoubleStream.of(CHILDREN)
                        .<Policy>mapToObj(perCore -> new ServerLimits(perCore, isRandomised)))
                .toList()),
        new Contender(
            "4",
            "client and server limits",
            Stream.of(false, true)
                .flatMap(isRandomised ->
                    both((limit, perCore) -> new BothLimits(limit, perCore, isRandomised)).stream())
                .toList()),
        new Contender(
            "5",
            "a busy server hangs up",
            DoubleStream.of(CHILDREN)
                .boxed()
                .flatMap(perCore ->
                    Stream.of(goAway(perCore), goAwayForASecond(perCore))
                        .flatMap(contender -> contender.candidates().stream()))
                .toList()),
        new Contender(
            "6",
            "first ready",
            IntStream.of(ASKED)
                .boxed()
                .flatMap(asked ->
                    both((limit, perCore) -> new FirstReady(asked, limit, perCore)).stream())
                .toList()),
        new Contender("7", "least count", leastCounts(FRESH, false)),
        new Contender("8", "power of two choices", both(TwoChoices::new)),
        new Contender("9", "least connections with a cap", proxies(false)),
        new Contender("9b", "the same at its best", proxies(true)),
        new Contender(
            FIRST_COME, "receptionist, first come first served", both(FirstComeFirstServed::new)),
        new Contender(FAIR, "receptionist, fair", List.of(fairQueue())),
        new Contender("12", "the same, learned durations", List.of(new FairQueue(recorded))));
  }

  /** Whether these have the largest choice of jobs for a core. */
  public static boolean isAtTheEdge(Settings settings) {
    return settings.jobsPerCore() == CHILDREN[CHILDREN.length - 1];
  }

  private interface OfLimit {
    Policy with(int limit);
  }

  private interface OfBoth {
    Policy with(int limit, double perCore);
  }

  private static List<Policy> limits(OfLimit policy) {
    return IntStream.of(CLIENT_LIMITS).mapToObj(policy::with).toList();
  }

  private static List<Policy> both(OfBoth policy) {
    return IntStream.of(CLIENT_LIMITS)
        .boxed()
        .flatMap(
            limit -> DoubleStream.of(CHILDREN).mapToObj(perCore -> policy.with(limit, perCore)))
        .toList();
  }

  private static List<Policy> leastCounts(double ageSeconds, boolean isOneBoard) {
    return both((limit, perCore) -> new LeastCount(ageSeconds, isOneBoard, limit, perCore));
  }

  private static List<Policy> proxies(boolean knowsProtocol) {
    return IntStream.of(NAMES)
        .boxed()
        .flatMap(names ->
            both((limit, perCore) -> new LeastConnections(limit, perCore, names, knowsProtocol))
                .stream())
        .toList();
  }
}
