package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.protocol.ReplyPrefix;
import dev.compilefarm.dispatcher.protocol.WaitStatus;
import dev.compilefarm.dispatcher.queue.TenantLoad;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
          Outcome.QUEUE_FULL,
          Outcome.TENANT_QUEUE_FULL,
          Outcome.WAITED_TOO_LONG);
  private static final int POISON_VOLUNTEERS = 2;

  private final QueueLimits limits;
  private final long tickMaxNanos;
  private final DispatchCore core;
  private final ExpectedJobs expectedJobs;
  private final PlacementOracle placement;
  private final SetAsideOracle aside = new SetAsideOracle();
  private final Set<String> present = new HashSet<>();
  private final Set<String> leaving = new HashSet<>();
  private final Set<String> compilersThatRan = new HashSet<>();
  private long submitted;
  private Set<ExpectedJob> startedNow = new LinkedHashSet<>();

  /** One of the core's actions, to be performed by the world when it comes to it. */
  public record Deed(String what, Consumer<JobObserver> action) {}

  /** What an event must have done to its job. */
  private enum Verdict {
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
    this.placement = new PlacementOracle(expectedJobs);
  }

  public List<Deed> submit(Job job, long heardAt, long now) {
    int waiting = expectedJobs.count(JobState.QUEUED, job.tenant);
    int queuedAtMost = Math.max(limits.queuedJobs(), expectedJobs.count(JobState.QUEUED));
    List<Action> actions = core.submit(job, heardAt, now);
    long waitingNow = waiting + 1 - started(job.tenant, actions).count();
    long bytesNow =
        expectedJobs.queuedBytes(job.tenant)
            + job.requestBytes
            - started(job.tenant, actions).mapToLong(started -> started.requestBytes).sum();
    TenantShare share = expectedJobs.share(job.tenant);
    boolean tenantIsFull =
        !isStarted(job, actions)
            && (waitingNow > share.queuedMax()
                || (waitingNow > 1 && bytesNow > share.queuedBytesMax()));
    ExpectedJob expected = expectedJobs.open(job, heardAt, now);
    submitted++;
    if (tenantIsFull) {
      expectEnd(expected, Outcome.TENANT_QUEUE_FULL);
    }
    Event event = new Event("submit", now, tenantIsFull ? Verdict.ENDS : Verdict.WAITS, expected);
    List<Deed> deeds = check(event, actions);
    Invariant.check(
        expectedJobs.count(JobState.QUEUED) <= queuedAtMost,
        "an arrival makes no queue longer than it may be",
        queuedAtMost);
    return deeds;
  }

  public List<Deed> served(Job job, WaitStatus status, long replyBytes, long now) {
    Optional<ExpectedJob> running = in(JobState.RUNNING, job);
    List<Action> actions = core.served(job, status, replyBytes, now);
    if (running.isEmpty()) {
      return late("served", job, now, actions);
    }
    ExpectedJob expected = running.get();
    aside.answered(expected.volunteer);
    boolean blamed = blamesVolunteer(status.raw());
    if (blamed) {
      expected.failures.add(expected.volunteer);
    }
    if (blamed && mayBeReplayed(expected) && isWorthAnother(expected, now)) {
      replay(expected, now);
      return check(new Event("served " + status.raw(), now, Verdict.WAITS, expected), actions);
    }
    if (!blamed) {
      compilersThatRan.add(job.compiler);
    }
    expectedJobs.leaveSlot(expected);
    expected.state = JobState.ANSWERING;
    return check(new Event("served " + status.raw(), now, Verdict.ANSWERS, expected), actions);
  }

  public List<Deed> brokeOff(Job job, long now) {
    Optional<ExpectedJob> running = in(JobState.RUNNING, job);
    List<Action> actions = core.brokeOff(job, now);
    if (running.isEmpty()) {
      return late("brokeOff", job, now, actions);
    }
    return check(failed("brokeOff", running.get(), now), actions);
  }

  public List<Deed> hungUp(Job job, long now) {
    Optional<ExpectedJob> running = in(JobState.RUNNING, job);
    List<Action> actions = core.hungUp(job, now);
    if (running.isEmpty()) {
      return late("hungUp", job, now, actions);
    }
    ExpectedJob expected = running.get();
    expected.hungUpBy.add(expected.volunteer);
    if (compilersThatRan.contains(job.compiler)) {
      aside.hungUp(expected.volunteer, job, now);
    }
    if (expected.hungUpBy.size() >= POISON_VOLUNTEERS) {
      aside.poisoned(job);
      expectedJobs.leaveSlot(expected);
      expectEnd(expected, Outcome.POISON);
      return check(new Event("hungUp", now, Verdict.ENDS, expected), actions);
    }
    return check(failed("hungUp", expected, now), actions);
  }

  public List<Deed> unreachable(Job job, long now) {
    Optional<ExpectedJob> running = in(JobState.RUNNING, job);
    List<Action> actions = core.unreachable(job, now);
    if (running.isEmpty()) {
      return late("unreachable", job, now, actions);
    }
    ExpectedJob expected = running.get();
    aside.unreachable(expected.volunteer, now);
    expected.attempts--;
    if (now - expected.waitsSinceNanos > limits.longestWait().toNanos()) {
      expectedJobs.leaveSlot(expected);
      expectEnd(expected, Outcome.WAITED_TOO_LONG);
      return check(new Event("unreachable", now, Verdict.ENDS, expected), actions);
    }
    expectedJobs.requeue(expected);
    return check(new Event("unreachable", now, Verdict.WAITS, expected), actions);
  }

  public List<Deed> deserted(String volunteer, long askedAt, long now) {
    aside.unreachable(volunteer, now);
    List<Action> actions = core.deserted(volunteer, askedAt, now);
    checkBreakOffs(Set.of(volunteer), askedAt, actions);
    return check(new Event("deserted " + volunteer, now), actions);
  }

  public List<Deed> answered(Job job, long now) {
    Optional<ExpectedJob> answering = in(JobState.ANSWERING, job);
    List<Action> actions = core.answered(job, now);
    if (answering.isEmpty()) {
      return late("answered", job, now, actions);
    }
    expectEnd(answering.get(), Outcome.DONE);
    return check(new Event("answered", now, Verdict.ENDS, answering.get()), actions);
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
    return check(new Event("lost", now, Verdict.ENDS, expected), actions);
  }

  public List<Deed> update(Collection<Volunteer> volunteers, long now) {
    Set<String> gone = new HashSet<>(present);
    present.clear();
    leaving.clear();
    for (Volunteer volunteer : volunteers) {
      present.add(volunteer.name());
      if (volunteer.availability() == Availability.DRAINING) {
        leaving.add(volunteer.name());
      }
    }
    gone.removeAll(present);
    List<Action> actions = core.update(volunteers, now);
    checkBreakOffs(gone, now, actions);
    return check(new Event("update", now), actions);
  }

  public List<Deed> tick(long now) {
    return check(new Event("tick", now), core.tick(now));
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
   */
  public void checkEmpty(long now) {
    LoadSnapshot load = core.snapshot(now);
    Invariant.check(load.queued() == 0 && load.running() == 0, "nothing waits or runs", load);
    Invariant.check(load.tenants().isEmpty(), "tenants without jobs are forgotten", load.tenants());
    for (VolunteerLoad volunteer : load.volunteers()) {
      Invariant.check(
          volunteer.busy() == 0 && volunteer.state() == VolunteerState.READY,
          "all slots are free",
          volunteer);
    }
    Invariant.check(
        core.jobs(Long.MAX_VALUE, Integer.MAX_VALUE).stream()
            .allMatch(job -> job.state() == JobState.ENDED),
        "all have ended");
  }

  private static Stream<Job> started(String tenant, List<Action> actions) {
    return actions.stream()
        .filter(Action.Start.class::isInstance)
        .map(action -> ((Action.Start) action).job())
        .filter(job -> job.tenant.equals(tenant));
  }

  private static boolean isStarted(Job job, List<Action> actions) {
    return actions.stream()
        .anyMatch(action -> action instanceof Action.Start start && start.job() == job);
  }

  private Optional<ExpectedJob> in(JobState state, Job job) {
    return expectedJobs.of(job).filter(expected -> expected.state == state);
  }

  private Event failed(String what, ExpectedJob expected, long now) {
    expected.failures.add(expected.volunteer);
    if (!mayBeReplayed(expected)) {
      expectedJobs.leaveSlot(expected);
      expectEnd(expected, Outcome.VOLUNTEERS_FAILED);
      return new Event(what, now, Verdict.ENDS, expected);
    }
    replay(expected, now);
    return new Event(what, now, Verdict.WAITS, expected);
  }

  private void replay(ExpectedJob expected, long now) {
    expected.waitsSinceNanos = now;
    expectedJobs.requeue(expected);
  }

  /** Only who is there, and not about to leave, bears witness against a job. */
  private boolean mayBeReplayed(ExpectedJob expected) {
    int witnesses = 0;
    for (String volunteer : expected.failures) {
      witnesses += present.contains(volunteer) && !leaving.contains(volunteer) ? 1 : 0;
    }
    return witnesses < limits.failures() && expected.attempts < limits.attempts();
  }

  /** Another one is there, or the one that is blamed is not any more. */
  private boolean isWorthAnother(ExpectedJob expected, long now) {
    Set<String> ready =
        core.snapshot(now).volunteers().stream()
            .filter(volunteer -> volunteer.state() == VolunteerState.READY)
            .map(VolunteerLoad::name)
            .collect(Collectors.toSet());
    return !ready.contains(expected.volunteer) || !expected.failures.containsAll(ready);
  }

  /** The statuses that issue 4 names, told apart without the code under test. */
  private static boolean blamesVolunteer(int rawStatus) {
    boolean signalled = rawStatus % 128 != 0;
    return signalled || Set.of(107 * 256, 110 * 256, 118 * 256).contains(rawStatus);
  }

  private static void expectEnd(ExpectedJob expected, Outcome outcome) {
    Invariant.check(
        expected.job.state == JobState.ENDED && expected.job.outcome == outcome,
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
    event.subject.ifPresent(subject -> checkVerdict(event.verdict, subject));
    checkJobs(event.now);
    checkLoad(load);
    if (!event.what.startsWith("late") && !event.what.equals("answered")) {
      placement.nothingToPlace(load.volunteers());
    }
    placement.eventEnds(event.now);
    aside.check(load.volunteers(), event.now);
    return Action.inOrder(actions).stream().map(CheckedCore::deed).toList();
  }

  private void book(Action action, Event event, List<VolunteerLoad> volunteers) {
    switch (action) {
      case Action.Start start -> bookStart(start, event, volunteers);
      case Action.Feed feed -> bookFeed(feed, event);
      case Action.TellEnded told -> bookEnd(told.job(), event);
      case Action.SendHome home ->
          Invariant.check(
              home.outcome() == home.job().outcome
                  && SENT_HOME.contains(home.outcome())
                  && expectedJobs.of(home.job()).isEmpty(),
              "who is sent home was told to have ended",
              home.outcome());
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
    placement.starts(expected, start.volunteer().name(), volunteers, event.now);
    expectedJobs.start(expected, start.volunteer().name(), event.now);
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
    if (!isSubject) {
      Invariant.check(
          expected.state == JobState.QUEUED, "who is not at work stays", event, expected);
      checkSentHomeFromQueue(expected, told.outcome(), event);
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
      default -> throw new AssertionError("no reason to send a waiting job home: " + outcome);
    }
  }

  private double excess(ExpectedJob expected) {
    int held =
        expectedJobs.count(JobState.QUEUED, expected.tenant())
            + expectedJobs.count(JobState.RUNNING, expected.tenant());
    return held / (double) expected.share.weight();
  }

  private void checkVerdict(Verdict verdict, ExpectedJob subject) {
    boolean asItMust =
        switch (verdict) {
          case NOTHING -> true;
          case WAITS ->
              subject.state == JobState.QUEUED
                  || startedNow.contains(subject)
                  || subject.job.outcome == Outcome.QUEUE_FULL;
          case ANSWERS -> subject.state == JobState.ANSWERING;
          case ENDS -> subject.toldEnded;
        };
    Invariant.check(asItMust, "the event does what it must", verdict, subject);
  }

  private void checkJobs(long now) {
    for (ExpectedJob expected : expectedJobs.living()) {
      Invariant.check(
          expected.job.state == expected.state && expected.job.attempts == expected.attempts,
          "core and books agree on each job",
          expected,
          expected.job.state,
          expected.job.attempts);
      Invariant.check(
          expected.state != JobState.QUEUED
              || now - expected.waitsSinceNanos <= limits.longestWait().toNanos() + tickMaxNanos,
          "no job waits longer than it may",
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
          case Action.SendHome home -> "send home %d: %s".formatted(home.job().id, home.outcome());
          case Action.TellEnded told ->
              "ended %d: %s".formatted(told.job().id(), told.job().outcome());
        };
    return new Deed(what, action::perform);
  }

  private static String name(Action.Start start) {
    return start.volunteer().name();
  }

  private record Event(String what, long now, Verdict verdict, Optional<ExpectedJob> subject) {
    Event(String what, long now, Verdict verdict, ExpectedJob subject) {
      this(what, now, verdict, Optional.of(subject));
    }

    Event(String what, long now) {
      this(what, now, Verdict.NOTHING, Optional.empty());
    }
  }
}
