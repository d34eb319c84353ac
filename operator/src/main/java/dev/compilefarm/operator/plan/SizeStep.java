package dev.compilefarm.operator.plan;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One step on the way to a farm's size. The steps of a decision stand in order, and a later one
 * changes the number of an earlier one. Sentences are made of them elsewhere.
 */
public sealed interface SizeStep {

  /** {@code spec.replicas} sets the number. */
  record Replicas() implements SizeStep {}

  /** {@code spec.paused} leaves the number as it is. */
  record Paused() implements SizeStep {}

  /** The dispatcher's load is unknown, and these volunteers stay. */
  record LoadUnknown(int volunteers) implements SizeStep {}

  /**
   * The slots that the load needs.
   *
   * @param queuedForSlot of the queued jobs, those that their own tenants' limits do not hold
   * @param service present where jobs are shorter than the target, so that a slot serves several
   * @param stalledSeconds how long jobs have waited, where the running ones give no slot back
   */
  record Need(
      int queued,
      int queuedForSlot,
      int running,
      Optional<Service> service,
      OptionalInt stalledSeconds,
      int slots)
      implements SizeStep {}

  /** More slots than that are busy now. */
  record Busy(int slots) implements SizeStep {}

  /** The volunteers that have so many slots. */
  record Volunteers(int volunteers) implements SizeStep {}

  /** A field of the farm bounds the number. */
  record Bounded(Bound bound, int volunteers) implements SizeStep {}

  /** The highest need within the delay counts. */
  record StillNeeded(int volunteers, ScaleDownDelay delay) implements SizeStep {}

  /** More are asked for in place of volunteers that do not become ready. */
  record Replacing(int more, int notReady) implements SizeStep {}

  /** Those that were asked for in such a place stay for the delay. */
  record StillReplacing(int more, ScaleDownDelay delay) implements SizeStep {}

  /** The farm does not shrink while a job waits for a slot. */
  record WhileJobsWait(int volunteers) implements SizeStep {}

  /** A field that raises or lowers the number. */
  enum Bound {
    WAKE_VOLUNTEERS,
    MIN_VOLUNTEERS,
    MAX_VOLUNTEERS
  }

  /**
   * How long jobs take.
   *
   * @param guessed no job has been done yet
   * @param targetSeconds within which the queued jobs should start
   */
  record Service(double seconds, boolean guessed, int targetSeconds) {}
}
