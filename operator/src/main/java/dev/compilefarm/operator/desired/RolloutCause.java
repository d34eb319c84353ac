package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Annotations;
import dev.compilefarm.operator.observe.LiveVolunteers;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.plan.Plan;
import java.util.Optional;

/**
 * Why volunteers would be replaced if the desired Deployment was written now. All farms have the
 * operator in common: what changes because it changed must not replace all volunteers of a cluster
 * at once.
 */
public enum RolloutCause {
  /** None would: the template is the one that was written, or there is no volunteer. */
  NONE,
  /** The farm says something else of its volunteers. */
  FARM,
  /** The operator makes something else of the same words. */
  OPERATOR;

  /** Of a plan and what is there. */
  public static RolloutCause of(Plan plan, Observed observed) {
    Optional<LiveVolunteers> live = observed.live();
    if (live.isEmpty() || isAtZero(live.orElseThrow(), observed)) {
      return NONE;
    }
    VolunteersMarks marks = VolunteersMarks.of(plan);
    if (isAsBefore(live.orElseThrow(), Annotations.TEMPLATE, marks.template())) {
      return NONE;
    }
    // One of an operator that left no mark is taken to be as its farm says.
    return live.orElseThrow().mark(Annotations.SPEC).isEmpty()
            || isAsBefore(live.orElseThrow(), Annotations.SPEC, marks.spec())
        ? OPERATOR
        : FARM;
  }

  private static boolean isAtZero(LiveVolunteers live, Observed observed) {
    return live.replicas() == 0 && observed.volunteers().staying().isEmpty();
  }

  private static boolean isAsBefore(LiveVolunteers live, String mark, String now) {
    return live.mark(mark).filter(now::equals).isPresent();
  }
}
