package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * The one lock around {@link DispatchCore}, and its clock. Thread-safe. What the core decides is
 * performed on the calling thread after the lock is free; {@link JobListener}s do not block.
 */
public final class Dispatch {
  private final ReentrantLock lock = new ReentrantLock();
  private final LongSupplier nanoClock;
  private final DispatchCore core; // Only under the lock.

  /**
   * An empty dispatcher.
   *
   * @param nanoClock monotonic, as {@link System#nanoTime}
   */
  public Dispatch(QueueLimits limits, LongSupplier nanoClock) {
    this.core = new DispatchCore(limits);
    this.nanoClock = nanoClock;
  }

  /** Queues a job; its listener may be told to start before this returns. */
  public void submit(Job job) {
    perform(now -> core.submit(job, now));
  }

  /** The volunteer's whole reply is here, and the connection to it is closed. */
  public void served(Job job, long replyBytes) {
    perform(now -> core.served(job, replyBytes, now));
  }

  /** The volunteer broke the connection off; it is closed on this side too. */
  public void brokeOff(Job job) {
    perform(now -> core.brokeOff(job, now));
  }

  /** The volunteer could not be connected to. */
  public void unreachable(Job job) {
    perform(now -> core.unreachable(job, now));
  }

  /** The client has the whole reply. */
  public void answered(Job job) {
    perform(now -> {
      core.answered(job, now);
      return List.of();
    });
  }

  /** The client is gone or at fault; a connection to a volunteer, if any, is closed already. */
  public void lost(Job job, Outcome outcome) {
    perform(now -> core.lost(job, outcome, now));
  }

  /** The farm's volunteers are these now. */
  public void update(Collection<Volunteer> present) {
    perform(now -> core.update(present, now));
  }

  /** Lets time pass; to be called about once a second. */
  public void tick() {
    perform(core::tick);
  }

  /** Everything at this moment. */
  public LoadSnapshot snapshot() {
    return locked(core -> core.snapshot(nanoClock.getAsLong()));
  }

  /** Every job that lives and the newest 10,000 that ended, in the order of their arrival. */
  public List<JobRecord> jobs() {
    return locked(DispatchCore::jobs);
  }

  private void perform(LongFunction<List<Action>> event) {
    List<Action> actions = locked(core -> event.apply(nanoClock.getAsLong()));
    actions.forEach(Action::perform);
  }

  private <T> T locked(Function<DispatchCore, T> use) {
    lock.lock();
    try {
      return use.apply(core);
    } finally {
      lock.unlock();
    }
  }
}
