package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.ScalingPreference;
import dev.compilefarm.api.v1alpha1.ScalingSpec;
import java.util.OptionalInt;

/** The time within which queued jobs are to start, from what a farm says of it. */
public final class TargetWait {
  private static final int BALANCED_SECONDS = 2;
  private static final int CHEAP_SECONDS = 5;

  /** What a wait is called long by, where the farm has no number of its own. */
  private static final int LONG_SECONDS = 5;

  private TargetWait() {}

  /**
   * In seconds, 1 or more; empty where each job is to have a slot. It is the farm's own number, or
   * follows its preference: the API takes only one of them.
   */
  static OptionalInt seconds(ScalingSpec scaling) {
    if (scaling.targetWaitSeconds() != null) {
      return OptionalInt.of(scaling.targetWaitSeconds());
    }
    return switch (preference(scaling)) {
      case Fast -> OptionalInt.empty();
      case Balanced -> OptionalInt.of(BALANCED_SECONDS);
      case Cheap -> OptionalInt.of(CHEAP_SECONDS);
    };
  }

  /** In seconds: where jobs wait for longer and the farm may not grow, it says so. */
  public static int longSeconds(ScalingSpec scaling) {
    return scaling.targetWaitSeconds() != null ? scaling.targetWaitSeconds() : LONG_SECONDS;
  }

  private static ScalingPreference preference(ScalingSpec scaling) {
    return scaling.preference() == null ? ScalingPreference.Fast : scaling.preference();
  }
}
