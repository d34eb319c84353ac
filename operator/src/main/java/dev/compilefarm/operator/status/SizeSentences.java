package dev.compilefarm.operator.status;

import dev.compilefarm.operator.plan.ScaleDownDelay;
import dev.compilefarm.operator.plan.SizeStep;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in sentences how a farm's size came about. */
public final class SizeSentences {
  private SizeSentences() {}

  /** A sentence for each step, in their order. */
  public static String of(List<SizeStep> steps) {
    return steps.stream().map(SizeSentences::sentence).collect(Collectors.joining(". "));
  }

  private static String sentence(SizeStep step) {
    return switch (step) {
      case SizeStep.Replicas replicas -> "spec.replicas sets the number of volunteers";
      case SizeStep.Paused paused -> "spec.paused keeps the number of volunteers as it is";
      case SizeStep.LoadUnknown(int volunteers) ->
          "The dispatcher's load is unknown, so the farm keeps " + volunteers(volunteers);
      case SizeStep.Need need -> need(need);
      case SizeStep.Busy(int slots) ->
          "%s busy".formatted(slots == 1 ? "1 slot is" : slots + " slots are");
      case SizeStep.Volunteers(int volunteers) -> "That makes " + volunteers(volunteers);
      case SizeStep.Bounded(SizeStep.Bound bound, int volunteers) ->
          "%s it to %d".formatted(raisesOrLowers(bound), volunteers);
      case SizeStep.StillNeeded(int volunteers, ScaleDownDelay delay) ->
          "The farm keeps %d, which it needed within the last %s"
              .formatted(volunteers, seconds(delay));
      case SizeStep.Replacing(int more, int notReady) ->
          "%s not become ready, so the farm starts %d more"
              .formatted(notReady == 1 ? "1 volunteer does" : notReady + " volunteers do", more);
      case SizeStep.StillReplacing(int more, ScaleDownDelay delay) ->
          "The farm keeps %d more, which it started in place of others within the last %s"
              .formatted(more, seconds(delay));
      case SizeStep.WhileJobsWait(int volunteers) ->
          "The farm keeps %d while jobs wait for a slot".formatted(volunteers);
    };
  }

  private static String need(SizeStep.Need need) {
    return "%s need %s%s%s"
        .formatted(
            jobs(need),
            need.slots() == 1 ? "1 slot" : need.slots() + " slots",
            need.service()
                .map(service -> " to start within %d s".formatted(service.targetSeconds()))
                .orElse(""),
            need.stalledSeconds().isPresent()
                ? ". The oldest job waits %d s".formatted(need.stalledSeconds().getAsInt())
                : "");
  }

  private static String jobs(SizeStep.Need need) {
    String length = need.service().map(SizeSentences::length).orElse("");
    return need.stalledSeconds().isPresent()
        ? "%s jobs%s and %d running jobs that do not end"
            .formatted(queued(need), length, need.running())
        : "%s and %d running jobs%s".formatted(queued(need), need.running(), length);
  }

  private static String queued(SizeStep.Need need) {
    return need.queuedForSlot() < need.queued()
        ? "%d of %d queued".formatted(need.queuedForSlot(), need.queued())
        : "%d queued".formatted(need.queued());
  }

  private static String length(SizeStep.Service service) {
    return String.format(
        Locale.ROOT, " of %s%.1f s", service.guessed() ? "perhaps " : "", service.seconds());
  }

  private static String seconds(ScaleDownDelay delay) {
    return delay.seconds() + " s" + delay.start().map(SizeSentences::because).orElse("");
  }

  private static String because(ScaleDownDelay.Start start) {
    return start.guessed()
        ? ", since no start is known yet"
        : ", since a volunteer takes %d s to start".formatted(start.seconds());
  }

  private static String raisesOrLowers(SizeStep.Bound bound) {
    return switch (bound) {
      case WAKE_VOLUNTEERS -> "scaling.wakeVolunteers raises";
      case MIN_VOLUNTEERS -> "scaling.minVolunteers raises";
      case MAX_VOLUNTEERS -> "scaling.maxVolunteers lowers";
    };
  }

  private static String volunteers(int count) {
    return count == 1 ? "1 volunteer" : count + " volunteers";
  }
}
