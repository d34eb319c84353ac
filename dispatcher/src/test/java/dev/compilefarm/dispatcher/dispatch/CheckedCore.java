package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.history.HungryJobs;
import dev.compilefarm.dispatcher.protocol.ReplyPrefix;
import dev.compilefarm.dispatcher.queue.TenantLoad;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.toolchain.Needs;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link DispatchCore} that is held to its promises at each event: books are kept from the events
 * and the actions alone, every action must be one that the books allow, and afterwards the core
 * must agree with the books. An {@link AssertionError} names the promise that was broken.
 */
public final class CheckedCore {
  private static final Set<Outcome> SENT_HOME =
      EnumSet.of(
          Outcome.VOLUNTEERS_FAILED,
          Outcome.POISON,
          Outcome.UNKNOWN_COMPILER,
          Outcome.NOT_DISTRIBUTABLE,
          Outcome.OUT_OF_MEMORY,
          Outcome.TOO_LONG,
          Outcome.TOO_LARGE,
          Outcome.QUEUE_FULL,
          Outcome.TENANT_QUEUE_FULL,
          Outcome.WAITED_TOO_LONG);

  private final QueueLimits limits;
  private final long tickMaxNanos;
  private final DispatchCore core;
  private final ExpectedJobs expectedJobs;
  private final PlacementOracle placement;
  private final BlameOracle blame;
  private final LossOracle losses;
  private final AloneOracle alone;
  private final HungryJobs remembered = new HungryJobs();
  private final KnowledgeOracle knowledge = new KnowledgeOracle();
  private final SetAsideOracle setAside = new SetAsideOracle();
  private final Set<String> present = new HashSet<>();

  /** Connections whose requests are not whole, by tenant. */
  private final Map<String, Integer> sending = new HashMap<>();

  private long submitted;
  private Set<ExpectedJob> startedNow = new LinkedHashSet<>();

  /** One of the core's actions, to be performed by the world when it comes to it. */
  public record Deed(String what, BiConsumer<JobObserver, CanaryAsker> action) {}

  /** What an event must have done to its job. */
  private enum Effect {
    NOTHING,
    WAITS,
    ANSWERS,
    ENDS
  }

  /**
   * An empty core.
   *
   * @param tickMax longest time from one tick to the next
   */
  public CheckedCore(QueueLimits limits, TenantShares shares, Duration tickMax) {
    this.limits = limits;
    this.tickMaxNanos = tickMax.toNanos();
    this.core = new DispatchCore(limits, shares);
    this.expectedJobs = new ExpectedJobs(shares);
    this.blame = new BlameOracle(expectedJobs, limits, tickMaxNanos);
    this.losses = new LossOracle(expectedJobs);
    this.alone = new AloneOracle(expectedJobs, blame);
    this.placement = new PlacementOracle(expectedJobs, blame, alone);
  }

  public void sends(String tenant, long now) {
    sending.merge(tenant, 1, Integer::sum);
    core.sends(tenant, now);
  }

  public void sendsNoMore(String tenant, long now) {
    sending.computeIfPresent(tenant, (_, number) -> number == 1 ? null : number - 1);
    core.sendsNoMore(tenant, now);
  }

  public List<Deed> submit(Job job, long heardAt, long now) {
    int waiting = expectedJobs.count(JobState.QUEUED, job.tenant);
    int queuedAtMost = Math.max(limits.queuedJobs(), expectedJobs.count(JobState.QUEUED));
    placement.arrives(job.tenant, now);
    List<Action> actions = core.submit(job, heardAt, now);
    List<JobRecord> wentBefore = wentBeforeTheLimits(job, actions);
    long waitingNow = waiting + 1 - started(job.tenant, actions).count() - wentBefore.size();
    long bytesNow =
        expectedJobs.queuedBytes(job.tenant)
            + job.requestBytes
            - started(job.tenant, actions).mapToLong(started -> started.requestBytes).sum()
            - wentBefore.stream().mapToLong(JobRecord::requestBytes).sum();
    TenantShare share = expectedJobs.share(job.tenant);
    boolean tenantIsFull =
        !isStarted(job, actions)
            && (waitingNow > share.queuedMax()
                || (waitingNow > 1 && bytesNow > share.queuedBytesMax()));
    ExpectedJob expected = expectedJobs.open(job, heardAt, now);
    expected.isRemembered = job.kind.filter(remembered::knows).isPresent();
    submitted++;
    if (tenantIsFull) {
      expectEnd(expected, Outcome.TENANT_QUEUE_FULL);
    }
    Event event = new Event("submit", now, tenantIsFull ? Effect.ENDS : Effect.WAITS, expected);
    List<Deed> deeds = check(event, actions);
    Invariant.check(
        expectedJobs.count(JobState.QUEUED) <= queuedAtMost,
        "an arrival makes no queue longer than it may be",
        queuedAtMost);
    return deeds;
  }

  /** Whether the core would send a client away whose job has such needs. */
  public boolean refuses(Needs needs) {
    boolean refuses = core.known().lack(needs);
    Invariant.check(
        refuses == knowledge.areKnownToLack(needs),
        "a job is refused where all have told that they lack what it needs, and nowhere else",
        needs);
    return refuses;
  }

  public List<Deed> refused(Job job, long now) {
    Refusal refusal =
        job.unchecked.orElse(new Refusal(Outcome.UNKNOWN_COMPILER, job.compiler(), ""));
    List<Action> actions = core.refused(job, refusal, now);
    submitted++;
    expectedJobs.countEnded();
    Invariant.check(
        actions.size() == 1
            && actions.getFirst() instanceof Action.TellEnded told
            && told.job().outcome().equals(Optional.of(refusal.outcome())),
        "a refusal ends a job at once",
        actions);
    check(new Event("refused", now), List.of());
    return actions.stream().map(CheckedCore::deed).toList();
  }

  public List<Deed> served(Job job, Verdict verdict, long replyBytes, long now) {
    Optional<ExpectedJob> running = in(JobState.RUNNING, job);
    boolean anotherIsReady = running.filter(runs -> isWorthAnother(runs, now)).isPresent();
    List<Action> actions = core.served(job, verdict, replyBytes, now);
    if (running.isEmpty()) {
      return late("served", job, now, actions);
    }
    ExpectedJob expected = running.get();
    losses.connected(expected);
    String what = "served " + verdict;
    return check(
        expected.brokenOff
            ? lostItsVolunteer(what, expected, now)
            : said(verdict, anotherIsReady, what, expected, now),
        actions);
  }

  /** What must follow from a whole reply. */
  private Event said(
      Verdict verdict, boolean anotherIsReady, String what, ExpectedJob expected, long now) {
    boolean isTheSameAgain = expected.wells() > 0 || expected.hasComplaint();
    switch (verdict) {
      case SUCCESS, ERROR, NOT_DISTRIBUTABLE -> {
        if (verdict == Verdict.SUCCESS && expected.kills == 0) {
          expected.job.kind.ifPresent(remembered::compiled);
        }
        blame.done(expected, verdict == Verdict.SUCCESS);
        return answers(what, expected, now);
      }
      case MEMORY -> {
        blame.killed(expected);
        expected.kills++;
        expected.provenKills++;
        return wentOnAfterKill(what, expected, now);
      }
      case DISK_FULL -> blame.diskFull(expected);
      case BROKEN -> blame.broken(expected);
      case TOO_LONG, LACKING, NO_ANSWER -> blame.failed(expected);
    }
    if (verdict == Verdict.TOO_LONG) {
      expected.timesTooLong++;
      return expected.timesTooLong > 1 || !anotherIsReady
          ? refuses(what, expected, Outcome.TOO_LONG, now)
          : wentOn(what, expected, now);
    }
    boolean isAnswer =
        switch (verdict) {
          case BROKEN -> isTheSameAgain || !anotherIsReady;
          case DISK_FULL -> isTheSameAgain;
          case LACKING -> !anotherIsReady;
          default -> false;
        };
    return isAnswer ? answers(what, expected, now) : wentOn(what, expected, now);
  }

  private Event refuses(String what, ExpectedJob expected, Outcome outcome, long now) {
    expectedJobs.leaveSlot(expected);
    expectEnd(expected, outcome);
    return new Event(what, now, Effect.ENDS, expected);
  }

  /** After one more kill. */
  private Event wentOnAfterKill(String what, ExpectedJob expected, long now) {
    expected.job.kind.ifPresent(remembered::killed);
    return expected.provenKills > 1
        ? refuses(what, expected, Outcome.OUT_OF_MEMORY, now)
        : wentOn(what, expected, now);
  }

  private Event lostItsVolunteer(String what, ExpectedJob expected, long now) {
    int kills = expected.kills;
    losses.loses(expected, now);
    return expected.kills > kills
        ? wentOnAfterKill(what, expected, now)
        : wentOn(what, expected, now);
  }

  /** What the volunteer sent is more than the farm takes. */
  public List<Deed> refuse(Job job, long now) {
    Optional<ExpectedJob> running = in(JobState.RUNNING, job);
    List<Action> actions = core.refuse(job, Refusal.of(Outcome.TOO_LARGE), now);
    if (running.isEmpty()) {
      return late("refuse", job, now, actions);
    }
    return check(refuses("refuse", running.get(), Outcome.TOO_LARGE, now), actions);
  }

  public List<Deed> failed(Job job, long now) {
    Optional<ExpectedJob> running = in(JobState.RUNNING, job);
    List<Action> actions = core.failed(job, now);
    if (running.isEmpty()) {
      return late("failed", job, now, actions);
    }
    ExpectedJob expected = running.get();
    losses.connected(expected);
    if (!expected.brokenOff) {
      blame.failed(expected);
    }
    return check(lostItsVolunteer("failed", expected, now), actions);
  }

  public List<Deed> withdrawn(Job job, long now) {
    Optional<ExpectedJob> running = in(JobState.RUNNING, job);
    List<Action> actions = core.withdrawn(job, now);
    if (running.isEmpty()) {
      return late("withdrawn", job, now, actions);
    }
    ExpectedJob expected = running.get();
    return check(
        expected.brokenOff
            ? lostItsVolunteer("withdrawn", expected, now)
            : wentOn("withdrawn", expected, now),
        actions);
  }

  public List<Deed> unreachable(Job job, long now) {
    Optional<ExpectedJob> running = in(JobState.RUNNING, job);
    List<Action> actions = core.unreachable(job, now);
    if (running.isEmpty()) {
      return late("unreachable", job, now, actions);
    }
    if (!running.get().brokenOff) {
      blame.unreachable(running.get().volunteer, now);
    }
    return check(notTried("unreachable", running.get(), now), actions);
  }

  public List<Deed> notTried(Job job, long now) {
    Optional<ExpectedJob> running = in(JobState.RUNNING, job);
    List<Action> actions = core.notTried(job, now);
    if (running.isEmpty()) {
      return late("notTried", job, now, actions);
    }
    return check(notTried("notTried", running.get(), now), actions);
  }

  private Event notTried(String what, ExpectedJob expected, long now) {
    expected.attempts--;
    if (now - expected.waitsSinceNanos > limits.longestWait().toNanos()) {
      expectedJobs.leaveSlot(expected);
      expectEnd(expected, Outcome.WAITED_TOO_LONG);
      return new Event(what, now, Effect.ENDS, expected);
    }
    expectedJobs.requeue(expected);
    return new Event(what, now, Effect.WAITS, expected);
  }

  public List<Deed> deserted(String volunteer, long askedAt, long now) {
    blame.unreachable(volunteer, now);
    List<Action> actions = core.deserted(volunteer, askedAt, now);
    checkBreakOffs(Set.of(volunteer), askedAt, actions);
    return check(new Event("deserted " + volunteer, now), actions);
  }

  public List<Deed> answered(CanaryQuestion question, CanaryAnswer answer, long now) {
    blame.answered(question, answer, core.snapshot(now).volunteers(), now);
    losses.answered(question, answer);
    List<Action> actions = core.answered(question, answer, now);
    return check(new Event("canary " + answer, now), actions);
  }

  public List<Deed> answered(Job job, long now) {
    Optional<ExpectedJob> answering = in(JobState.ANSWERING, job);
    List<Action> actions = core.answered(job, now);
    if (answering.isEmpty()) {
      return late("answered", job, now, actions);
    }
    expectEnd(answering.get(), answering.get().answeredAs);
    return check(new Event("answered", now, Effect.ENDS, answering.get()), actions);
  }

  public List<Deed> lost(Job job, Outcome outcome, long now) {
    Optional<ExpectedJob> living = expectedJobs.of(job);
    List<Action> actions = core.lost(job, outcome, now);
    if (living.isEmpty()) {
      return late("lost", job, now, actions);
    }
    ExpectedJob expected = living.get();
    if (expected.state == JobState.RUNNING) {
      expectedJobs.leaveSlot(expected);
    }
    expectEnd(expected, outcome);
    return check(new Event("lost", now, Effect.ENDS, expected), actions);
  }

  public List<Deed> update(Collection<Volunteer> volunteers, long now) {
    Set<String> gone = new HashSet<>(present);
    present.clear();
    Map<String, Optional<Toolchain>> available = new HashMap<>();
    Set<String> staying = new HashSet<>();
    for (Volunteer volunteer : volunteers) {
      present.add(volunteer.name());
      if (volunteer.availability() == Availability.READY) {
        available.put(volunteer.name(), volunteer.toolchain());
      }
      if (volunteer.availability() != Availability.DRAINING) {
        staying.add(volunteer.name());
      }
    }
    knowledge.update(volunteers, now);
    blame.update(available, staying, losses.update(volunteers));
    gone.removeAll(present);
    lookAtLosses(now);
    List<Action> actions = core.update(volunteers, now);
    checkBreakOffs(gone, now, actions);
    return check(new Event("update", now), actions);
  }

  public List<Deed> tick(long now) {
    lookAtLosses(now);
    return check(new Event("tick", now), core.tick(now));
  }

  private void lookAtLosses(long now) {
    Map<ExpectedJob, Integer> kills = new HashMap<>();
    expectedJobs.living().forEach(job -> kills.put(job, job.kills));
    losses.look(now);
    kills.forEach((job, before) -> {
      if (job.kills > before) {
        job.job.kind.ifPresent(remembered::killed);
      }
    });
  }

  public boolean isAnswering(Job job) {
    return core.isAnswering(job);
  }

  public List<Volunteer> busyVolunteers() {
    return core.busyVolunteers();
  }

  /** Whether the core holds no living job. */
  public boolean isIdle() {
    return expectedJobs.living().isEmpty();
  }

  /** Jobs that have arrived. */
  public long submitted() {
    return submitted;
  }

  /**
   * Checks what must be left when all work is done, all volunteers are well and time has passed.
   *
   * @param mayFail whether this volunteer may have none of the compilers that ran in the farm
   */
  public void checkEmpty(long now, Predicate<String> mayFail) {
    LoadSnapshot load = core.snapshot(now);
    Invariant.check(load.queued() == 0 && load.running() == 0, "nothing waits or runs", load);
    Invariant.check(load.tenants().isEmpty(), "tenants without jobs are forgotten", load.tenants());
    Invariant.check(load.bounds().isEmpty(), "nobody is at work", load.bounds());
    for (VolunteerLoad volunteer : load.volunteers()) {
      Invariant.check(
          volunteer.busy() == 0
              && (volunteer.state() == VolunteerState.READY || mayFail.test(volunteer.name())),
          "all slots are free",
          volunteer);
    }
    Invariant.check(
        core.jobs(Long.MAX_VALUE, Integer.MAX_VALUE).stream()
            .allMatch(job -> job.state() == JobState.ENDED),
        "all have ended");
  }

  /** Jobs of the same tenant for which time had run out. */
  private static List<JobRecord> wentBeforeTheLimits(Job arrival, List<Action> actions) {
    return actions.stream()
        .filter(Action.TellEnded.class::isInstance)
        .map(action -> ((Action.TellEnded) action).job())
        .filter(job -> job.tenant().equals(arrival.tenant) && job.id() != arrival.id)
        .filter(job ->
            EnumSet.of(Outcome.WAITED_TOO_LONG, Outcome.POISON, Outcome.VOLUNTEERS_FAILED)
                .contains(job.outcome().orElseThrow()))
        .toList();
  }

  private static Stream<Job> started(String tenant, List<Action> actions) {
    return actions.stream()
        .takeWhile(action -> !(action instanceof Action.TellEnded told && isLimit(told.job())))
        .filter(Action.Start.class::isInstance)
        .map(action -> ((Action.Start) action).job())
        .filter(job -> job.tenant.equals(tenant));
  }

  private static boolean isLimit(JobRecord ended) {
    return EnumSet.of(Outcome.TENANT_QUEUE_FULL, Outcome.QUEUE_FULL)
        .contains(ended.outcome().orElseThrow());
  }

  private static boolean isStarted(Job job, List<Action> actions) {
    return actions.stream()
        .anyMatch(action -> action instanceof Action.Start start && start.job() == job);
  }

  private Optional<ExpectedJob> in(JobState state, Job job) {
    return expectedJobs.of(job).filter(expected -> expected.state == state);
  }

  private Event answers(String what, ExpectedJob expected, long now) {
    expected.answeredAs =
        what.endsWith(Verdict.NOT_DISTRIBUTABLE.name()) ? Outcome.NOT_DISTRIBUTABLE : Outcome.DONE;
    expectedJobs.leaveSlot(expected);
    expected.state = JobState.ANSWERING;
    return new Event(what, now, Effect.ANSWERS, expected);
  }

  private Event wentOn(String what, ExpectedJob expected, long now) {
    if (blame.isGivenUp(expected)) {
      expectedJobs.leaveSlot(expected);
      expectEnd(expected, Outcome.VOLUNTEERS_FAILED);
      return new Event(what, now, Effect.ENDS, expected);
    }
    expected.waitsSinceNanos = now;
    expected.putBackAtNanos = now;
    expectedJobs.requeue(expected);
    return new Event(what, now, Effect.WAITS, expected);
  }

  /** Another one is there, or the one that is blamed is not any more; asked before the event. */
  private boolean isWorthAnother(ExpectedJob expected, long now) {
    Set<String> ready =
        core.snapshot(now).volunteers().stream()
            .filter(volunteer -> volunteer.state() == VolunteerState.READY)
            .filter(volunteer ->
                volunteer.name().equals(expected.volunteer)
                    || expected.mayRunAt(volunteer.toolchain()))
            .map(VolunteerLoad::name)
            .collect(Collectors.toSet());
    boolean isReady = ready.remove(expected.volunteer);
    ready.removeAll(expected.faults.keySet());
    return expected.attempts < limits.attempts() && (!isReady || !ready.isEmpty());
  }

  private static void expectEnd(ExpectedJob expected, Outcome outcome) {
    Invariant.check(
        expected.job.state == JobState.ENDED && expected.job.outcome.equals(Optional.of(outcome)),
        "a job ends as it must",
        outcome,
        expected,
        expected.job.state,
        expected.job.outcome);
  }

  private List<Deed> late(String what, Job job, long now, List<Action> actions) {
    Invariant.check(actions.isEmpty(), "what comes too late changes nothing", what, actions);
    Invariant.check(
        expectedJobs.of(job).isPresent() || job.state == JobState.ENDED,
        "an ended job stays ended",
        what,
        job.state);
    return check(new Event("late " + what, now), actions);
  }

  private void checkBreakOffs(Set<String> gone, long startedBy, List<Action> actions) {
    Set<Job> toBreakOff = new HashSet<>();
    for (ExpectedJob expected : expectedJobs.living()) {
      boolean runsThere = expected.state == JobState.RUNNING && gone.contains(expected.volunteer);
      if (runsThere && expected.startedAtNanos - startedBy <= 0) {
        toBreakOff.add(expected.job);
      }
    }
    List<Job> brokenOff = new ArrayList<>();
    for (Action action : actions) {
      if (action instanceof Action.BreakOff breakOff) {
        Invariant.check(
            expectedJobs.of(breakOff.job()).orElseThrow().starts == breakOff.number(),
            "the newest start is broken off");
        expectedJobs.of(breakOff.job()).orElseThrow().brokenOff = true;
        brokenOff.add(breakOff.job());
      }
    }
    Invariant.check(
        brokenOff.size() == toBreakOff.size() && toBreakOff.containsAll(brokenOff),
        "all that runs where nobody is any more is broken off, and nothing else",
        gone);
  }

  private List<Deed> check(Event event, List<Action> actions) {
    LoadSnapshot load = core.snapshot(event.now);
    startedNow = new LinkedHashSet<>();
    for (Action action : actions) {
      book(action, event, load.volunteers());
    }
    event.subject.ifPresent(subject -> checkEffect(event.effect, subject));
    setAside.eventEnds(load.volunteers(), event.now);
    checkJobs(event.now);
    checkLoad(load);
    if (!event.what.startsWith("late") && !event.what.equals("answered")) {
      placement.nothingToPlace(load.volunteers());
    }
    placement.eventEnds(event.now);
    blame.check(load.volunteers(), event.now);
    losses.check();
    alone.check(load.volunteers());
    return Action.inOrder(actions).stream().map(CheckedCore::deed).toList();
  }

  private void book(Action action, Event event, List<VolunteerLoad> volunteers) {
    switch (action) {
      case Action.Start start -> bookStart(start, event, volunteers);
      case Action.Feed feed -> bookFeed(feed, event);
      case Action.TellEnded told -> bookEnd(told.job(), event);
      case Action.SendHome home ->
          Invariant.check(
              home.job().outcome.equals(Optional.of(home.refusal().outcome()))
                  && SENT_HOME.contains(home.refusal().outcome())
                  && expectedJobs.of(home.job()).isEmpty(),
              "who is sent home was told to have ended",
              home.refusal().outcome());
      case Action.Ask ask -> {
        blame.asks(ask.question(), event.now);
        losses.asks(ask.question());
      }
      case Action.Reserve reserve -> alone.reserves(reserve, volunteers, event.now);
      case Action.BreakOff breakOff ->
          Invariant.check(
              in(JobState.RUNNING, breakOff.job()).isPresent(), "what runs can be broken off");
    }
  }

  private void bookStart(Action.Start start, Event event, List<VolunteerLoad> volunteers) {
    ExpectedJob expected = expectedJobs.of(start.job()).orElseThrow();
    Invariant.check(
        event.now - expected.waitsSinceNanos <= limits.longestWait().toNanos() + tickMaxNanos,
        "no job waits longer than it may",
        expected);
    blame.heedSecondTry(expected, volunteers);
    placement.starts(expected, start.volunteer().name(), volunteers, event.now);
    expectedJobs.start(expected, start.volunteer().name(), event.now);
    expected.startedAlone = expected.needsAlone();
    losses.starts(expected);
    startedNow.add(expected);
    Invariant.check(expected.starts == start.number(), "starts are numbered", expected);
    Invariant.check(
        expected.attempts <= limits.attempts(), "so many attempts and no more", expected);
  }

  private void bookFeed(Action.Feed feed, Event event) {
    ExpectedJob expected = expectedJobs.of(feed.job()).orElseThrow();
    Invariant.check(
        expected.state == JobState.QUEUED || expected.state == JobState.RUNNING,
        "only who is held is fed",
        expected);
    expected.fed++;
    Invariant.check(
        feed.bytes() == expected.fed && expected.fed <= ReplyPrefix.LENGTH,
        "one byte more of the prefix",
        feed.bytes(),
        expected);
    Invariant.check(
        event.now - expected.silentSinceNanos > limits.feedAfter().toNanos(),
        "only who has seen nothing for long is fed",
        expected);
    expected.silentSinceNanos = event.now;
  }

  private void bookEnd(JobRecord told, Event event) {
    ExpectedJob expected =
        expectedJobs.living().stream().filter(a -> a.job.id == told.id()).findAny().orElseThrow();
    boolean isSubject = event.subject.filter(expected::equals).isPresent();
    if (!isSubject || event.effect == Effect.WAITS) {
      Invariant.check(
          expected.state == JobState.QUEUED, "who is not at work stays", event, expected);
      checkSentHomeFromQueue(expected, told.outcome().orElseThrow(), event);
    }
    Invariant.check(told.equals(expected.job.record()), "the record is the last one", told);
    Invariant.check(!expected.toldEnded, "no job ends twice", told);
    expected.toldEnded = true;
    expectedJobs.end(expected);
  }

  private void checkSentHomeFromQueue(ExpectedJob expected, Outcome outcome, Event event) {
    switch (outcome) {
      case QUEUE_FULL -> {
        Invariant.check(
            event.what.equals("submit")
                && expectedJobs.count(JobState.QUEUED) > limits.queuedJobs(),
            "only an arrival at a full queue sends home");
        double excess = excess(expected);
        for (ExpectedJob other : expectedJobs.living()) {
          if (other.state == JobState.QUEUED && other.wasPutBack() == expected.wasPutBack()) {
            boolean sameTenant = other.tenant().equals(expected.tenant());
            Invariant.check(
                sameTenant ? other.place <= expected.place : excess(other) <= excess,
                "the newest job of the tenant that holds most for its weight is sent home",
                expected,
                other);
          }
          Invariant.check(
              other.state != JobState.QUEUED || other.wasPutBack() || !expected.wasPutBack(),
              "who was let in once is not sent home while another one waits",
              expected,
              other);
        }
      }
      case WAITED_TOO_LONG -> {
        boolean waited = event.now - expected.waitsSinceNanos > limits.longestWait().toNanos();
        boolean unfeedable =
            expected.fed == ReplyPrefix.LENGTH
                && event.now - expected.silentSinceNanos > limits.feedAfter().toNanos();
        Invariant.check(waited || unfeedable, "who may wait longer is not sent home", expected);
      }
      case VOLUNTEERS_FAILED ->
          Invariant.check(
              blame.isGivenUp(expected)
                  || (event.what.equals("tick") && setAside.maySendHome(expected, event.now)),
              "who has attempts left is given up only where all have failed for long",
              expected);
      case POISON ->
          Invariant.check(
              blame.isToBlame(expected, core.snapshot(event.now).volunteers()),
              "who may not be to blame is not sent home",
              expected);
      case OUT_OF_MEMORY ->
          Invariant.check(
              expected.provenKills > 1, "who was killed once is not sent home", expected);
      case UNKNOWN_COMPILER, NOT_DISTRIBUTABLE ->
          Invariant.check(
              knowledge.haveLackedForLong(expected.job.needs, event.now),
              "no job is refused that a volunteer that stays could do",
              expected);
      default -> throw new AssertionError("no reason to send a waiting job home: " + outcome);
    }
  }

  private double excess(ExpectedJob expected) {
    int held =
        expectedJobs.count(JobState.QUEUED, expected.tenant())
            + expectedJobs.count(JobState.RUNNING, expected.tenant());
    return held / (double) expected.share.weight();
  }

  private void checkEffect(Effect effect, ExpectedJob subject) {
    boolean asItMust =
        switch (effect) {
          case NOTHING -> true;
          case WAITS ->
              subject.state == JobState.QUEUED || startedNow.contains(subject) || subject.toldEnded;
          case ANSWERS -> subject.state == JobState.ANSWERING;
          case ENDS -> subject.toldEnded;
        };
    Invariant.check(asItMust, "the event does what it must", effect, subject);
  }

  private void checkJobs(long now) {
    for (ExpectedJob expected : expectedJobs.living()) {
      Invariant.check(
          expected.job.state == expected.state
              && expected.job.tries.attempts() == expected.attempts,
          "core and books agree on each job",
          expected,
          expected.job.state,
          expected.job.tries.attempts());
      Invariant.check(
          expected.state != JobState.QUEUED
              || now - expected.waitsSinceNanos <= limits.longestWait().toNanos() + tickMaxNanos,
          "no job waits longer than it may",
          expected);
      if (expected.state != JobState.QUEUED) {
        expected.queuedSinceNanos = now;
      }
      Invariant.check(
          now - expected.queuedSinceNanos <= tickMaxNanos
              || !knowledge.lackForTooLong(expected.job.needs, tickMaxNanos, now),
          "no job waits for what nobody can do",
          expected);
      Invariant.check(
          now - expected.queuedSinceNanos <= tickMaxNanos
              || !setAside.mustHaveSentHome(expected, tickMaxNanos, now),
          "no job waits for volunteers that have all failed for long",
          expected);
    }
  }

  private void checkLoad(LoadSnapshot load) {
    int queued = expectedJobs.count(JobState.QUEUED);
    int running = expectedJobs.count(JobState.RUNNING);
    Invariant.check(load.queued() == queued, "core and books count the same queue", queued, load);
    Invariant.check(load.running() == running, "core and books count the same runs", running, load);
    long ended = load.ended().values().stream().mapToLong(Long::longValue).sum();
    Invariant.check(
        ended == expectedJobs.ended()
            && load.accepted() == submitted
            && submitted == ended + expectedJobs.living().size(),
        "each job lives or has ended once",
        submitted,
        ended,
        expectedJobs.living().size());
    Invariant.check(
        queued + running <= limits.queuedJobs() + expectedJobs.busyAtMost(),
        "the queue is bounded, replays included",
        queued,
        running);
    for (VolunteerLoad volunteer : load.volunteers()) {
      Invariant.check(
          volunteer.busy() == expectedJobs.busy(volunteer.name()),
          "busy slots are the jobs that run there",
          volunteer,
          expectedJobs.busy(volunteer.name()));
    }
    Set<String> atWork = new HashSet<>(sending.keySet());
    load.tenants().forEach(tenant -> atWork.add(tenant.tenant()));
    Invariant.check(
        load.bounds().keySet().equals(atWork),
        "at work is who has a connection that sends, or a job that waits or runs",
        load.bounds(),
        atWork);
    for (TenantLoad tenant : load.tenants()) {
      Invariant.check(
          tenant.running() == expectedJobs.count(JobState.RUNNING, tenant.tenant())
              && tenant.queued() == expectedJobs.count(JobState.QUEUED, tenant.tenant())
              && tenant.running() + tenant.queued() > 0,
          "core and books agree on each tenant",
          tenant);
    }
  }

  private static Deed deed(Action action) {
    String what =
        switch (action) {
          case Action.Start start -> "start %d at %s".formatted(start.job().id, name(start));
          case Action.BreakOff breakOff -> "break off " + breakOff.job().id;
          case Action.Feed feed -> "feed %d up to %d".formatted(feed.job().id, feed.bytes());
          case Action.SendHome home ->
              "send home %d: %s".formatted(home.job().id, home.refusal().outcome());
          case Action.Reserve reserve ->
              (reserve.reserved() ? "reserve " : "give back ") + reserve.volunteer();
          case Action.Ask ask ->
              "ask %s %s".formatted(ask.question().volunteer().name(), ask.question().compilers());
          case Action.TellEnded told ->
              "ended %d: %s".formatted(told.job().id(), told.job().outcome().orElseThrow());
        };
    return new Deed(what, action::perform);
  }

  private static String name(Action.Start start) {
    return start.volunteer().name();
  }

  private record Event(String what, long now, Effect effect, Optional<ExpectedJob> subject) {
    Event(String what, long now, Effect effect, ExpectedJob subject) {
      this(what, now, effect, Optional.of(subject));
    }

    Event(String what, long now) {
      this(what, now, Effect.NOTHING, Optional.empty());
    }
  }
}
