package dev.compilefarm.client.build;

import dev.compilefarm.client.diagnosis.Cause;
import dev.compilefarm.client.diagnosis.Finding;
import dev.compilefarm.client.text.Quantity;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a build held itself up: what the farm cannot tell, since it sees no job that does not
 * come.
 */
public final class OwnLimit {
  /** From here on the limit of the container's processor time is worth a word. */
  private static final double HELD_BACK_MUCH = 0.25;

  private static final double WAITED_LITTLE = 0.1;
  private static final double PERCENT = 100;
  private static final Set<Cause> NOT_OF_THE_FARM =
      Set.of(Cause.CLIENT_BOUND, Cause.BALANCED, Cause.IDLE);

  private OwnLimit() {}

  /**
   * Why the build took as long as it did.
   *
   * @param told what the farm says; a cause of its own comes first
   * @param heldBack empty where the build has no such limit
   * @param share empty where the dispatcher could not be asked
   * @param seconds of the whole build
   */
  public static Optional<Finding> of(
      Optional<Finding> told,
      Optional<HeldBack> heldBack,
      Optional<FarmShare> share,
      double seconds) {
    if (told.isPresent() && !NOT_OF_THE_FARM.contains(told.get().cause())) {
      return told;
    }
    Optional<Finding> throttled =
        heldBack.filter(limit -> limit.part() >= HELD_BACK_MUCH).map(OwnLimit::throttled);
    boolean hasWord = told.isPresent() && told.get().cause() != Cause.IDLE;
    if (throttled.isPresent() || hasWord) {
      return throttled.or(() -> told);
    }
    return share
        .filter(known -> known.jobs() > 0)
        .filter(known -> known.waitedSeconds() <= WAITED_LITTLE * seconds)
        .filter(known -> known.volunteerSeconds() < seconds)
        .map(_ -> mostlyElsewhere(seconds))
        .or(() -> told);
  }

  private static Finding throttled(HeldBack limit) {
    return new Finding(
        Cause.CLIENT_BOUND,
        String.format(
            Locale.ROOT,
            "The build's own container was the limit: it may use %.1f cores, and stood still in %.0f %% of the time.",
            limit.cores(),
            limit.part() * PERCENT),
        "Raise its limits.cpu, or use pump mode, which leaves preprocessing to the farm.");
  }

  private static Finding mostlyElsewhere(double seconds) {
    return new Finding(
        Cause.CLIENT_BOUND,
        "The build itself was the limit: it took %s, in which less than one of its jobs ran on the farm at a time."
            .formatted(Quantity.seconds(seconds)),
        "A higher -j, more cores for it, or pump mode makes it faster.");
  }
}
