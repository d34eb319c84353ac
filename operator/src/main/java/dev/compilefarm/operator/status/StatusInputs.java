package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.plan.Plan;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a farm's status is made from.
 *
 * @param rejected the first object that could not be written in this round
 * @param refusedCopies why the clients' ConfigMaps of a namespace could not be written or removed,
 *     by its name
 */
public record StatusInputs(
    CompileFarmSpec spec,
    Observed observed,
    Plan plan,
    Optional<RejectedObject> rejected,
    SortedMap<String, String> refusedCopies) {

  public StatusInputs {
    refusedCopies = Collections.unmodifiableSortedMap(new TreeMap<>(refusedCopies));
  }

  /** Of a farm whose clients are in its own namespace. */
  public StatusInputs(
      CompileFarmSpec spec, Observed observed, Plan plan, Optional<RejectedObject> rejected) {
    this(spec, observed, plan, rejected, new TreeMap<>());
  }

  /** Numbers from the dispatcher, unless it is silent. */
  Optional<Load> load() {
    return observed.load().flatMap(LoadReport::load);
  }

  /** Why there are no numbers, if a dispatcher was asked. */
  Optional<String> silence() {
    return observed.load().flatMap(LoadReport::silence);
  }
}
