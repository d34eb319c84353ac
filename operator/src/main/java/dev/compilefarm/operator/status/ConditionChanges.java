package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The events of a farm whose conditions change: one for each change, and none for what stands. Of a
 * farm that is Ready, the reason changes with its load, so that is an event only where an object is
 * refused.
 */
public final class ConditionChanges {
  private ConditionChanges() {}

  /**
   * What is to be told.
   *
   * @param before as they were told; those that are missing are as of a new farm, whose dispatcher
   *     starts
   */
  public static List<FarmEvent> events(Collection<Condition> before, Collection<Condition> after) {
    List<FarmEvent> events = new ArrayList<>();
    Conditions.find(after, ConditionType.READY)
        .flatMap(now -> ready(Conditions.find(before, ConditionType.READY), now))
        .ifPresent(events::add);
    Conditions.find(after, ConditionType.VOLUNTEERS_FAILING)
        .flatMap(now -> failing(Conditions.find(before, ConditionType.VOLUNTEERS_FAILING), now))
        .ifPresent(events::add);
    return List.copyOf(events);
  }

  private static Optional<FarmEvent> ready(Optional<Condition> before, Condition now) {
    String status = before.map(Condition::getStatus).orElse(Verdict.Status.FALSE.toString());
    String reason = before.map(Condition::getReason).orElse(Reason.DISPATCHER_STARTING.toString());
    boolean isNews =
        !status.equals(now.getStatus())
            || (!reason.equals(now.getReason()) && (!isTrue(now) || isRefused(now)))
            || (isInvalid(now) && !before.map(Condition::getMessage).equals(message(now)));
    return isNews ? Optional.of(new FarmEvent(kind(now), sentence(now))) : Optional.empty();
  }

  private static Optional<String> message(Condition condition) {
    return Optional.ofNullable(condition.getMessage());
  }

  private static EventKind kind(Condition ready) {
    if (isInvalid(ready)) {
      return EventKind.INVALID_SPEC;
    }
    if (isRefused(ready)) {
      return EventKind.OBJECT_REFUSED;
    }
    if (has(ready, Reason.DELETING)) {
      return EventKind.DELETING;
    }
    return isTrue(ready) ? EventKind.READY : EventKind.NOT_READY;
  }

  private static String sentence(Condition ready) {
    return isTrue(ready) || isInvalid(ready) || isRefused(ready)
        ? ready.getMessage()
        : "%s: %s".formatted(ready.getReason(), ready.getMessage());
  }

  /** That nothing is known of the volunteers for a while is no news of them. */
  private static Optional<FarmEvent> failing(Optional<Condition> before, Condition now) {
    boolean failed = Conditions.isTrue(before);
    if (isTrue(now)) {
      return failed
          ? Optional.empty()
          : Optional.of(
              new FarmEvent(
                  EventKind.VOLUNTEERS_FAILING,
                  "%s: %s".formatted(now.getReason(), now.getMessage())));
    }
    return failed && Verdict.Status.FALSE.toString().equals(now.getStatus())
        ? Optional.of(new FarmEvent(EventKind.VOLUNTEERS_RECOVERED, now.getMessage()))
        : Optional.empty();
  }

  private static boolean isTrue(Condition condition) {
    return Conditions.isTrue(Optional.of(condition));
  }

  private static boolean isInvalid(Condition ready) {
    return has(ready, Reason.INVALID_SPEC);
  }

  private static boolean isRefused(Condition ready) {
    return has(ready, Reason.OBJECT_REFUSED);
  }

  private static boolean has(Condition condition, Reason reason) {
    return reason.toString().equals(condition.getReason());
  }
}
