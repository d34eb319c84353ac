package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.clients.SharedAddresses;
import dev.compilefarm.dispatcher.history.KnownTimes;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.toolchain.KnownCompilers;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The one lock around {@link DispatchCore}, and its clock. Thread-safe. What the core decides is
 * performed on the calling thread after the lock is free; {@link JobListener}s and the {@link
 * JobObserver} do not block.
 */
public final class Dispatch {
  private static final Logger LOG = Logger.getLogger(Dispatch.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final LongSupplier nanoClock;
  private final JobObserver observer;
  private final Refusals refusals;
  // It is used only under the lock.
  private final DispatchCore core;
  private volatile KnownCompilers known = KnownCompilers.NONE;
  private volatile int allFailing;
  private volatile Runnable changeListener = () -> {};
  private volatile CanaryAsker canaryAsker = question -> {};

  /**
   * An empty dispatcher that knows nothing of its clients' addresses.
   *
   * @param nanoClock monotonic, as {@link System#nanoTime}
   */
  public Dispatch(
      QueueLimits limits, TenantShares shares, LongSupplier nanoClock, JobObserver observer) {
    this(
        limits,
        shares,
        SharedAddresses.none(),
        Refusals.ofNoFarm(),
        new KnownTimes(),
        nanoClock,
        observer);
  }

  /**
   * An empty dispatcher.
   *
   * @param addresses notes whose clients are several; from now on it is this one's
   * @param refusals what the farm says when it refuses a job
   * @param knownTimes how long jobs took earlier; from now on it is this one's
   * @param nanoClock monotonic, as {@link System#nanoTime}
   */
  public Dispatch(
      QueueLimits limits,
      TenantShares shares,
      SharedAddresses addresses,
      Refusals refusals,
      KnownTimes knownTimes,
      LongSupplier nanoClock,
      JobObserver observer) {
    this.core = new DispatchCore(limits, shares, addresses, refusals, knownTimes);
    this.refusals = refusals;
    this.nanoClock = nanoClock;
    this.observer = observer;
  }

  /**
   * Has this called after each event, on any thread, never under the lock; a tick that led to
   * nothing is none. It must not block and must cost next to nothing: a busy farm has ten thousand
   * events a second. There is one listener, the latest.
   */
  public void onChange(Runnable listener) {
    changeListener = listener;
  }

  /**
   * Has canaries sent by this one, the latest. Before there is one they are not sent, and after a
   * minute each counts as one that could not be asked.
   */
  public void askBy(CanaryAsker asker) {
    canaryAsker = asker;
  }

  /**
   * Queues a job; its listener may be told to start before this returns.
   *
   * @param heardAtNanos since when, by {@link #now}, its client may have seen nothing of us
   */
  public void submit(Job job, long heardAtNanos) {
    perform(now -> core.submit(job, heardAtNanos, now));
  }

  /** Queues a job whose client has just sent the last byte of its request. */
  public void submit(Job job) {
    perform(now -> core.submit(job, now, now));
  }

  /** What is known of the farm's compilers now. Takes no lock, for each connection asks. */
  public KnownCompilers known() {
    return known;
  }

  /**
   * How many volunteers are set aside as failing, where no other one is there; else zero. Takes no
   * lock.
   */
  public int allFailing() {
    return allFailing;
  }

  /** From how many jobs {@link #knownTimes} has learned since the start. */
  public long jobsLearned() {
    return locked(DispatchCore::jobsLearned);
  }

  /** How long jobs took so far. A copy of 1 MiB, for which the lock is held. */
  public KnownTimes knownTimes() {
    return locked(DispatchCore::knownTimes);
  }

  /** A client of this tenant has connected, and will send a request when it has preprocessed. */
  public void sends(String tenant) {
    note(now -> core.sends(tenant, now));
  }

  /** The request of such a client is whole, or its connection ended before. To be called once. */
  public void sendsNoMore(String tenant) {
    note(now -> core.sendsNoMore(tenant, now));
  }

  /** What the farm says when it refuses a job. */
  public Refusals refusals() {
    return refusals;
  }

  /** The client of this job was sent away before the job came to the queue. */
  public void refused(Job job, Refusal refusal) {
    perform(now -> core.refused(job, refusal, now));
  }

  /**
   * This job is not to be done, whatever its volunteer does; a connection to that is closed
   * already. Its client is told by {@link JobListener#sendHome}.
   */
  public void refuse(Job job, Refusal refusal) {
    perform(now -> core.refuse(job, refusal, now));
  }

  /**
   * The volunteer's whole reply is here, and the connection to it is closed.
   *
   * @return whether this reply is the client's; else the job is replayed, or its client is gone
   */
  public boolean served(Job job, Verdict verdict, long replyBytes) {
    return perform(
        now -> core.served(job, verdict, replyBytes, now), decided -> decided.isAnswering(job));
  }

  /** The volunteer broke the connection off; it is closed on this side too. */
  public void failed(Job job) {
    perform(now -> core.failed(job, now));
  }

  /** The attempt was broken off on this side, and the connection is closed. */
  public void withdrawn(Job job) {
    perform(now -> core.withdrawn(job, now));
  }

  /** The volunteer could not be connected to. */
  public void unreachable(Job job) {
    perform(now -> core.unreachable(job, now));
  }

  /** No connection could be opened, for a reason of our own. */
  public void notTried(Job job) {
    perform(now -> core.notTried(job, now));
  }

  /** What came of a canary. */
  public void answered(CanaryQuestion question, CanaryAnswer answer) {
    perform(now -> core.answered(question, answer, now));
  }

  /** The client has the whole reply. */
  public void answered(Job job) {
    perform(now -> core.answered(job, now));
  }

  /** The client is gone or at fault; a connection to a volunteer, if any, is closed already. */
  public void lost(Job job, Outcome outcome) {
    perform(now -> core.lost(job, outcome, now));
  }

  /**
   * Nobody listens any more where this volunteer is.
   *
   * @param askedAtNanos what {@link #now} was when the question was put
   */
  public void deserted(String volunteer, long askedAtNanos) {
    perform(now -> core.deserted(volunteer, askedAtNanos, now));
  }

  /** Nobody will run what waits now; what comes later waits. */
  public void sendQueuedHome() {
    perform(core::sendQueuedHome);
  }

  /** The farm's volunteers are these now. */
  public void update(Collection<Volunteer> present) {
    perform(now -> core.update(present, now));
  }

  /** Volunteers run on nodes with these addresses, as the JDK writes them. */
  public void nodes(Collection<String> addresses) {
    locked(decided -> {
      decided.nodes(addresses);
      return addresses;
    });
  }

  /** Lets time pass; to be called about once a second. */
  public void tick() {
    if (!decideAndPerform(core::tick, decided -> true).actions().isEmpty()) {
      tellChange();
    }
  }

  /** The clock by which all is decided, in nanoseconds. */
  public long now() {
    return nanoClock.getAsLong();
  }

  /** Everything at this moment. */
  public LoadSnapshot snapshot() {
    return locked(core -> core.snapshot(nanoClock.getAsLong()));
  }

  /**
   * Of every job that lives and the newest 10,000 that ended: those that arrived before this one,
   * newest first. The lock is held for as long as so many take.
   *
   * @param before a job's id; {@link Long#MAX_VALUE} for the newest of all
   */
  public List<JobRecord> jobs(long before, int max) {
    return locked(core -> core.jobs(before, max));
  }

  /** Volunteers that run a job of ours. */
  public List<Volunteer> busyVolunteers() {
    return locked(DispatchCore::busyVolunteers);
  }

  private void perform(LongFunction<List<Action>> event) {
    perform(event, decided -> true);
  }

  /** Answers the question as of the moment right after the event. */
  private <T> T perform(LongFunction<List<Action>> event, Function<DispatchCore, T> question) {
    T answer = decideAndPerform(event, question).answer();
    tellChange();
    return answer;
  }

  private <T> Decision<T> decideAndPerform(
      LongFunction<List<Action>> event, Function<DispatchCore, T> question) {
    Decision<T> decision =
        locked(decided -> {
          Decision<T> made =
              new Decision<>(event.apply(nanoClock.getAsLong()), question.apply(decided));
          tellKnown(decided.known());
          tellAllFailing(decided.allFailing());
          return made;
        });
    Action.inOrder(decision.actions()).forEach(this::perform);
    return decision;
  }

  /** Most events change nothing of it, and a look is cheaper than a write that all must see. */
  private void tellKnown(KnownCompilers now) {
    if (!known.equals(now)) {
      known = now;
    }
  }

  private void tellAllFailing(int now) {
    if (allFailing != now) {
      allFailing = now;
    }
  }

  /** A fault of one must not stop the others: a start that is not performed holds its slot. */
  private void perform(Action action) {
    try {
      action.perform(observer, canaryAsker);
    } catch (RuntimeException e) {
      LOG.errorf(e, "Not done: %s", action);
    }
  }

  private void tellChange() {
    try {
      changeListener.run();
    } catch (RuntimeException e) {
      LOG.error("A change could not be told", e);
    }
  }

  /** What leads to no action, and is told to nobody. */
  private void note(LongConsumer event) {
    lock.lock();
    try {
      event.accept(nanoClock.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Function<DispatchCore, T> use) {
    lock.lock();
    try {
      return use.apply(core);
    } finally {
      lock.unlock();
    }
  }

  private record Decision<T>(List<Action> actions, T answer) {}
}
