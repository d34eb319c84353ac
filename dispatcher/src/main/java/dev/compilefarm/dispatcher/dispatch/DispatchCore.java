package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.blame.Blame;
import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.bottleneck.Bottlenecks;
import dev.compilefarm.dispatcher.clients.SharedAddresses;
import dev.compilefarm.dispatcher.history.HungryJobs;
import dev.compilefarm.dispatcher.history.KnownTimes;
import dev.compilefarm.dispatcher.patience.Patience;
import dev.compilefarm.dispatcher.protocol.ReplyPrefix;
import dev.compilefarm.dispatcher.pump.FallBacks;
import dev.compilefarm.dispatcher.queue.FairQueue;
import dev.compilefarm.dispatcher.queue.TenantLoad;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.queue.WithinTenant;
import dev.compilefarm.dispatcher.toolchain.KnownCompilers;
import dev.compilefarm.dispatcher.toolchain.Needs;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Container;
import dev.compilefarm.dispatcher.volunteer.Places;
import dev.compilefarm.dispatcher.volunteer.Tried;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * All that the dispatcher decides. Pure: events come in with the time, actions come out. Not
 * thread-safe. An event about a job that is no longer in the state which the event speaks of
 * changes nothing, because connections end on several threads in any order.
 *
 * <p>Always true between two calls: a volunteer's busy slots are its RUNNING jobs; no job waits
 * while a slot is free that it may have by {@code blame} and {@code volunteer}; an ended job stays
 * ended.
 */
final class DispatchCore {
  /**
   * So long a job may wait for somebody who has what it needs, while all that are there lack it:
   * volunteers of another image may be on their way, and others may tell yet what they check.
   */
  static final Duration UNKNOWN_GRACE = Duration.ofSeconds(60);

  /**
   * So long a job waits for volunteers that all fail. Somebody has set the farm up wrongly, so its
   * client compiles at home and does not wait for the longest wait.
   */
  static final Duration FAILING_GRACE = Duration.ofSeconds(30);

  /** After this part of the longest wait no longer job of its tenant overtakes a job any more. */
  static final int OVERTAKEN_PART = 4;

  private final QueueLimits limits;
  private final SharedAddresses addresses;
  private final FairQueue<Job, Places> queue;
  private final VolunteerPool volunteers = new VolunteerPool();
  private final Blame<Job> blame = new Blame<>(volunteers);
  private final Alone alone;
  private final Inquests inquests = new Inquests();
  private final HungryJobs hungry = new HungryJobs();
  private final KnownTimes knownTimes;
  private final Bottlenecks bottlenecks;
  private final FallBacks fallBacks = new FallBacks();
  private final Patience<Job> patience;
  private final RunningJobs running = new RunningJobs();
  private final ServiceTimes serviceTimes = new ServiceTimes();
  private final JobLog log = new JobLog();
  private final Refusals refusals;
  private final RecentRefusals recentRefusals = new RecentRefusals();
  private final Tally tally = new Tally();
  private long readinessSeen;
  private long kindsSeen;
  private long kindsSinceNanos;
  private KnownCompilers known = KnownCompilers.NONE;
  private OptionalLong allFailSinceNanos = OptionalLong.empty();
  private List<Action> decided = new ArrayList<>();

  DispatchCore(QueueLimits limits, TenantShares shares) {
    this(limits, shares, SharedAddresses.none(), Refusals.ofNoFarm(), new KnownTimes());
  }

  DispatchCore(
      QueueLimits limits,
      TenantShares shares,
      SharedAddresses addresses,
      Refusals refusals,
      KnownTimes knownTimes) {
    this.limits = limits;
    this.knownTimes = knownTimes;
    this.refusals = refusals;
    this.addresses = addresses;
    this.bottlenecks = new Bottlenecks(tenant -> shares.of(tenant).runningMax());
    this.queue =
        new FairQueue<>(
            shares,
            Job::places,
            job -> job.requestBytes,
            new WithinTenant<>(
                job -> job.expected.orElseThrow().rank(),
                limits.longestWait().toNanos() / OVERTAKEN_PART));
    this.alone = new Alone(volunteers, queue, action -> decided.add(action));
    this.patience =
        new Patience<>(
            limits.longestWait(),
            job -> limits.feedAfter(job.tenant).toNanos(),
            limits.givesUpAfter(),
            ReplyPrefix.LENGTH,
            job -> job.held);
  }

  /** A client of this tenant has connected, and will send a request. */
  void sends(String tenant, long nowNanos) {
    bottlenecks.sends(tenant, nowNanos);
  }

  /** Its request is whole, or its connection ended before. */
  void sendsNoMore(String tenant, long nowNanos) {
    bottlenecks.sendsNoMore(tenant, nowNanos);
  }

  /**
   * A whole request has arrived.
   *
   * @param heardAtNanos since when its client may have seen nothing of us: it may have sent all
   *     long ago, and its request waited for room
   */
  List<Action> submit(Job job, long heardAtNanos, long nowNanos) {
    job.id = tally.accept();
    job.times = JobTimes.queuedAt(nowNanos);
    job.waitsSinceNanos = nowNanos;
    job.fellBack = fallBacks.came(job.tenant, job.protocol, nowNanos);
    log.begun(job);
    refreshLacking(job);
    if (job.kind.filter(hungry::knows).isPresent()) {
      job.appetite.remember();
    }
    job.expected = Optional.of(knownTimes.expect(job.likeness));
    patience.hold(job, heardAtNanos, nowNanos);
    queue.add(job.tenant, job, nowNanos);
    bottlenecks.waits(job.tenant, nowNanos);
    addresses.came(job.tenant, queue.held(job.tenant), nowNanos);
    passTime(nowNanos);
    settle(nowNanos);
    if (job.state == JobState.QUEUED && queue.isOverfull(job.tenant)) {
      sendHomeFromQueue(job, Outcome.TENANT_QUEUE_FULL, nowNanos);
    }
    if (queue.queued() > limits.queuedJobs()) {
      sendHomeFromQueue(queue.mostExcessive().orElseThrow(), Outcome.QUEUE_FULL, nowNanos);
    }
    if (alone.isForNobody(nowNanos)) {
      settle(nowNanos);
    }
    return decided();
  }

  /** Nobody will run what waits now. */
  List<Action> sendQueuedHome(long nowNanos) {
    for (Places places : queue.keys()) {
      queue.jobs(places).forEach(job -> sendHomeFromQueue(job, Outcome.SHUTDOWN, nowNanos));
    }
    return decided();
  }

  /** What is known of the farm's compilers; another object where that has changed. */
  KnownCompilers known() {
    return known;
  }

  /** From how many jobs it has learned how long jobs take. */
  long jobsLearned() {
    return knownTimes.learned();
  }

  /** How long jobs took so far. A copy. */
  KnownTimes knownTimes() {
    return knownTimes.copy();
  }

  /** How many volunteers are set aside as failing, where no other one is there; else zero. */
  int allFailing() {
    return volunteers.allFailing();
  }

  /** A job that never gets to the queue; its client is told by the caller. */
  List<Action> refused(Job job, Refusal refusal, long nowNanos) {
    job.id = tally.accept();
    job.times = JobTimes.queuedAt(nowNanos);
    log.begun(job);
    end(job, refusal, nowNanos);
    return decided();
  }

  /**
   * The volunteer's whole reply is here, and the connection to it is closed. Afterwards the job is
   * ANSWERING if this reply is the client's.
   */
  List<Action> served(Job job, Verdict verdict, long replyBytes, long nowNanos) {
    if (job.state != JobState.RUNNING) {
      return List.of();
    }
    Run run = job.run.orElseThrow();
    close(inquests.connected(run), nowNanos);
    if (run.isBrokenOff()) {
      goOnAfterLoss(job, run, nowNanos);
    } else {
      heed(verdict, job, run, replyBytes, nowNanos);
    }
    settle(nowNanos);
    return decided();
  }

  private void heed(Verdict verdict, Job job, Run run, long replyBytes, long nowNanos) {
    String volunteer = run.volunteer();
    switch (verdict) {
      case SUCCESS -> {
        // That it compiles alone after a kill says nothing of how it runs beside others.
        job.kind.filter(kind -> !job.appetite.wasKilled()).ifPresent(hungry::compiled);
        knownTimes.took(job.likeness, nowNanos - run.startedAtNanos());
        blame.done(job, volunteer, true, nowNanos);
        answer(job, replyBytes, nowNanos);
      }
      case ERROR -> {
        blame.done(job, volunteer, false, nowNanos);
        answer(job, replyBytes, nowNanos);
      }
      case NOT_DISTRIBUTABLE -> {
        blame.done(job, volunteer, false, nowNanos);
        job.refusal = refusals.fileOfTheClient();
        answer(job, replyBytes, nowNanos);
      }
      case MEMORY -> {
        blame.killed(job, volunteer, nowNanos);
        goOnAfterKill(job, run, true, nowNanos);
      }
      case TOO_LONG -> {
        blame.failed(job, volunteer, nowNanos);
        job.timesTooLong++;
        if (job.timesTooLong > 1 || !isWorthAnother(job, volunteer)) {
          refuseRunning(job, refusals.tooLong(), nowNanos);
        } else {
          goOn(job, nowNanos);
        }
      }
      case DISK_FULL -> {
        boolean isTheSameAgain = isAnotherComplaint(job);
        blame.diskFull(job, volunteer, nowNanos);
        answerOrGoOn(isTheSameAgain, job, replyBytes, nowNanos);
      }
      case BROKEN -> {
        boolean isTheSameAgain = isAnotherComplaint(job);
        blame.broken(job, volunteer, nowNanos);
        boolean isTheOnlyAnswer = !isWorthAnother(job, volunteer);
        answerOrGoOn(isTheSameAgain || isTheOnlyAnswer, job, replyBytes, nowNanos);
      }
      case LACKING -> {
        blame.failed(job, volunteer, nowNanos);
        answerOrGoOn(!isWorthAnother(job, volunteer), job, replyBytes, nowNanos);
      }
      case NO_ANSWER -> {
        blame.failed(job, volunteer, nowNanos);
        goOn(job, nowNanos);
      }
    }
  }

  private static boolean isAnotherComplaint(Job job) {
    return job.failures().hasWitness() || job.failures().hasComplaint();
  }

  private void answerOrGoOn(boolean isAnswer, Job job, long replyBytes, long nowNanos) {
    if (isAnswer) {
      blame.dropped(job);
      answer(job, replyBytes, nowNanos);
    } else {
      goOn(job, nowNanos);
    }
  }

  /** The volunteer took the connection and ended it before its reply was whole. */
  List<Action> failed(Job job, long nowNanos) {
    if (job.state != JobState.RUNNING) {
      return List.of();
    }
    Run run = job.run.orElseThrow();
    close(inquests.connected(run), nowNanos);
    if (!run.isBrokenOff()) {
      blame.failed(job, run.volunteer(), nowNanos);
    }
    goOnAfterLoss(job, run, nowNanos);
    settle(nowNanos);
    return decided();
  }

  /** The attempt was broken off on this side: that is nobody's fault. */
  List<Action> withdrawn(Job job, long nowNanos) {
    if (job.state != JobState.RUNNING) {
      return List.of();
    }
    Run run = job.run.orElseThrow();
    if (run.isBrokenOff()) {
      goOnAfterLoss(job, run, nowNanos);
    } else {
      goOn(job, nowNanos);
    }
    settle(nowNanos);
    return decided();
  }

  /**
   * The volunteer could not be connected to: no attempt, so it does not count as one and is part of
   * the wait.
   */
  List<Action> unreachable(Job job, long nowNanos) {
    if (job.state == JobState.RUNNING) {
      Run run = job.run.orElseThrow();
      if (!run.isBrokenOff()) {
        blame.unreachable(run.volunteer(), Optional.of(job), nowNanos);
      }
    }
    return notTried(job, nowNanos);
  }

  /**
   * There was no attempt, for a reason of our own. A job that goes from one such start to the next
   * is waiting at no tick.
   */
  List<Action> notTried(Job job, long nowNanos) {
    if (job.state != JobState.RUNNING) {
      return List.of();
    }
    job.tries = job.tries.withoutAttempt();
    if (patience.hasWaitedTooLong(job, nowNanos)) {
      refuseRunning(job, Refusal.of(Outcome.WAITED_TOO_LONG), nowNanos);
    } else {
      requeue(job, nowNanos);
      patience.waitOn(job);
      heedFailures(job, nowNanos);
    }
    settle(nowNanos);
    return decided();
  }

  /**
   * Nobody listens any more where this volunteer is: what it ran then is lost, whatever it looks.
   *
   * @param askedAtNanos when the question was put; who was given a job later may be there again
   */
  List<Action> deserted(String volunteer, long askedAtNanos, long nowNanos) {
    blame.unreachable(volunteer, Optional.empty(), nowNanos);
    for (Job job : running.at(volunteer)) {
      if (job.run.orElseThrow().startedAtNanos() - askedAtNanos <= 0) {
        breakOff(job);
      }
    }
    settle(nowNanos);
    return decided();
  }

  /** What came of a canary. */
  List<Action> answered(CanaryQuestion question, CanaryAnswer answer, long nowNanos) {
    blame.answered(question, answer, nowNanos);
    close(inquests.answered(question, answer), nowNanos);
    settle(nowNanos);
    return decided();
  }

  /** The client has the whole reply. */
  List<Action> answered(Job job, long nowNanos) {
    if (job.state == JobState.ANSWERING) {
      end(job, job.refusal, nowNanos);
    }
    return decided();
  }

  /** The client went away or broke the protocol; what it held of a volunteer is closed already. */
  List<Action> lost(Job job, Outcome outcome, long nowNanos) {
    if (leave(job, nowNanos)) {
      end(job, outcome, nowNanos);
      settle(nowNanos);
    }
    return decided();
  }

  /** The job cannot be done; what it held of a volunteer is closed already. */
  List<Action> refuse(Job job, Refusal refusal, long nowNanos) {
    if (job.state != JobState.ANSWERING && leave(job, nowNanos)) {
      endRefused(job, refusal, nowNanos);
      settle(nowNanos);
    }
    return decided();
  }

  /** Takes it from where it is; false where it has ended. */
  private boolean leave(Job job, long nowNanos) {
    switch (job.state) {
      case QUEUED -> leaveQueue(job, nowNanos);
      case RUNNING -> leaveSlot(job, nowNanos);
      case ANSWERING -> {}
      case ENDED -> {
        return false;
      }
    }
    return true;
  }

  /** The farm's volunteers are these now. */
  List<Action> update(Collection<Volunteer> present, long nowNanos) {
    Set<String> restarted = restarted(present);
    Set<String> gone = volunteers.update(present);
    for (String volunteer : gone) {
      blame.left(volunteer);
      running.at(volunteer).forEach(this::breakOff);
    }
    for (Volunteer volunteer : present) {
      if (volunteer.availability() != Availability.READY || restarted.contains(volunteer.name())) {
        blame.left(volunteer.name());
      }
    }
    close(inquests.look(volunteers, nowNanos), nowNanos);
    settle(nowNanos);
    return decided();
  }

  /** Names of those whose containers have ended since the last update. */
  private Set<String> restarted(Collection<Volunteer> present) {
    Set<String> restarted = new HashSet<>();
    for (Volunteer volunteer : present) {
      Optional<Integer> before =
          volunteers
              .volunteer(volunteer.name())
              .flatMap(Volunteer::container)
              .map(Container::deaths);
      if (before.isPresent() && !volunteer.container().map(Container::deaths).equals(before)) {
        restarted.add(volunteer.name());
      }
    }
    return restarted;
  }

  /** Volunteers run on nodes with these addresses. */
  void nodes(Collection<String> nodeAddresses) {
    addresses.nodes(nodeAddresses);
  }

  /** To be called about twice a second: time alone ends waits and brings volunteers back. */
  List<Action> tick(long nowNanos) {
    passTime(nowNanos);
    close(inquests.look(volunteers, nowNanos), nowNanos);
    heedUnknown(nowNanos);
    heedAllFailing(nowNanos);
    settle(nowNanos);
    return decided();
  }

  /** Whether this job waits for its reply to be written to the client. */
  boolean isAnswering(Job job) {
    return job.state == JobState.ANSWERING;
  }

  LoadSnapshot snapshot(long nowNanos) {
    long oldest =
        queue
            .oldestCandidates()
            .mapToLong(job -> nowNanos - job.times.queuedAtNanos())
            .max()
            .orElse(0);
    return new LoadSnapshot(
        queue.queued(),
        running.count(),
        seconds(oldest),
        serviceTimes.meanSeconds(nowNanos),
        tally.accepted(),
        tally.replayed(),
        tally.ended(),
        queue.tenants(),
        meanServiceSecondsByTenant(nowNanos),
        volunteers.loads(),
        addresses.at(nowNanos),
        recentRefusals.at(nowNanos),
        bottlenecks.at(nowNanos),
        fallBacks.at(nowNanos));
  }

  private Map<String, Double> meanServiceSecondsByTenant(long nowNanos) {
    Map<String, Double> means = new HashMap<>();
    for (TenantLoad tenant : queue.tenants()) {
      serviceTimes
          .meanSeconds(tenant.tenant(), nowNanos)
          .ifPresent(mean -> means.put(tenant.tenant(), mean));
    }
    return means;
  }

  List<Volunteer> busyVolunteers() {
    return volunteers.busy();
  }

  List<JobRecord> jobs(long before, int max) {
    return log.records(before, max);
  }

  private List<Action> decided() {
    List<Action> actions = decided;
    decided = new ArrayList<>();
    return actions;
  }

  /** Does what has become due for clients. */
  private void passTime(long nowNanos) {
    for (Patience.Due<Job> due : patience.due(nowNanos, job -> job.state == JobState.QUEUED)) {
      switch (due) {
        case Patience.Due.Feed<Job>(Job job, int bytes) -> decided.add(new Action.Feed(job, bytes));
        case Patience.Due.GiveUp<Job>(Job job) ->
            sendHomeFromQueue(job, Outcome.WAITED_TOO_LONG, nowNanos);
      }
    }
  }

  /** After any event: sends canaries, heeds what was judged, and starts what can be started. */
  private void settle(long nowNanos) {
    heedKinds(nowNanos);
    for (CanaryQuestion question : blame.due(nowNanos)) {
      inquests.asks(question);
      decided.add(new Action.Ask(question));
    }
    heedJudgements(nowNanos);
    heedReadiness(nowNanos);
    do {
      place(nowNanos);
    } while (alone.arrange(nowNanos));
    bottlenecks.slots(volunteers.hasFreeSlot(), nowNanos);
  }

  private void place(long nowNanos) {
    while (volunteers.hasFreeSlot() || alone.isReady()) {
      Optional<Job> next =
          queue.take(places -> volunteers.hasSlotFor(places) || alone.isReadyFor(places), nowNanos);
      if (next.isEmpty()) {
        return;
      }
      start(next.get(), nowNanos);
    }
  }

  private void heedJudgements(long nowNanos) {
    for (Job job : blame.judged()) {
      if (job.state == JobState.QUEUED) {
        queue.rekey(job.tenant, job);
        heedFailures(job, nowNanos);
      }
    }
  }

  /** Who is there decides whether a job has failed everywhere. */
  private void heedReadiness(long nowNanos) {
    if (readinessSeen == volunteers.readinessChanges()) {
      return;
    }
    readinessSeen = volunteers.readinessChanges();
    noteAllFailing(nowNanos);
    for (Places places : queue.keys()) {
      Tried tried = places.tried();
      boolean hasTriedAllReady =
          !tried.equals(Tried.NOBODY)
              && !tried.held()
              && !volunteers.hasReadyBeside(places.lacking(), tried.volunteers());
      if (hasTriedAllReady) {
        queue.jobs(places).forEach(job -> heedFailures(job, nowNanos));
      }
    }
  }

  /** The first one that takes jobs, or cannot be reached, ends the time in which all fail. */
  private void noteAllFailing(long nowNanos) {
    if (volunteers.allFailing() == 0) {
      allFailSinceNanos = OptionalLong.empty();
    } else if (allFailSinceNanos.isEmpty()) {
      allFailSinceNanos = OptionalLong.of(nowNanos);
    }
  }

  /** Who has which compiler decides where a job may run. */
  private void heedKinds(long nowNanos) {
    if (kindsSeen == volunteers.kindChanges()) {
      return;
    }
    kindsSeen = volunteers.kindChanges();
    kindsSinceNanos = nowNanos;
    known = volunteers.known();
    running.all().forEach(this::refreshLacking);
    for (Places places : queue.keys()) {
      for (Job job : queue.jobs(places)) {
        if (refreshLacking(job)) {
          queue.rekey(job.tenant, job);
        }
      }
    }
  }

  private boolean refreshLacking(Job job) {
    return job.isLackedBy(volunteers.lacking(job.needs));
  }

  /** While volunteers start or are replaced, those that have what a job needs may come yet. */
  private void heedUnknown(long nowNanos) {
    if (nowNanos - kindsSinceNanos >= UNKNOWN_GRACE.toNanos()) {
      for (Places places : queue.keys()) {
        if (volunteers.allLack(places.lacking())) {
          queue.jobs(places).forEach(job -> refuseFromQueue(job, lacked(job), nowNanos));
        }
      }
    }
  }

  /** Nobody that is there can do it: for want of its compiler, or of the checks that it needs. */
  private Refusal lacked(Job job) {
    String compiler = job.needs.compiler();
    boolean isForItsChecks =
        job.unchecked.isPresent() && !volunteers.allLack(volunteers.lacking(Needs.of(compiler)));
    return isForItsChecks ? job.unchecked.get() : refusals.unknownCompiler(compiler, known);
  }

  /** A job that none of the failing volunteers could do waits for others, as with no volunteer. */
  private void heedAllFailing(long nowNanos) {
    boolean allFailForLong =
        allFailSinceNanos.isPresent()
            && nowNanos - allFailSinceNanos.getAsLong() >= FAILING_GRACE.toNanos();
    if (allFailForLong) {
      for (Places places : queue.keys()) {
        if (volunteers.hasAvailableBeside(places.lacking(), Set.of())) {
          queue
              .jobs(places)
              .forEach(job -> sendHomeFromQueue(job, Outcome.VOLUNTEERS_FAILED, nowNanos));
        }
      }
    }
  }

  private void heedFailures(Job waiting, long nowNanos) {
    if (isGivenUp(waiting)) {
      sendHomeFromQueue(waiting, Outcome.VOLUNTEERS_FAILED, nowNanos);
    } else if (blame.isToBlame(waiting)) {
      sendHomeFromQueue(waiting, Outcome.POISON, nowNanos);
    } else if (blame.mayTryAgain(waiting)) {
      queue.rekey(waiting.tenant, waiting);
    }
  }

  private void start(Job job, long nowNanos) {
    Lease lease =
        job.places().alone() ? alone.start(job) : volunteers.acquire(job.places()).orElseThrow();
    String volunteer = lease.volunteer().name();
    job.state = JobState.RUNNING;
    job.times = job.times.startedAt(nowNanos);
    job.tries =
        job.tries.start(
            volunteer,
            job.tries.order().isPresent() ? job.tries.order().getAsLong() : tally.start());
    if (job.tries.attempts() > 1) {
      tally.replay();
    }
    job.run =
        Optional.of(
            new Run(
                lease,
                volunteer,
                lease.volunteer().container(),
                job.tries.starts(),
                nowNanos,
                false));
    running.add(volunteer, job);
    serviceTimes.started(job.tenant, nowNanos);
    bottlenecks.starts(job.tenant, nowNanos);
    decided.add(new Action.Start(job, lease.volunteer(), job.tries.starts()));
  }

  private void answer(Job job, long replyBytes, long nowNanos) {
    leaveSlot(job, nowNanos);
    serviceTimes.completed(job.tenant, nowNanos);
    patience.release(job);
    job.state = JobState.ANSWERING;
    job.times = job.times.servedAt(nowNanos);
    job.replyBytes = OptionalLong.of(replyBytes);
  }

  /** An attempt came to nothing: replay, or give up. */
  private void goOn(Job job, long nowNanos) {
    job.waitsSinceNanos = nowNanos;
    requeue(job, nowNanos);
    patience.waitAnew(job, nowNanos);
    heedFailures(job, nowNanos);
  }

  /** The volunteer broke off, or nobody listens there any more: its container may be dead. */
  private void goOnAfterLoss(Job job, Run run, long nowNanos) {
    switch (Inquests.of(run, volunteers)) {
      case OUT_OF_MEMORY -> goOnAfterKill(job, run, true, nowNanos);
      case KILLED -> goOnAfterKill(job, run, false, nowNanos);
      case NOT_KILLED -> goOn(job, nowNanos);
      case NOT_KNOWN -> {
        inquests.open(job, run, nowNanos);
        goOn(job, nowNanos);
      }
    }
  }

  /** It, or all that ran with it, was killed, as where memory runs out. */
  private void goOnAfterKill(Job job, Run run, boolean ranOutOfMemory, long nowNanos) {
    noteKill(job, run, ranOutOfMemory);
    if (job.appetite.isTooLarge()) {
      refuseRunning(job, outOfMemory(run), nowNanos);
    } else {
      goOn(job, nowNanos);
    }
  }

  private void close(List<Inquests.Closed> closed, long nowNanos) {
    for (Inquests.Closed inquest : closed) {
      Job job = inquest.job();
      switch (inquest.finding()) {
        case OUT_OF_MEMORY -> noteKill(job, inquest.run(), true);
        case KILLED -> noteKill(job, inquest.run(), false);
        case NOT_KILLED, NOT_KNOWN -> {}
      }
      if (job.appetite.isTooLarge()) {
        refuseFromQueue(job, outOfMemory(inquest.run()), nowNanos);
      } else {
        queue.rekey(job.tenant, job);
        heedFailures(job, nowNanos);
      }
    }
  }

  private void noteKill(Job job, Run run, boolean ranOutOfMemory) {
    job.appetite.killed(run.volunteer(), ranOutOfMemory);
    job.kind.ifPresent(hungry::killed);
  }

  /** The limit is that of the pod, or what the volunteer itself has told. */
  private Refusal outOfMemory(Run run) {
    OptionalLong ofPod = run.container().map(Container::memoryBytes).orElse(OptionalLong.empty());
    long told = run.lease().volunteer().toolchain().map(Toolchain::memoryBytes).orElse(0L);
    OptionalLong ofVolunteer = told > 0 ? OptionalLong.of(told) : OptionalLong.empty();
    return refusals.outOfMemory(ofPod.isPresent() ? ofPod : ofVolunteer);
  }

  private boolean isGivenUp(Job job) {
    return job.tries.attempts() >= limits.attempts() || blame.deaths(job) >= limits.deaths();
  }

  /**
   * After a reply that blames the volunteer. It is the only answer there is where that one goes on
   * as before and nobody else is there; a distccd that is being killed replies so too.
   */
  private boolean isWorthAnother(Job job, String volunteer) {
    return job.tries.attempts() < limits.attempts()
        && (!volunteers.isReady(volunteer)
            || volunteers.hasReadyBeside(job.lacking(), job.failures().volunteers()));
  }

  /** It was let in once, so a queue that is full by now does not send it home. */
  private void requeue(Job job, long nowNanos) {
    leaveSlot(job, nowNanos);
    job.state = JobState.QUEUED;
    queue.addFirst(job.tenant, job, nowNanos);
    bottlenecks.waits(job.tenant, nowNanos);
  }

  /** What comes of it from now on is no answer, and nobody's fault. */
  private void breakOff(Job job) {
    Run run = job.run.orElseThrow();
    job.run = Optional.of(run.brokenOff());
    decided.add(new Action.BreakOff(job, run.number()));
  }

  private void leaveSlot(Job job, long nowNanos) {
    Run run = job.run.orElseThrow();
    job.run = Optional.empty();
    running.remove(run.volunteer(), job);
    run.lease().release();
    alone.left(job);
    queue.ended(job.tenant, nowNanos);
    serviceTimes.left(job.tenant, nowNanos);
    bottlenecks.ends(job.tenant, nowNanos);
  }

  private void leaveQueue(Job waiting, long nowNanos) {
    queue.remove(waiting.tenant, waiting, nowNanos);
    bottlenecks.waitsNoMore(waiting.tenant, nowNanos);
  }

  private void sendHomeFromQueue(Job waiting, Outcome outcome, long nowNanos) {
    Refusal refusal =
        switch (outcome) {
          case POISON -> refusals.poison(waiting.needs.compiler());
          default -> Refusal.of(outcome);
        };
    refuseFromQueue(waiting, refusal, nowNanos);
  }

  private void refuseFromQueue(Job waiting, Refusal refusal, long nowNanos) {
    leaveQueue(waiting, nowNanos);
    endRefused(waiting, refusal, nowNanos);
  }

  private void refuseRunning(Job job, Refusal refusal, long nowNanos) {
    leaveSlot(job, nowNanos);
    endRefused(job, refusal, nowNanos);
  }

  private void endRefused(Job job, Refusal refusal, long nowNanos) {
    end(job, refusal, nowNanos);
    decided.add(new Action.SendHome(job, refusal));
  }

  private void end(Job job, Refusal refusal, long nowNanos) {
    job.refusal = refusal;
    end(job, refusal.outcome(), nowNanos);
    if (refusal.outcome().isReplied()) {
      recentRefusals.add(job.record(), nowNanos);
    }
  }

  private void end(Job job, Outcome outcome, long nowNanos) {
    blame.dropped(job);
    inquests.forget(job);
    patience.release(job);
    boolean hadSlotAndNoReply = job.state != JobState.ANSWERING && job.tries.starts() > 0;
    if (hadSlotAndNoReply) {
      serviceTimes.completed(job.tenant, nowNanos);
    }
    job.state = JobState.ENDED;
    job.outcome = Optional.of(outcome);
    job.times = job.times.endedAt(nowNanos);
    tally.end(outcome);
    decided.add(new Action.TellEnded(log.ended(job)));
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
