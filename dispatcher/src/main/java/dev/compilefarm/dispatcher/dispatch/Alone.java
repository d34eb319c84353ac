package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.queue.FairQueue;
import dev.compilefarm.dispatcher.volunteer.Places;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool.Lease;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gives a volunteer to a job that may run only where nothing else runs. One volunteer at a time is
 * emptied for that, and one job at a time runs so, in their turn. It is emptied only while another
 * volunteer has a free slot that nobody wants, or the job has waited longest. So other jobs lose
 * little, and no job waits for ever. Not thread-safe.
 */
final class Alone {
  private final VolunteerPool volunteers;
  private final FairQueue<Job, Places> queue;
  private final Consumer<Action> decided;
  private Optional<String> place = Optional.empty();
  private Optional<Job> running = Optional.empty();

  /**
   * One with nobody alone.
   *
   * @param decided is told of each volunteer that is reserved or given back
   */
  Alone(VolunteerPool volunteers, FairQueue<Job, Places> queue, Consumer<Action> decided) {
    this.volunteers = volunteers;
    this.queue = queue;
    this.decided = decided;
  }

  /**
   * To be called when everything else is placed: begins to empty a volunteer, or gives it back.
   *
   * @return whether something may be placed now that could not be before
   */
  boolean arrange(long nowNanos) {
    if (running.isPresent() || (place.isEmpty() && !queue.has(Places::alone))) {
      return false;
    }
    Optional<Job> next = next(nowNanos);
    boolean isKept =
        next.isPresent()
            && place.filter(name -> volunteers.couldHave(name, next.get().places())).isPresent();
    if (isKept) {
      return false;
    }
    boolean wasReserved = place.isPresent();
    giveBack();
    next.ifPresent(job -> reserve(job, nowNanos));
    return wasReserved || place.isPresent();
  }

  /** Whether a volunteer is kept free though no such job waits any more. */
  boolean isForNobody(long nowNanos) {
    return place.isPresent() && running.isEmpty() && next(nowNanos).isEmpty();
  }

  private Optional<Job> next(long nowNanos) {
    return queue.next(places -> places.alone() && volunteers.hasReadyFor(places), nowNanos);
  }

  /** Whether a job that may run in these places can start now. */
  boolean isReadyFor(Places places) {
    return places.alone()
        && running.isEmpty()
        && place
            .filter(name -> volunteers.isEmptied(name) && volunteers.couldHave(name, places))
            .isPresent();
  }

  /** Whether the volunteer is empty by now. */
  boolean isReady() {
    return running.isEmpty() && place.filter(volunteers::isEmptied).isPresent();
  }

  /** Gives it to this job. */
  Lease start(Job job) {
    running = Optional.of(job);
    return volunteers.acquireAlone(place.orElseThrow());
  }

  /** The job has left its slot; nothing changes where it was not alone. */
  void left(Job job) {
    if (running.filter(job::equals).isPresent()) {
      running = Optional.empty();
      giveBack();
    }
  }

  private void reserve(Job job, long nowNanos) {
    place =
        volunteers
            .soonestEmpty(job.places(), job.appetite.killedAt())
            .filter(name -> volunteers.hasFreeSlotBeside(name) || hasWaitedLongest(job, nowNanos));
    place.ifPresent(name -> reserve(name, true));
  }

  /** Of the jobs that wait for a slot as all do. */
  private boolean hasWaitedLongest(Job job, long nowNanos) {
    return queue
        .oldestCandidates()
        .filter(other -> !other.places().alone() && volunteers.hasReadyFor(other.places()))
        .allMatch(other -> nowNanos - other.waitsSinceNanos <= nowNanos - job.waitsSinceNanos);
  }

  private void giveBack() {
    place.ifPresent(name -> reserve(name, false));
    place = Optional.empty();
  }

  private void reserve(String name, boolean reserved) {
    volunteers.reserve(name, reserved);
    decided.accept(new Action.Reserve(name, reserved));
  }
}
