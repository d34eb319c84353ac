package dev.compilefarm.dispatcher.patience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The jobs that are held, ordered by when something is due for them: what time alone brings costs
 * as much as there is to do. Not thread-safe. Times are nanoseconds of one monotonic clock, which
 * may overflow.
 *
 * @param <J> a job
 */
public final class Patience<J> {
  private final long longestWaitNanos;
  private final ToLongFunction<J> feedAfterNanos;
  private final long givesUpAfterNanos;
  private final int feedsMax;
  private final Function<J, Held> held;
  private final TreeSet<J> byDue;
  private long newest;

  /** Something that time has brought. */
  public sealed interface Due<J> {
    J job();

    /** Its client must see this many bytes of the prefix by now. */
    record Feed<J>(J job, int bytes) implements Due<J> {}

    /** It waits and has waited too long, or there is nothing left to feed its client with. */
    record GiveUp<J>(J job) implements Due<J> {}
  }

  /**
   * With nobody held, and all clients alike.
   *
   * @param feedAfter how long a client has seen nothing when it is fed a byte; one that cannot be
   *     fed any more gives up then
   */
  Patience(Duration longestWait, Duration feedAfter, int feedsMax, Function<J, Held> held) {
    this(longestWait, job -> feedAfter.toNanos(), feedAfter, feedsMax, held);
  }

  /**
   * With nobody held.
   *
   * @param longestWait of one job until its next start
   * @param feedAfterNanos how long a job's client has seen nothing when it is fed a byte
   * @param givesUpAfter how long one that cannot be fed any more may see nothing
   * @param feedsMax most bytes that a client can be fed
   * @param held where a job keeps what belongs to this; always the same object
   */
  public Patience(
      Duration longestWait,
      ToLongFunction<J> feedAfterNanos,
      Duration givesUpAfter,
      int feedsMax,
      Function<J, Held> held) {
    this.longestWaitNanos = longestWait.toNanos();
    this.feedAfterNanos = feedAfterNanos;
    this.givesUpAfterNanos = givesUpAfter.toNanos();
    this.feedsMax = feedsMax;
    this.held = held;
    this.byDue = new TreeSet<>(this::compareDue);
  }

  /**
   * A job has come and begins to wait.
   *
   * @param heardAtNanos since when its client may have seen nothing
   */
  public void hold(J job, long heardAtNanos, long nowNanos) {
    Held state = held.apply(job);
    state.number = ++newest;
    state.silentSinceNanos = heardAtNanos;
    state.feedAfterNanos = feedAfterNanos.applyAsLong(job);
    state.waitsUntilNanos = nowNanos + longestWaitNanos;
    schedule(job, true);
  }

  /** A job that is held begins to wait anew. */
  public void waitAnew(J job, long nowNanos) {
    byDue.remove(job);
    held.apply(job).waitsUntilNanos = nowNanos + longestWaitNanos;
    schedule(job, true);
  }

  /** A job that did not start after all goes on waiting. */
  public void waitOn(J job) {
    byDue.remove(job);
    schedule(job, true);
  }

  /** A job is held no more. */
  public void release(J job) {
    byDue.remove(job);
  }

  /** Whether a job that is held has waited for longer than it may. */
  public boolean hasWaitedTooLong(J job, long nowNanos) {
    return nowNanos - held.apply(job).waitsUntilNanos > 0;
  }

  /**
   * What is due by now. Each job comes once a call; one to give up stays held until it is released.
   *
   * @param waits whether a job waits for a start; one that runs is only kept patient
   */
  public List<Due<J>> due(long nowNanos, Predicate<J> waits) {
    List<Due<J>> due = new ArrayList<>();
    while (!byDue.isEmpty() && nowNanos - held.apply(byDue.first()).dueAtNanos > 0) {
      J job = byDue.pollFirst();
      Held state = held.apply(job);
      boolean canBeFed = state.fedBytes < feedsMax;
      boolean isSilent = nowNanos - state.silentSinceNanos > silence(state);
      if (isSilent && canBeFed) {
        state.fedBytes++;
        state.silentSinceNanos = nowNanos;
        due.add(new Due.Feed<>(job, state.fedBytes));
      }
      if (waits.test(job) && (hasWaitedTooLong(job, nowNanos) || (isSilent && !canBeFed))) {
        due.add(new Due.GiveUp<>(job));
      } else {
        schedule(job, waits.test(job));
      }
    }
    return due;
  }

  /** A job that runs and cannot be fed any more needs nothing until it waits anew. */
  private void schedule(J job, boolean waits) {
    Held state = held.apply(job);
    boolean canBeFed = state.fedBytes < feedsMax;
    if (!waits && !canBeFed) {
      return;
    }
    long feedAt = state.silentSinceNanos + silence(state);
    boolean feedComesFirst = !waits || feedAt - state.waitsUntilNanos < 0;
    state.dueAtNanos = feedComesFirst ? feedAt : state.waitsUntilNanos;
    byDue.add(job);
  }

  /** The longest silence that its client is to see from now on. */
  private long silence(Held state) {
    return state.fedBytes < feedsMax ? state.feedAfterNanos : givesUpAfterNanos;
  }

  private int compareDue(J one, J other) {
    Held a = held.apply(one);
    Held b = held.apply(other);
    int byTime = Long.compare(a.dueAtNanos - b.dueAtNanos, 0);
    return byTime != 0 ? byTime : Long.compare(a.number, b.number);
  }
}
