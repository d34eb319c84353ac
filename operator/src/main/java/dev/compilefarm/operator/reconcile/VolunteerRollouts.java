package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.desired.DesiredObjects;
import dev.compilefarm.operator.desired.RolloutCause;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.observe.Rollout;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Lets volunteers of a few farms at a time be replaced because the operator was replaced. A farm
 * that waits for its turn is sized as always, with the version of its volunteers that it has. A
 * farm that says something else of its volunteers, or has none, does not wait. Thread-safe, for one
 * round of a farm at a time.
 */
final class VolunteerRollouts {
  private static final Logger LOG = Logger.getLogger(VolunteerRollouts.class);

  /** A farm that waits is woken when it is its turn; this is a net under that. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final RolloutLimit limit;
  private final Supplier<Set<String>> rolling;
  private final Consumer<ResourceID> wake;
  // Set once, by the first round: before, the caches may be empty.
  private RolloutTurns<ResourceID> turns;

  /**
   * @param limit farms at a time
   * @param rolling uids of the farms whose volunteers are being replaced now; asked once, in the
   *     first round, when all that there is was listed
   * @param wake wakes a farm's reconcile
   */
  VolunteerRollouts(RolloutLimit limit, Supplier<Set<String>> rolling, Consumer<ResourceID> wake) {
    this.limit = limit;
    this.rolling = rolling;
    this.wake = wake;
  }

  /**
   * What is to be written in a round.
   *
   * @param objects with the volunteers as they are where they may not be replaced yet
   * @param revisitAfter when the farm shall ask again, if it waits
   */
  record Admission(List<HasMetadata> objects, Optional<Duration> revisitAfter) {}

  /** Decides about one farm's round. */
  Admission admit(CompileFarm farm, Plan plan, Observed observed) {
    Deployment volunteers = DesiredObjects.volunteers(plan);
    if (RolloutCause.of(volunteers, observed) != RolloutCause.OPERATOR) {
      if (observed.live().filter(live -> live.rollout() == Rollout.UNDER_WAY).isEmpty()) {
        leave(farm);
      }
      return new Admission(DesiredObjects.of(plan, volunteers), Optional.empty());
    }
    // Of a farm that goes, no volunteer is made anew.
    if (plan.deletion().isPresent()) {
      leave(farm);
    } else if (turns().ask(uid(farm), ResourceID.fromResource(farm))) {
      return new Admission(DesiredObjects.of(plan, volunteers), Optional.empty());
    }
    return new Admission(
        DesiredObjects.of(plan, DesiredObjects.heldVolunteers(plan, observed.live().orElseThrow())),
        Optional.of(LOOK_AGAIN));
  }

  /**
   * The round is over. A farm whose volunteers' Deployment is rejected keeps no other farm waiting.
   * Where only other objects are rejected, the Deployment is written, and its volunteers are being
   * replaced.
   *
   * @param rejected all objects of the round that were rejected
   */
  void done(CompileFarm farm, Collection<RejectedObject> rejected) {
    if (rejected.stream().anyMatch(object -> isVolunteers(object, farm))) {
      leave(farm);
    }
  }

  /** The farm is gone, or its round does not replace anything for a while. */
  void leave(CompileFarm farm) {
    for (ResourceID next : turns().leave(uid(farm))) {
      LOG.infof(
          "Farm %s/%s replaces its volunteers: the operator is of another version",
          next.getNamespace().orElse(""), next.getName());
      wake.accept(next);
    }
  }

  private synchronized RolloutTurns<ResourceID> turns() {
    if (turns == null) {
      turns = new RolloutTurns<>(limit.farms(), rolling.get());
    }
    return turns;
  }

  private static boolean isVolunteers(RejectedObject object, CompileFarm farm) {
    return "Deployment".equals(object.kind())
        && FarmNames.of(farm).volunteers().equals(object.name());
  }

  private static String uid(CompileFarm farm) {
    return farm.getMetadata().getUid();
  }
}
