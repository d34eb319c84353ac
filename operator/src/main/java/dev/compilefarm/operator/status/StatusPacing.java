package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.VolunteersStatus;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When a status is written: not at all while it is as it was, at once when more than the load's
 * numbers changed, and the numbers at most every five seconds, however fast jobs come and go: each
 * write is kept by the API server and sent to everybody who watches.
 */
public sealed interface StatusPacing {
  /** Between two writes of mere numbers. */
  Duration INTERVAL = Duration.ofSeconds(5);

  /** Nothing changed. */
  record Unchanged() implements StatusPacing {}

  /** To be written now. */
  record Due() implements StatusPacing {}

  /** To be written after a while, if it still differs then. */
  record Later(Duration delay) implements StatusPacing {}

  static StatusPacing of(
      CompileFarmStatus previous,
      CompileFarmStatus next,
      Optional<Instant> lastWrite,
      Instant now) {
    if (next.equals(previous)) {
      return new Unchanged();
    }
    Optional<Duration> wait = lastWrite.map(last -> Duration.between(now, last.plus(INTERVAL)));
    return previous != null
            && withoutNumbers(next).equals(withoutNumbers(previous))
            && wait.filter(Duration::isPositive).isPresent()
        ? new Later(wait.get())
        : new Due();
  }

  private static CompileFarmStatus withoutNumbers(CompileFarmStatus status) {
    return new CompileFarmStatus(
        status.observedGeneration(),
        withoutNumbers(status.conditions()),
        status.endpoint(),
        status.externalEndpoint(),
        status.selector(),
        status.replicas(),
        withoutMessage(status.volunteers()),
        null,
        null,
        status.toolchain(),
        null);
  }

  private static List<Condition> withoutNumbers(List<Condition> conditions) {
    return conditions.stream()
        .map(condition ->
            speaksOfJobs(condition)
                ? new ConditionBuilder(condition).withMessage(null).build()
                : condition)
        .toList();
  }

  /** Of a farm that goes, the message counts its jobs; refused jobs and builds come and go. */
  private static boolean speaksOfJobs(Condition condition) {
    return Reason.DELETING.toString().equals(condition.getReason())
        || ConditionType.JOBS_REFUSED.toString().equals(condition.getType())
        || ConditionType.PUMP_FALLS_BACK.toString().equals(condition.getType());
  }

  /** The message speaks of the load. */
  private static VolunteersStatus withoutMessage(VolunteersStatus volunteers) {
    return volunteers == null
        ? null
        : new VolunteersStatus(
            volunteers.desired(), volunteers.ready(), volunteers.draining(), null, null);
  }
}
