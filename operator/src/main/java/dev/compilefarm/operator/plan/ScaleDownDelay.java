package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How long a farm keeps volunteers after it needed them. Where the farm does not say, it follows
 * what the farm has measured of its own starts: who is back in a second is soon let go, and who
 * needs a new node is kept.
 *
 * @param startSeconds that a volunteer takes to start; present where the delay follows from it
 */
public record ScaleDownDelay(int seconds, OptionalInt startSeconds) {
  /** Chosen from the table of docs/internals/autoscaling.md, as the bounds. */
  private static final int STARTS = 2;

  private static final int SECONDS_MIN = 5;
  private static final int SECONDS_MAX = 300;

  /** Before the first volunteer was ready that tells: twice the start of one on a new node. */
  private static final int SECONDS_UNKNOWN = 60;

  static ScaleDownDelay of(ScalingSpec scaling, StartTimes starts) {
    if (scaling.scaleDownDelaySeconds() != null) {
      return ofSeconds(scaling.scaleDownDelaySeconds());
    }
    OptionalInt start = starts.typicalSeconds();
    return start.isPresent() ? ofStart(start.getAsInt()) : ofSeconds(SECONDS_UNKNOWN);
  }

  Duration duration() {
    return Duration.ofSeconds(seconds);
  }

  private static ScaleDownDelay ofSeconds(int seconds) {
    return new ScaleDownDelay(seconds, OptionalInt.empty());
  }

  private static ScaleDownDelay ofStart(int startSeconds) {
    return new ScaleDownDelay(
        Math.clamp((long) STARTS * startSeconds, SECONDS_MIN, SECONDS_MAX),
        OptionalInt.of(startSeconds));
  }
}
