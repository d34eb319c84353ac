package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Sizes a farm by its queue. Pure.
 *
 * <p>The load's {@link NeededVolunteers} makes so many volunteers. A farm grows at once and to the
 * full number; it shrinks to the highest need of the last {@link ScaleDownDelay}, and not at all
 * while a job waits for a slot. For each {@link Overdue} volunteer one more is asked for in its
 * place. While the dispatcher says nothing the size stays as it is.
 */
final class Autoscaler {
  private final ScalingSpec scaling;
  private final int slots;
  private final OptionalInt target;

  /**
   * @param slots of one volunteer
   */
  Autoscaler(ScalingSpec scaling, int slots) {
    this.scaling = scaling;
    this.slots = slots;
    this.target = TargetWait.seconds(scaling);
  }

  /**
   * @param load empty: the dispatcher says nothing
   * @param volunteers as they are now
   */
  Sizing size(Optional<Load> load, Workload volunteers, SizeHistory history, Instant now) {
    return load.map(known -> byNeed(known, volunteers, history, now))
        .orElseGet(() -> held(volunteers, history, now));
  }

  private Sizing held(Workload volunteers, SizeHistory history, Instant now) {
    int kept = Math.clamp(present(volunteers), scaling.minVolunteers(), scaling.maxVolunteers());
    return new Sizing(
        kept, List.of(new SizeStep.LoadUnknown(kept)), history.held(now), Optional.empty());
  }

  private Sizing byNeed(Load load, Workload volunteers, SizeHistory history, Instant now) {
    SizeHistory seen = history.seen(load, now);
    ScaleDownDelay delay = ScaleDownDelay.of(scaling, history.starts());
    Duration window = delay.duration();
    Optional<Duration> unknownFor = seen.runningSince().map(since -> Duration.between(since, now));
    Overdue overdue = Overdue.of(volunteers, now);
    boolean stalled = overdue.untilMore().isEmpty() && isStalled(load, volunteers, now);
    NeededVolunteers need = NeededVolunteers.of(load, unknownFor, stalled, target, scaling, slots);
    SlidingMaximum needed = seen.needed().with(need.volunteers(), now, window);
    // The history may hold needs from before the farm's maximum was lowered.
    int settled = Math.min(needed.volunteers(), scaling.maxVolunteers());
    int spareMax = Math.min(settled, scaling.maxVolunteers() - settled);
    int replacing = Math.min(overdue.toReplace(), spareMax);
    SlidingMaximum replaced = seen.replaced().with(replacing, now, window);
    int spare = Math.min(replaced.volunteers(), spareMax);
    int kept = settled + spare;
    int present = Math.min(present(volunteers), scaling.maxVolunteers());
    boolean stays = load.queuedForSlot() > 0 && present > kept;

    List<SizeStep> steps = new ArrayList<>(need.steps());
    if (settled > need.volunteers()) {
      steps.add(new SizeStep.StillNeeded(settled, delay));
    }
    if (replacing > 0) {
      steps.add(new SizeStep.Replacing(replacing, overdue.pods()));
    }
    if (spare > replacing) {
      steps.add(new SizeStep.StillReplacing(spare - replacing, delay));
    }
    if (stays) {
      steps.add(new SizeStep.WhileJobsWait(present));
    }
    return new Sizing(
        stays ? present : kept,
        steps,
        new SizeHistory(needed, replaced, seen.runningSince(), seen.starts()),
        Stream.of(
                needed.untilLower(now, window),
                replaced.untilLower(now, window),
                overdue.untilMore(),
                untilGuessGrows(load, unknownFor))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder()));
  }

  /** While no job has been done, each second tells more of how long they take. */
  private Optional<Duration> untilGuessGrows(Load load, Optional<Duration> unknownFor) {
    return unknownFor
        .filter(age -> load.queuedForSlot() > 0 && age.toSeconds() < target.orElse(0))
        .map(age -> Duration.ofSeconds(1));
  }

  /**
   * Jobs wait for much longer than they should although no volunteer has come for as long: what
   * runs takes longer than the mean says and gives no slot back. That it takes twice the target to
   * say so keeps a wait that is near the target from being taken for it.
   */
  private boolean isStalled(Load load, Workload volunteers, Instant now) {
    Duration patience = Duration.ofSeconds(2L * target.orElse(0));
    return target.isPresent()
        && load.queuedForSlot() > 0
        && load.oldestWaitSeconds() >= patience.toSeconds()
        && volunteers.pods().stream()
            .filter(PodFact::ready)
            .map(PodFact::readinessSince)
            .max(Comparator.naturalOrder())
            .filter(last -> !last.plus(patience).isAfter(now))
            .isPresent();
  }

  private static int present(Workload volunteers) {
    return volunteers.replicas().orElse(0);
  }
}
