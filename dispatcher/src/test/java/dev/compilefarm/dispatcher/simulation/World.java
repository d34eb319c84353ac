package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.budget.Stalls;
import dev.compilefarm.dispatcher.dispatch.CheckedCore;
import dev.compilefarm.dispatcher.dispatch.CheckedCore.Deed;
import dev.compilefarm.dispatcher.dispatch.Invariant;
import dev.compilefarm.dispatcher.dispatch.Job;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.toolchain.Needs;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * One world: it plays what its seed drew until all is done, and performs the core's actions as
 * {@code Dispatch} and the threads of the dispatcher do.
 */
final class World {
  private static final double TICK = 0.5;
  private static final double ASK = 1;
  private static final double PROBE = 3;

  /** Volunteers set aside come back, and keepalive tells of clients that vanished. */
  private static final double SETTLING = 40;

  private static final int ATTEMPTS = 10;
  private static final Duration SENDING_STALL = Duration.ofSeconds(10);
  private static final Duration TAKING_STALL = Duration.ofMillis(100);
  private static final Duration TAKING_STALL_OF_LIGHTER = Duration.ofSeconds(5);

  private final EventQueue events = new EventQueue();
  private final Draws draws;
  private final Scenario scenario;
  private final Trace trace;
  private final CheckedCore core;
  private final SimRoom requests;
  private final SimRoom replies;
  private final Farm farm;
  private final List<SimUser> users = new ArrayList<>();
  private final Map<Long, SimSession> sessions = new HashMap<>();
  private final Set<SimSession> receiving = new HashSet<>();
  private final Set<String> beingAsked = new HashSet<>();
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);

  /** When the core was told that a volunteer compiles. */
  private final NavigableSet<Long> canariesPassed = new TreeSet<>();

  private long decidedAtNanos;
  private long steps;

  /** What a world came to. */
  record Story(long steps, long jobs, double seconds, Map<Outcome, Integer> outcomes) {}

  World(long seed, Trace trace) {
    this.draws = new Draws(seed);
    this.trace = trace;
    this.scenario = Scenario.draw(draws);
    trace.add(0, scenario.toString());
    this.core =
        new CheckedCore(
            scenario.limits(),
            scenario.shares(),
            Duration.ofMillis((long) (1000 * (2 * TICK + 2 * scenario.pauseMost()))));
    ToIntFunction<String> weights = tenant -> scenario.shares().of(tenant).weight();
    this.requests =
        new SimRoom(
            this,
            scenario.requestRoom(),
            new Stalls(SENDING_STALL, Stalls.NEVER, Stalls.NEVER),
            weights);
    this.replies =
        new SimRoom(
            this,
            scenario.replyRoom(),
            new Stalls(SENDING_STALL, TAKING_STALL, TAKING_STALL_OF_LIGHTER),
            weights);
    this.farm = new Farm(this, scenario.volunteers());
    for (int i = 0; i < scenario.tenants(); i++) {
      for (int user = draws.between(1, 2); user > 0; user--) {
        begin(new SimUser(this, Scenario.tenant(i)), draws.seconds(0, 20));
      }
    }
    after(TICK, this::tick);
    after(ASK, this::ask);
  }

  /** Plays to the end; an {@link AssertionError} tells of a promise that was broken. */
  Story play() {
    playUntil(scenario.calmAfter());
    users.forEach(SimUser::finish);
    farm.calmDown();
    double allEndedBy = now() / 1e9 + longestJob();
    while (!isIdle()) {
      Invariant.check(now() / 1e9 < allEndedBy, "every job ends", scenario);
      step();
    }
    playUntil(now() / 1e9 + SETTLING);
    core.checkEmpty(clock(), volunteer -> volunteer(volunteer).lacksACompiler());
    requests.checkEmpty();
    replies.checkEmpty();
    Invariant.check(sessions.isEmpty(), "every session was told of its end", sessions.size());
    return new Story(steps, core.submitted(), now() / 1e9, outcomes);
  }

  long now() {
    return events.now();
  }

  Draws draws() {
    return draws;
  }

  Scenario scenario() {
    return scenario;
  }

  long steps() {
    return steps;
  }

  void after(double seconds, Runnable event) {
    events.after(seconds, event);
  }

  void at(long nanos, Runnable event) {
    events.at(nanos, event);
  }

  /** The time until a thread of the dispatcher takes its next step: short, but one never knows. */
  void pause(Runnable step) {
    events.after(pause(), step);
  }

  /** When the action was decided that is being performed. */
  long decidedAt() {
    return decidedAtNanos;
  }

  /** Whether the core was told of no volunteer that compiles, for so many seconds before then. */
  boolean noCanaryPassedBefore(long nanos, double seconds) {
    return canariesPassed.subSet(nanos - (long) (seconds * 1e9), false, nanos, false).isEmpty();
  }

  void note(String what) {
    trace.add(now(), what);
  }

  /** Whether nobody breaks anything any more. */
  boolean isCalm() {
    return farm.isCalm();
  }

  SimVolunteer volunteer(String name) {
    return farm.volunteer(name);
  }

  SimRoom requests() {
    return requests;
  }

  SimRoom replies() {
    return replies;
  }

  /** What the dispatcher's clock shows. */
  long clock() {
    return scenario.clockOriginNanos() + now();
  }

  /** The number of the next job that arrives. */
  long nextNumber() {
    return core.submitted() + 1;
  }

  /** A session that is not known to the core yet; its client may be gone already. */
  void receives(SimSession session) {
    receiving.add(session);
    core.sends(session.tenant(), clock());
  }

  void receivesNoMore(SimSession session) {
    if (receiving.remove(session)) {
      core.sendsNoMore(session.tenant(), clock());
    }
  }

  void submit(Job job, long heardAtNanos, SimSession session) {
    sessions.put(session.number(), session);
    tell(session + " submitted", () -> core.submit(job, heardAtNanos, clock()));
  }

  boolean refuses(Needs needs) {
    return core.refuses(needs);
  }

  void refused(Job job, SimSession session) {
    sessions.put(session.number(), session);
    tell(session + " refused", () -> core.refused(job, clock()));
  }

  /** Whether the reply is the client's. */
  boolean served(Job job, Verdict verdict, long replyBytes, SimSession session) {
    trace.add(now(), session + " served with " + verdict);
    List<Deed> deeds = core.served(job, verdict, replyBytes, clock());
    boolean answering = core.isAnswering(job);
    perform(deeds);
    return answering;
  }

  void refuse(Job job, SimSession session) {
    tell(session + " too large", () -> core.refuse(job, clock()));
  }

  void containerKilled(SimVolunteer volunteer) {
    farm.containerKilled(volunteer);
  }

  void failed(Job job, SimSession session) {
    tell(session + " failed", () -> core.failed(job, clock()));
  }

  void withdrawn(Job job, SimSession session) {
    tell(session + " withdrawn", () -> core.withdrawn(job, clock()));
  }

  void notTried(Job job, SimSession session) {
    tell(session + " not tried", () -> core.notTried(job, clock()));
  }

  void unreachable(Job job, SimSession session) {
    tell(session + " unreachable", () -> core.unreachable(job, clock()));
  }

  void answered(Job job, SimSession session) {
    tell(session + " answered", () -> core.answered(job, clock()));
  }

  void lost(Job job, Outcome outcome, SimSession session) {
    tell(session + " lost: " + outcome, () -> core.lost(job, outcome, clock()));
  }

  void update(List<Volunteer> volunteers) {
    tell("update " + summary(volunteers), () -> core.update(volunteers, clock()));
  }

  private static String summary(List<Volunteer> volunteers) {
    return volunteers.stream()
        .map(v ->
            "%s/%d %s%s"
                .formatted(
                    v.name(),
                    v.slots(),
                    v.availability(),
                    v.container()
                        .map(c -> " %d %s".formatted(c.deaths(), c.wasKilled()))
                        .orElse("")))
        .collect(Collectors.joining(", "));
  }

  private void begin(SimUser user, double afterSeconds) {
    users.add(user);
    after(afterSeconds, user::begin);
    if (draws.chance(0.2)) {
      after(afterSeconds + draws.seconds(1, 30), user::interrupt);
    }
    for (int i = draws.between(0, scenario.leaversAtMost()); i > 0; i--) {
      after(afterSeconds + draws.seconds(0, scenario.calmAfter()), user::lose);
    }
  }

  private void tick() {
    after(TICK, this::tick);
    pause(() -> {
      List<Deed> deeds = core.tick(clock());
      if (!deeds.isEmpty()) {
        trace.add(now(), "tick");
        perform(deeds);
      }
    });
  }

  private void ask() {
    after(ASK, this::ask);
    for (Volunteer busy : core.busyVolunteers()) {
      if (beingAsked.add(busy.name())) {
        pause(() -> ask(busy.name()));
      }
    }
  }

  private void ask(String name) {
    long asked = clock();
    SimVolunteer volunteer = volunteer(name);
    after(
        volunteer.latency(),
        () -> {
          SimVolunteer.Port port = volunteer.port();
          double answer = port == SimVolunteer.Port.SILENT ? PROBE : volunteer.latency();
          after(answer, () -> pause(() -> asked(name, port == SimVolunteer.Port.LISTENS, asked)));
        });
  }

  private void asked(String name, boolean listens, long asked) {
    beingAsked.remove(name);
    if (!listens) {
      tell("deserted " + name, () -> core.deserted(name, asked, clock()));
    }
  }

  /** As {@code canary.Canary} does, which may fail for a reason of our own. */
  private void askCanary(CanaryQuestion question) {
    SimVolunteer volunteer = volunteer(question.volunteer().name());
    if (draws.chance(scenario.ownTroubleShare())) {
      pause(() -> canaryAnswered(question, CanaryAnswer.UNKNOWN));
      return;
    }
    pause(() ->
        volunteer.compileCanary(
            question.compilers(), answer -> pause(() -> canaryAnswered(question, answer))));
  }

  private void canaryAnswered(CanaryQuestion question, CanaryAnswer answer) {
    if (answer == CanaryAnswer.WELL || answer == CanaryAnswer.LACKS) {
      canariesPassed.add(now());
    }
    tell(
        "canary of %s: %s".formatted(question.volunteer().name(), answer),
        () -> core.answered(question, answer, clock()));
  }

  /** In their order, on the thread that brought the event, which may stand still first. */
  private void tell(String event, Supplier<List<Deed>> core) {
    trace.add(now(), event);
    perform(core.get());
  }

  private void perform(List<Deed> deeds) {
    long decidedAt = now();
    if (!deeds.isEmpty()) {
      pause(() ->
          deeds.forEach(deed -> {
            trace.add(now(), "  " + deed.what());
            decidedAtNanos = decidedAt;
            deed.action().accept(this::ended, this::askCanary);
          }));
    }
  }

  private void ended(JobRecord last) {
    SimSession session = sessions.remove(last.id());
    Invariant.check(session != null, "no job ends twice", last);
    outcomes.merge(last.outcome().orElseThrow(), 1, Integer::sum);
    session.ended(last);
  }

  private double pause() {
    return draws.chance(0.7) ? draws.seconds(0, 0.0001) : draws.seconds(0, scenario.pauseMost());
  }

  private boolean isIdle() {
    return core.isIdle()
        && sessions.isEmpty()
        && receiving.isEmpty()
        && users.stream().allMatch(SimUser::isIdle);
  }

  private void playUntil(double seconds) {
    while (now() / 1e9 < seconds) {
      step();
    }
  }

  private void step() {
    steps++;
    events.next();
  }

  /** By then whatever is begun now has ended, however it ends. */
  private double longestJob() {
    double wait = scenario.limits().longestWait().toMillis() / 1e3;
    double attempt = scenario.jobLifetime() + 2 * 60;
    return (ATTEMPTS + 1) * (wait + attempt) + 4 * scenario.patience();
  }
}
