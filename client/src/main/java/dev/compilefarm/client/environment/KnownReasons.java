package dev.compilefarm.client.environment;

import java.util.Map;

/**
 * Why a variable of distcc matters, whatever its value is: for a process that has the variables and
 * not the operator's reasons, such as one in a pod.
 */
final class KnownReasons {
  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry(
              FarmEnvironment.HOSTS,
              "Two entries for one farm: a job that fails on one goes to the other, not home."),
          Map.entry(
              FarmEnvironment.PUMP_HOSTS,
              "The hosts for pump mode: who runs distcc-pump sets DISTCC_HOSTS to them."),
          Map.entry(
              "DISTCC_BACKOFF_PERIOD",
              "A failed entry is avoided for so many seconds; 60 by default, and never 0."),
          Map.entry(
              "DISTCC_PAUSE_TIME_MSEC",
              "A client looks for a free entry again after so many ms; 1000 by default."),
          Map.entry(
              "DISTCC_NO_REWRITE_CROSS",
              "The compiler's name stays: x86_64-linux-gnu-g++ may be another compiler than g++."),
          Map.entry(
              "DISTCC_MAX_DISCREPANCY",
              "So many refused jobs end pump mode for a build; by default the first one does."),
          Map.entry(
              "DISTCC_DIR", "Where distcc keeps its locks and its state; ~/.distcc by default."),
          Map.entry("DISTCC_LOG", "distcc writes its log there, and not to stderr."),
          Map.entry("DISTCC_VERBOSE", "distcc logs some 60 lines for each compile."),
          Map.entry(
              "DISTCC_FALLBACK", "With 0 a compile that the farm does not do fails the build."),
          Map.entry(
              "DISTCC_SKIP_LOCAL_RETRY", "A compile that failed on the farm is not tried here."),
          Map.entry(
              "DISTCC_IO_TIMEOUT",
              "A client waits so many seconds for each byte of a reply; 300 by default."));

  private KnownReasons() {}

  /** One sentence; empty for a variable that is not known. */
  static String of(String name) {
    return BY_NAME.getOrDefault(name, "");
  }
}
