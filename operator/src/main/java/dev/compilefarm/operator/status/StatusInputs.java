package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.observe.VolunteerStart;
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
 * @param start of a volunteer, the one that this process saw last
 */
public record StatusInputs(
    CompileFarmSpec spec,
    Observed observed,
    Plan plan,
    Optional<RejectedObject> rejected,
    SortedMap<String, String> refusedCopies,
    Optional<VolunteerStart> start) {

  public StatusInputs {
    refusedCopies = Collections.unmodifiableSortedMap(new TreeMap<>(refusedCopies));
  }

  /** Of a farm whose clients are in its own namespace. */
  public StatusInputs(
      CompileFarmSpec spec, Observed observed, Plan plan, Optional<RejectedObject> rejected) {
    this(spec, observed, plan, rejected, new TreeMap<>());
  }

  /** Of a farm none of whose volunteers became ready. */
  public StatusInputs(
      CompileFarmSpec spec,
      Observed observed,
      Plan plan,
      Optional<RejectedObject> rejected,
      SortedMap<String, String> refusedCopies) {
    this(spec, observed, plan, rejected, refusedCopies, Optional.empty());
  }

  /** The same, with the start of a volunteer that was seen last. */
  public StatusInputs withStart(Optional<VolunteerStart> last) {
    return new StatusInputs(spec, observed, plan, rejected, refusedCopies, last);
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
