package dev.compilefarm.client.diagnosis;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Findings of one build, taken now and then; which held longest is the build's. Not thread-safe.
 */
public final class Findings {
  private final Map<Cause, Integer> times = new EnumMap<>(Cause.class);
  private final Map<Cause, Finding> latest = new EnumMap<>(Cause.class);

  /** Adds what was found at this moment. An idle farm says nothing about a build. */
  public void add(Finding finding) {
    if (finding.cause() != Cause.IDLE) {
      times.merge(finding.cause(), 1, Integer::sum);
      latest.put(finding.cause(), finding);
    }
  }

  /** The latest of the cause that was found most often; of equals the more urgent one. */
  public Optional<Finding> verdict() {
    int most = times.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    // The map's order is that of the causes.
    return times.entrySet().stream()
        .filter(entry -> entry.getValue() == most)
        .map(entry -> latest.get(entry.getKey()))
        .findFirst();
  }
}
