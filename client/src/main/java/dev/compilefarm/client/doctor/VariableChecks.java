package dev.compilefarm.client.doctor;

import static dev.compilefarm.client.doctor.CheckResult.fail;
import static dev.compilefarm.client.doctor.CheckResult.ok;
import static dev.compilefarm.client.doctor.CheckResult.warn;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Variables of distcc that make a build slow, or make it fail. Defaults are those of distcc 3.4.
 */
final class VariableChecks {
  private static final String CHECK = "variables";
  private static final long BACK_OFF = 60;
  private static final long PAUSE = 1000;
  private static final long IO_TIMEOUT = 300;

  private VariableChecks() {}

  static Stream<CheckResult> of(ClientFacts facts) {
    List<CheckResult> results = new ArrayList<>();
    backOff(facts, results);
    if (number(facts, "DISTCC_PAUSE_TIME_MSEC").orElse(PAUSE) >= PAUSE) {
      results.add(
          warn(
              CHECK,
              "A client that finds no free place looks again after a second.",
              "Set DISTCC_PAUSE_TIME_MSEC=50."));
    }
    OptionalLong timeout = number(facts, "DISTCC_IO_TIMEOUT");
    if (timeout.isPresent() && timeout.getAsLong() < IO_TIMEOUT) {
      results.add(
          warn(
              CHECK,
              "DISTCC_IO_TIMEOUT=%d: a job that waits longer in the queue compiles here."
                  .formatted(timeout.getAsLong()),
              "Remove it: the default is 300."));
    }
    if ("0".equals(facts.value("DISTCC_FALLBACK"))) {
      results.add(
          warn(
              CHECK,
              "DISTCC_FALLBACK=0: a compile that the farm does not do fails the build.",
              "Remove it, unless this is a test of the farm."));
    }
    if (!facts.value("DISTCC_SKIP_LOCAL_RETRY").isEmpty()) {
      results.add(
          warn(
              CHECK,
              "DISTCC_SKIP_LOCAL_RETRY: a compile that the farm refuses fails the build.",
              "Remove it."));
    }
    if (!facts.value("DISTCC_VERBOSE").matches("|0") && facts.value("DISTCC_LOG").isEmpty()) {
      results.add(
          warn(
              CHECK,
              "DISTCC_VERBOSE mixes some 60 lines for each compile into the build's output.",
              "Remove it, or set DISTCC_LOG to a file."));
    }
    if (facts.value("DISTCC_NO_REWRITE_CROSS").isEmpty()) {
      results.add(
          warn(
              CHECK,
              "distcc may send gcc under the name x86_64-linux-gnu-gcc.",
              "Set DISTCC_NO_REWRITE_CROSS=1."));
    }
    if (!facts.value("_DISTCC_SAFEGUARD").isEmpty()) {
      results.add(
          fail(
              CHECK,
              "_DISTCC_SAFEGUARD is set, so distcc thinks that it calls itself.",
              "Remove it from the environment."));
    }
    return results.isEmpty()
        ? Stream.of(ok(CHECK, "No variable of distcc stands in the way."))
        : results.stream();
  }

  private static void backOff(ClientFacts facts, List<CheckResult> results) {
    long seconds = number(facts, "DISTCC_BACKOFF_PERIOD").orElse(BACK_OFF);
    if (seconds == 0) {
      results.add(
          fail(
              CHECK,
              "DISTCC_BACKOFF_PERIOD=0: distcc 3.4 tries a broken host again for ever.",
              "Set DISTCC_BACKOFF_PERIOD=1."));
    } else if (seconds > 5) {
      results.add(
          warn(
              CHECK,
              "After one failed job, distcc avoids that port for %d s and compiles here."
                  .formatted(seconds),
              "Set DISTCC_BACKOFF_PERIOD=1."));
    }
  }

  private static OptionalLong number(ClientFacts facts, String name) {
    String value = facts.value(name);
    return value.matches("\\d{1,9}")
        ? OptionalLong.of(Long.parseLong(value))
        : OptionalLong.empty();
  }
}
