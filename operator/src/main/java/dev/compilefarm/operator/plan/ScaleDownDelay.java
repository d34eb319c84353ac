package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long a farm keeps volunteers after it needed them. Where the farm does not say, it follows
 * what the farm has measured of its own starts: who is back in a second is soon let go, and who
 * needs a new node is kept.
 *
 * @param start present where the delay follows from it
 */
public record ScaleDownDelay(int seconds, Optional<Start> start) {

  /**
   * How long a volunteer takes to start.
   *
   * @param guessed no start is known yet
   */
  public record Start(int seconds, boolean guessed) {}

  /** Chosen from the table of docs/internals/autoscaling.md, as the bounds. */
  private static final int STARTS = 2;

  private static final int SECONDS_MIN = 5;
  private static final int SECONDS_MAX = 300;

  static ScaleDownDelay of(ScalingSpec scaling, StartTimes starts) {
    return scaling.scaleDownDelaySeconds() != null
        ? new ScaleDownDelay(scaling.scaleDownDelaySeconds(), Optional.empty())
        : ofStart(start(starts.typicalSeconds()));
  }

  Duration duration() {
    return Duration.ofSeconds(seconds);
  }

  private static Start start(OptionalInt typicalSeconds) {
    return new Start(typicalSeconds.orElse(StartTimes.UNKNOWN), typicalSeconds.isEmpty());
  }

  private static ScaleDownDelay ofStart(Start start) {
    return new ScaleDownDelay(
        Math.clamp((long) STARTS * start.seconds(), SECONDS_MIN, SECONDS_MAX), Optional.of(start));
  }
}
