package dev.compilefarm.evidence.reality;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What came of the check.
 *
 * @param date UTC
 * @param cores of the machine
 * @param loadBefore its load average before the first round
 * @param loadAfter the same after the last one
 * @param overheadSeconds what a compile costs its user's machine besides, as measured before
 * @param policies in the order of the predictions
 */
record CheckReport(
    String date,
    int cores,
    double loadBefore,
    double loadAfter,
    double overheadSeconds,
    List<CheckResult> policies) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  CheckReport {
    policies = List.copyOf(policies);
  }

  void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }

  /** A heading for {@link #line}. */
  static String heading() {
    return "%-3s %-30s %10s %10s %6s %7s %9s"
        .formatted("no.", "policy", "real s", "simul. s", "ratio", "builds", "confirmed");
  }

  /** For the eye, while it runs. */
  static String line(CheckResult policy) {
    return String.format(
        Locale.ROOT,
        "%-3s %-30s %10.2f %10.2f %6.3f %7.3f %9s",
        policy.number(),
        policy.name(),
        policy.realSeconds(),
        policy.simulatedSeconds(),
        policy.ratio(),
        policy.ratioOfBuilds(),
        policy.confirmed() ? "yes" : "NO");
  }
}
