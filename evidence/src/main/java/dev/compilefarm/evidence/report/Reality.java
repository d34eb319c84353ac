package dev.compilefarm.evidence.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.evidence.policy.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What real distccds took, beside what was simulated.
 *
 * @param date when it ended
 * @param cores of the machine
 * @param loadBefore its load average before the first round
 * @param policies those that were run
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Reality(String date, int cores, double loadBefore, List<Policy> policies) {

  /** One workload's makespans, in seconds. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Round(double realSeconds, double simulatedSeconds) {
    private double ratio() {
      return simulatedSeconds / realSeconds;
    }
  }

  /** One policy: makespans are means of rounds, in seconds. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Policy(
      String number,
      String name,
      double realSeconds,
      double simulatedSeconds,
      double ratio,
      List<Round> rounds,
      boolean confirmed) {

    public Policy {
      rounds = List.copyOf(rounds);
    }

    private String rangeOfRounds() {
      DoubleSummaryStatistics ratios =
          rounds.stream().mapToDouble(Round::ratio).summaryStatistics();
      return text(ratios.getMin()) + " to " + text(ratios.getMax());
    }
  }

  public Reality {
    policies = List.copyOf(policies);
  }

  /** Reads that of this folder; none where the check was never run. */
  public static Reality read(Path folder) throws IOException {
    Path file = folder.resolve("reality.json");
    return Files.exists(file)
        ? new ObjectMapper().readValue(file.toFile(), Reality.class)
        : new Reality("", 0, 0, List.of());
  }

  /** What a figure of this policy is to be marked with; empty where it was confirmed. */
  String mark(String number) {
    if (number.equals(Contender.BOUND)) {
      return "";
    }
    return policies.stream()
        .filter(policy -> policy.number().equals(number))
        .findFirst()
        .map(policy -> policy.confirmed() ? "" : " (not confirmed)")
        .orElse(" (not checked)");
  }

  String table() {
    if (policies.isEmpty()) {
      return "The check has not been run with these results.";
    }
    return String.format(
            Locale.ROOT,
            "Run until %s on %d cores, with a load average of %.1f before.%n%n",
            date,
            cores,
            loadBefore)
        + rows();
  }

  private String rows() {
    return Stream.concat(
            Stream.of(
                Tables.line(
                    Stream.of(
                        "no.", "policy", "real, s", "simulated, s", "ratio", "each round", "")),
                Tables.rule(7)),
            policies.stream()
                .map(policy ->
                    Tables.line(
                        Stream.of(
                            policy.number(),
                            policy.name(),
                            text(policy.realSeconds()),
                            text(policy.simulatedSeconds()),
                            text(policy.ratio()),
                            policy.rangeOfRounds(),
                            policy.confirmed() ? "confirmed" : "**not confirmed**"))))
        .collect(Collectors.joining("\n"));
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
