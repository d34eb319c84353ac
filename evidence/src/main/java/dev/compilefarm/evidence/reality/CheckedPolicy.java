package dev.compilefarm.evidence.reality;

import dev.compilefarm.bench.load.route.Haproxy;
import dev.compilefarm.evidence.policy.Contender;
import dev.compilefarm.evidence.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A policy that is simulated and run, with the same settings.
 *
 * @param number as in the predictions
 * @param settings as the simulation's policy tells them
 * @param children the {@code -j} of each distccd
 * @param opener starts what stands between users and volunteers
 */
record CheckedPolicy(String number, String settings, int children, Opener opener) {

  /** More than there are jobs. */
  private static final int NO_LIMIT = 48;

  private static final int CLIENT_LIMIT = 2;
  private static final int NO_CLIENT_LIMIT = 50;
  private static final int ASKED = 4;

  /** Starts what stands between users and volunteers. */
  interface Opener {

    /**
     * Starts it.
     *
     * @param volunteers the ports of their distccds
     */
    Makes open(Path scratch, SleepingCompiler compiler, List<Integer> volunteers)
        throws IOException, InterruptedException;
  }

  /** All, in the order of the predictions. */
  static List<CheckedPolicy> all() {
    return List.of(
        lists("1", "/2", NO_LIMIT, CLIENT_LIMIT, false),
        lists("2", "/2", NO_LIMIT, CLIENT_LIMIT, true),
        lists("3", "distccd -j 1.0 a core", Workload.CORES, NO_CLIENT_LIMIT, false),
        lists("4", "/2, distccd -j 1.0 a core", Workload.CORES, CLIENT_LIMIT, false),
        new CheckedPolicy(
            "6",
            "4 asked, /50, distccd -j 1.0 a core",
            Workload.CORES,
            (_, compiler, volunteers) -> new FirstReadyMakes(compiler, volunteers, ASKED)),
        haproxy("9", Haproxy.Tuning.PASSIVE_CHECKS),
        haproxy("9b", Haproxy.Tuning.AT_ITS_BEST),
        new CheckedPolicy(
            "11",
            "",
            // One more for canaries, as in the volunteer image.
            Workload.CORES + 1,
            (scratch, compiler, volunteers) ->
                new StockMakes(compiler, new DispatcherEntrance(scratch, volunteers))));
  }

  /** For tables. */
  String name() {
    return contender().name();
  }

  /** What is played. */
  Policy simulated() {
    return contender().candidates().stream()
        .filter(policy -> policy.settings().text().equals(settings))
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "policy %s has no settings '%s'".formatted(number, settings)));
  }

  private Contender contender() {
    return Contender.all(List.of()).stream()
        .filter(contender -> contender.number().equals(number))
        .findFirst()
        .orElseThrow();
  }

  private static CheckedPolicy lists(
      String number, String settings, int children, int limit, boolean isRandomised) {
    return new CheckedPolicy(
        number,
        settings,
        children,
        (_, compiler, volunteers) ->
            new StockMakes(compiler, new HostLists(volunteers, limit, isRandomised)));
  }

  private static CheckedPolicy haproxy(String number, Haproxy.Tuning tuning) {
    return new CheckedPolicy(
        number,
        "maxconn 1.0 a core, 1 names, /50",
        NO_LIMIT,
        (scratch, compiler, volunteers) ->
            new StockMakes(compiler, new HaproxyEntrance(scratch, volunteers, tuning)));
  }
}
