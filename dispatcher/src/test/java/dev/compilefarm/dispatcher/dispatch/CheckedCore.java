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
  private final Accounts accounts;
  private final PlacementOracle placement;
  private final AsideOracle aside = new AsideOracle();
  private final Set<String> present = new HashSet<>();
  private final Set<String> leaving = new HashSet<>();
  private final Set<String> compilersThatRan = new HashSet<>();
  private long submitted;
  private Set<JobAccount> startedNow = new LinkedHashSet<>();

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
    this.accounts = new Accounts(shares);
    this.placement = new PlacementOracle(accounts);
  }

  public List<Deed> submit(Job job, long heardAt, long now) {
    int waiting = accounts.count(JobState.QUEUED, job.tenant);
    int queuedAtMost = Math.max(limits.queuedJobs(), accounts.count(JobState.QUEUED));
    List<Action> actions = core.submit(job, heardAt, now);
    long waitingNow = waiting + 1 - started(job.tenant, actions).count();
    long bytesNow =
        accounts.queuedBytes(job.tenant)
            + job.requestBytes
            - started(job.tenant, actions).mapToLong(started -> started.requestBytes).sum();
    TenantShare share = accounts.share(job.tenant);
    boolean tenantIsFull =
        !isStarted(job, actions)
            && (waitingNow > share.queuedMax()
                || (waitingNow > 1 && bytesNow > share.queuedBytesMax()));
    JobAccount account = accounts.open(job, heardAt, now);
    submitted++;
    if (tenantIsFull) {
      expectEnd(account, Outcome.TENANT_QUEUE_FULL);
    }
    Event event = new Event("submit", now, tenantIsFull ? Verdict.ENDS : Verdict.WAITS, account);
    List<Deed> deeds = check(event, actions);
    Promise.that(
        accounts.count(JobState.QUEUED) <= queuedAtMost,
        "an arrival makes no queue longer than it may be",
        queuedAtMost);
    return deeds;
  }

  public List<Deed> served(Job job, WaitStatus status, long replyBytes, long now) {
    Optional<JobAccount> running = in(JobState.RUNNING, job);
    List<Action> actions = core.served(job, status, replyBytes, now);
    if (running.isEmpty()) {
      return late("served", job, now, actions);
    }
    JobAccount account = running.get();
    aside.answered(account.volunteer);
    boolean blamed = blamesVolunteer(status.raw());
    if (blamed) {
      account.failures.add(account.volunteer);
    }
    if (blamed && mayBeReplayed(account) && isWorthAnother(account, now)) {
      replay(account, now);
      return check(new Event("served " + status.raw(), now, Verdict.WAITS, account), actions);
    }
    if (!blamed) {
      compilersThatRan.add(job.compiler);
    }
    accounts.leaveSlot(account);
    account.state = JobState.ANSWERING;
    return check(new Event("served " + status.raw(), now, Verdict.ANSWERS, account), actions);
  }

  public List<Deed> brokeOff(Job job, long now) {
    Optional<JobAccount> running = in(JobState.RUNNING, job);
    List<Action> actions = core.brokeOff(job, now);
    if (running.isEmpty()) {
      return late("brokeOff", job, now, actions);
    }
    return check(failed("brokeOff", running.get(), now), actions);
  }

  public List<Deed> hungUp(Job job, long now) {
    Optional<JobAccount> running = in(JobState.RUNNING, job);
    List<Action> actions = core.hungUp(job, now);
    if (running.isEmpty()) {
      return late("hungUp", job, now, actions);
    }
    JobAccount account = running.get();
    account.hungUpBy.add(account.volunteer);
    if (compilersThatRan.contains(job.compiler)) {
      aside.hungUp(account.volunteer, job, now);
    }
    if (account.hungUpBy.size() >= POISON_VOLUNTEERS) {
      aside.poisoned(job);
      accounts.leaveSlot(account);
      expectEnd(account, Outcome.POISON);
      return check(new Event("hungUp", now, Verdict.ENDS, account), actions);
    }
    return check(failed("hungUp", account, now), actions);
  }

  public List<Deed> unreachable(Job job, long now) {
    Optional<JobAccount> running = in(JobState.RUNNING, job);
    List<Action> actions = core.unreachable(job, now);
    if (running.isEmpty()) {
      return late("unreachable", job, now, actions);
    }
    JobAccount account = running.get();
    aside.unreachable(account.volunteer, now);
    account.attempts--;
    if (now - account.waitsSinceNanos > limits.longestWait().toNanos()) {
      accounts.leaveSlot(account);
      expectEnd(account, Outcome.WAITED_TOO_LONG);
      return check(new Event("unreachable", now, Verdict.ENDS, account), actions);
    }
    accounts.requeue(account);
    return check(new Event("unreachable", now, Verdict.WAITS, account), actions);
  }

  public List<Deed> deserted(String volunteer, long askedAt, long now) {
    aside.unreachable(volunteer, now);
    List<Action> actions = core.deserted(volunteer, askedAt, now);
    checkBreakOffs(Set.of(volunteer), askedAt, actions);
    return check(new Event("deserted " + volunteer, now), actions);
  }

  public List<Deed> answered(Job job, long now) {
    Optional<JobAccount> answering = in(JobState.ANSWERING, job);
    List<Action> actions = core.answered(job, now);
    if (answering.isEmpty()) {
      return late("answered", job, now, actions);
    }
    expectEnd(answering.get(), Outcome.DONE);
    return check(new Event("answered", now, Verdict.ENDS, answering.get()), actions);
  }

  public List<Deed> lost(Job job, Outcome outcome, long now) {
    Optional<JobAccount> living = accounts.of(job);
    List<Action> actions = core.lost(job, outcome, now);
    if (living.isEmpty()) {
      return late("lost", job, now, actions);
    }
    JobAccount account = living.get();
    if (account.state == JobState.RUNNING) {
      accounts.leaveSlot(account);
    }
    expectEnd(account, outcome);
    return check(new Event("lost", now, Verdict.ENDS, account), actions);
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
    return accounts.living().isEmpty();
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
    Promise.that(load.queued() == 0 && load.running() == 0, "nothing waits or runs", load);
    Promise.that(load.tenants().isEmpty(), "tenants without jobs are forgotten", load.tenants());
    for (VolunteerLoad volunteer : load.volunteers()) {
      Promise.that(
          volunteer.busy() == 0 && volunteer.state() == VolunteerState.READY,
          "all slots are free",
          volunteer);
    }
    Promise.that(
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

  private Optional<JobAccount> in(JobState state, Job job) {
    return accounts.of(job).filter(account -> account.state == state);
  }

  private Event failed(String what, JobAccount account, long now) {
    account.failures.add(account.volunteer);
    if (!mayBeReplayed(account)) {
      accounts.leaveSlot(account);
      expectEnd(account, Outcome.VOLUNTEERS_FAILED);
      return new Event(what, now, Verdict.ENDS, account);
    }
    replay(account, now);
    return new Event(what, now, Verdict.WAITS, account);
  }

  private void replay(JobAccount account, long now) {
    account.waitsSinceNanos = now;
    accounts.requeue(account);
  }

  /** Only who is there, and not about to leave, bears witness against a job. */
  private boolean mayBeReplayed(JobAccount account) {
    int witnesses = 0;
    for (String volunteer : account.failures) {
      witnesses += present.contains(volunteer) && !leaving.contains(volunteer) ? 1 : 0;
    }
    return witnesses < limits.failures() && account.attempts < limits.attempts();
  }

  /** Another one is there, or the one that is blamed is not any more. */
  private boolean isWorthAnother(JobAccount account, long now) {
    Set<String> ready =
        core.snapshot(now).volunteers().stream()
            .filter(volunteer -> volunteer.state() == VolunteerState.READY)
            .map(VolunteerLoad::name)
            .collect(Collectors.toSet());
    return !ready.contains(account.volunteer) || !account.failures.containsAll(ready);
  }

  /** The statuses that issue 4 names, told apart without the code under test. */
  private static boolean blamesVolunteer(int rawStatus) {
    boolean signalled = rawStatus % 128 != 0;
    return signalled || Set.of(107 * 256, 110 * 256, 118 * 256).contains(rawStatus);
  }

  private static void expectEnd(JobAccount account, Outcome outcome) {
    Promise.that(
        account.job.state == JobState.ENDED && account.job.outcome == outcome,
        "a job ends as it must",
        outcome,
        account,
        account.job.state,
        account.job.outcome);
  }

  private List<Deed> late(String what, Job job, long now, List<Action> actions) {
    Promise.that(actions.isEmpty(), "what comes too late changes nothing", what, actions);
    Promise.that(
        accounts.of(job).isPresent() || job.state == JobState.ENDED,
        "an ended job stays ended",
        what,
        job.state);
    return check(new Event("late " + what, now), actions);
  }

  private void checkBreakOffs(Set<String> gone, long startedBy, List<Action> actions) {
    Set<Job> expected = new HashSet<>();
    for (JobAccount account : accounts.living()) {
      boolean runsThere = account.state == JobState.RUNNING && gone.contains(account.volunteer);
      if (runsThere && account.startedAtNanos - startedBy <= 0) {
        expected.add(account.job);
      }
    }
    List<Job> brokenOff = new ArrayList<>();
    for (Action action : actions) {
      if (action instanceof Action.BreakOff breakOff) {
        Promise.that(
            accounts.of(breakOff.job()).orElseThrow().starts == breakOff.number(),
            "the newest start is broken off");
        brokenOff.add(breakOff.job());
      }
    }
    Promise.that(
        brokenOff.size() == expected.size() && expected.containsAll(brokenOff),
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
    placement.forgetTheServed();
    aside.check(load.volunteers(), event.now);
    return Action.inOrder(actions).stream().map(CheckedCore::deed).toList();
  }

  private void book(Action action, Event event, List<VolunteerLoad> volunteers) {
    switch (action) {
      case Action.Start start -> bookStart(start, event, volunteers);
      case Action.Feed feed -> bookFeed(feed, event);
      case Action.TellEnded told -> bookEnd(told.job(), event);
      case Action.SendHome home ->
          Promise.that(
              home.outcome() == home.job().outcome
                  && SENT_HOME.contains(home.outcome())
                  && accounts.of(home.job()).isEmpty(),
              "who is sent home was told to have ended",
              home.outcome());
      case Action.BreakOff breakOff ->
          Promise.that(
              in(JobState.RUNNING, breakOff.job()).isPresent(), "what runs can be broken off");
    }
  }

  private void bookStart(Action.Start start, Event event, List<VolunteerLoad> volunteers) {
    JobAccount account = accounts.of(start.job()).orElseThrow();
    Promise.that(
        event.now - account.waitsSinceNanos <= limits.longestWait().toNanos() + tickMaxNanos,
        "no job waits longer than it may",
        account);
    placement.starts(account, start.volunteer().name(), volunteers);
    accounts.start(account, start.volunteer().name(), event.now);
    startedNow.add(account);
    Promise.that(account.starts == start.number(), "starts are numbered", account);
    Promise.that(account.attempts <= limits.attempts(), "so many attempts and no more", account);
  }

  private void bookFeed(Action.Feed feed, Event event) {
    JobAccount account = accounts.of(feed.job()).orElseThrow();
    Promise.that(
        account.state == JobState.QUEUED || account.state == JobState.RUNNING,
        "only who is held is fed",
        account);
    account.fed++;
    Promise.that(
        feed.bytes() == account.fed && account.fed <= ReplyPrefix.LENGTH,
        "one byte more of the prefix",
        feed.bytes(),
        account);
    Promise.that(
        event.now - account.silentSinceNanos > limits.feedAfter().toNanos(),
        "only who has seen nothing for long is fed",
        account);
    account.silentSinceNanos = event.now;
  }

  private void bookEnd(JobRecord told, Event event) {
    JobAccount account =
        accounts.living().stream().filter(a -> a.job.id == told.id()).findAny().orElseThrow();
    boolean isSubject = event.subject.filter(account::equals).isPresent();
    if (!isSubject) {
      Promise.that(account.state == JobState.QUEUED, "who is not at work stays", event, account);
      checkSentHomeFromQueue(account, told.outcome(), event);
    }
    Promise.that(told.equals(account.job.record()), "the record is the last one", told);
    Promise.that(!account.toldEnded, "no job ends twice", told);
    account.toldEnded = true;
    accounts.end(account);
  }

  private void checkSentHomeFromQueue(JobAccount account, Outcome outcome, Event event) {
    switch (outcome) {
      case QUEUE_FULL -> {
        Promise.that(
            event.what.equals("submit") && accounts.count(JobState.QUEUED) > limits.queuedJobs(),
            "only an arrival at a full queue sends home");
        double excess = excess(account);
        for (JobAccount other : accounts.living()) {
          if (other.state == JobState.QUEUED && other.wasPutBack() == account.wasPutBack()) {
            boolean sameTenant = other.tenant().equals(account.tenant());
            Promise.that(
                sameTenant ? other.place <= account.place : excess(other) <= excess,
                "the newest job of the tenant that holds most for its weight is sent home",
                account,
                other);
          }
          Promise.that(
              other.state != JobState.QUEUED || other.wasPutBack() || !account.wasPutBack(),
              "who was let in once is not sent home while another one waits",
              account,
              other);
        }
      }
      case WAITED_TOO_LONG -> {
        boolean waited = event.now - account.waitsSinceNanos > limits.longestWait().toNanos();
        boolean unfeedable =
            account.fed == ReplyPrefix.LENGTH
                && event.now - account.silentSinceNanos > limits.feedAfter().toNanos();
        Promise.that(waited || unfeedable, "who may wait longer is not sent home", account);
      }
      default -> throw new AssertionError("no reason to send a waiting job home: " + outcome);
    }
  }

  private double excess(JobAccount account) {
    int held =
        accounts.count(JobState.QUEUED, account.tenant())
            + accounts.count(JobState.RUNNING, account.tenant());
    return held / (double) account.share.weight();
  }

  private void checkVerdict(Verdict verdict, JobAccount subject) {
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
    Promise.that(asItMust, "the event does what it must", verdict, subject);
  }

  private void checkJobs(long now) {
    for (JobAccount account : accounts.living()) {
      Promise.that(
          account.job.state == account.state && account.job.attempts == account.attempts,
          "core and books agree on each job",
          account,
          account.job.state,
          account.job.attempts);
      Promise.that(
          account.state != JobState.QUEUED
              || now - account.waitsSinceNanos <= limits.longestWait().toNanos() + tickMaxNanos,
          "no job waits longer than it may",
          account);
    }
  }

  private void checkLoad(LoadSnapshot load) {
    int queued = accounts.count(JobState.QUEUED);
    int running = accounts.count(JobState.RUNNING);
    Promise.that(load.queued() == queued, "core and books count the same queue", queued, load);
    Promise.that(load.running() == running, "core and books count the same runs", running, load);
    long ended = load.ended().values().stream().mapToLong(Long::longValue).sum();
    Promise.that(
        ended == accounts.ended()
            && load.accepted() == submitted
            && submitted == ended + accounts.living().size(),
        "each job lives or has ended once",
        submitted,
        ended,
        accounts.living().size());
    Promise.that(
        queued + running <= limits.queuedJobs() + accounts.busyAtMost(),
        "the queue is bounded, replays included",
        queued,
        running);
    for (VolunteerLoad volunteer : load.volunteers()) {
      Promise.that(
          volunteer.busy() == accounts.busy(volunteer.name()),
          "busy slots are the jobs that run there",
          volunteer,
          accounts.busy(volunteer.name()));
    }
    for (TenantLoad tenant : load.tenants()) {
      Promise.that(
          tenant.running() == accounts.count(JobState.RUNNING, tenant.tenant())
              && tenant.queued() == accounts.count(JobState.QUEUED, tenant.tenant())
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

  private record Event(String what, long now, Verdict verdict, Optional<JobAccount> subject) {
    Event(String what, long now, Verdict verdict, JobAccount subject) {
      this(what, now, verdict, Optional.of(subject));
    }

    Event(String what, long now) {
      this(what, now, Verdict.NOTHING, Optional.empty());
    }
  }
}
