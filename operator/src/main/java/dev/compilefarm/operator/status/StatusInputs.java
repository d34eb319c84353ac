package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.plan.Plan;
import java.util.Optional;

/**
 * What a farm's status is made from.
 *
 * @param rejected the first object that could not be written in this round
 */
public record StatusInputs(
    CompileFarmSpec spec, Observed observed, Plan plan, Optional<RejectedObject> rejected) {

  /** Numbers from the dispatcher, unless it is silent. */
  Optional<Load> load() {
    return observed.load().flatMap(LoadReport::load);
  }

  /** Why there are no numbers, if a dispatcher was asked. */
  Optional<String> silence() {
    return observed.load().flatMap(LoadReport::silence);
  }
}
