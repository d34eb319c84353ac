package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Annotations;
import dev.compilefarm.operator.observe.LiveVolunteers;
import dev.compilefarm.operator.observe.Observed;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
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

  /**
   * Of what is to be there and what is.
   *
   * @param volunteers their desired Deployment
   */
  public static RolloutCause of(Deployment volunteers, Observed observed) {
    Optional<LiveVolunteers> live = observed.live();
    if (live.isEmpty() || isAtZero(live.orElseThrow(), observed)) {
      return NONE;
    }
    Map<String, String> marks = volunteers.getMetadata().getAnnotations();
    if (isAsBefore(live.orElseThrow(), Annotations.TEMPLATE, marks)) {
      return NONE;
    }
    // One of an operator that left no mark is taken to be as its farm says.
    return live.orElseThrow().mark(Annotations.SPEC).isEmpty()
            || isAsBefore(live.orElseThrow(), Annotations.SPEC, marks)
        ? OPERATOR
        : FARM;
  }

  private static boolean isAtZero(LiveVolunteers live, Observed observed) {
    return live.replicas() == 0 && observed.volunteers().staying().isEmpty();
  }

  private static boolean isAsBefore(LiveVolunteers live, String mark, Map<String, String> marks) {
    return live.mark(mark).filter(before -> before.equals(marks.get(mark))).isPresent();
  }
}
