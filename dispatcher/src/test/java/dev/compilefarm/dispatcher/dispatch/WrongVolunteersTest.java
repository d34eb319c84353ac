package dev.compilefarm.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Farms in which some volunteers or some requests are wrong: how many jobs does that cost? Compiles
 * take 100 ms, failures 5 ms and canaries 40 ms of a clock that nobody waits for.
 */
class WrongVolunteersTest {
  private static final long COMPILE = 100;
  private static final long FAILURE = 5;
  private static final long CANARY = 40;

  private final DispatchCore core =
      new DispatchCore(
          QueueLimits.of(10_000, Duration.ofHours(1), Duration.ofMinutes(5)),
          TenantShares.equal(10_000));

  /** Which compilers a volunteer has none of; "*" for all. */
  private final Map<String, Set<String>> lacking = new HashMap<>();

  private final PriorityQueue<Happening> happenings =
      new PriorityQueue<>(Comparator.comparingLong(Happening::at).thenComparingLong(Happening::n));
  private final Map<Long, User> users = new HashMap<>();
  private final Map<String, Integer> firstAt = new HashMap<>();
  private final Map<Outcome, Integer> outcomes = new HashMap<>();
  private final Map<String, Integer> doneBy = new HashMap<>();
  private Verdict failure = Verdict.LACKING;
  private long millis;
  private long happened;

  private record Happening(long at, long n, Runnable event) {}

  /** A make that begins a compile whenever one has ended. */
  private final class User {
    private final String tenant;
    private final String compiler;
    private final boolean refused;
    private int left;

    User(String tenant, String compiler, boolean refused, int jobs) {
      this.tenant = tenant;
      this.compiler = compiler;
      this.refused = refused;
      this.left = jobs;
    }

    void begin() {
      if (left-- > 0) {
        Job job = new Job(tenant, compiler, 100, new ListenerOfNobody());
        List<Action> actions = core.submit(job, now(), now());
        users.put(job.id, this);
        perform(actions);
      }
    }
  }

  @Test
  void aVolunteerThatKillsEveryCompileGetsFiveOfAHundredJobsFirst() {
    volunteers("well", "kills");
    lacking.put("kills", Set.of("*"));
    List<User> users = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      users.add(new User("t" + i, "gcc", false, i < 4 ? 17 : 16));
    }
    play(users, 100_000);
    assertEquals(Map.of(Outcome.DONE, 100), outcomes);
    assertTrue(firstAt.getOrDefault("kills", 0) <= 5, firstAt::toString);
  }

  /** One that has too little memory for any compile: what is killed there runs alone elsewhere. */
  @Test
  void aVolunteerWithoutMemoryIsSetAsideToo() {
    volunteers("well", "other", "kills");
    lacking.put("kills", Set.of("*"));
    failure = Verdict.MEMORY;
    List<User> users = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      users.add(new User("t" + i, "gcc", false, 20));
    }
    play(users, 100_000);
    assertEquals(Map.of(Outcome.DONE, 120), outcomes);
    assertTrue(firstAt.getOrDefault("kills", 0) <= 8, firstAt::toString);
  }

  @Test
  void threeOfFourVolunteersWithoutTheCompilerSendNobodyHome() {
    volunteers("a", "b", "c", "d");
    for (String lacks : List.of("a", "b", "c")) {
      lacking.put(lacks, Set.of("g++"));
    }
    List<User> users = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      users.add(new User("t" + i, "g++", false, 10));
    }
    play(users, 1_000_000);
    assertEquals(Map.of(Outcome.DONE, 100), outcomes);
  }

  /** As a kernel build with GCC plugins sends them: distccd hangs up on each. */
  @Test
  void oneTenantsRefusedOptionCostsTheOtherATenthAtMost() {
    volunteers("only");
    int alone = doneInAMinute(List.of());
    List<User> wrong = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      wrong.add(new User("wrong", "gcc", true, 1_000_000));
    }
    int beside = doneInAMinute(wrong);
    assertTrue(beside >= 0.9 * alone, beside + " of " + alone);
    assertEquals(0, core.snapshot(now()).slots(VolunteerState.BLACK_HOLE));
  }

  /** The same with a compiler that is not on distccd's list: it hangs up on that, too. */
  @Test
  void oneTenantsUnknownCompilerCostsTheOtherATenthAtMost() {
    volunteers("only");
    lacking.put("only", Set.of("mycc"));
    int alone = doneInAMinute(List.of());
    List<User> wrong = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      wrong.add(new User("wrong", "mycc", true, 1_000_000));
    }
    int beside = doneInAMinute(wrong);
    assertTrue(beside >= 0.9 * alone, beside + " of " + alone);
    assertEquals(0, core.snapshot(now()).slots(VolunteerState.BLACK_HOLE));
  }

  private int doneInAMinute(List<User> beside) {
    doneBy.clear();
    List<User> all = new ArrayList<>(beside);
    for (int i = 0; i < 4; i++) {
      all.add(new User("right", "gcc", false, 1_000_000));
    }
    play(all, 60_000);
    int done = doneBy.get("right");
    all.forEach(user -> user.left = 0);
    play(List.of(), 60_000);
    return done;
  }

  private void volunteers(String... names) {
    List<Volunteer> volunteers = new ArrayList<>();
    for (String name : names) {
      volunteers.add(new Volunteer(name, name, 3632, 4, Availability.READY));
    }
    perform(core.update(volunteers, now()));
  }

  private void play(List<User> makes, long forMillis) {
    long end = millis + forMillis;
    makes.forEach(User::begin);
    for (long tick = millis + 500; tick <= end; tick += 500) {
      after(tick - millis, () -> perform(core.tick(now())));
    }
    while (!happenings.isEmpty() && happenings.peek().at() <= end) {
      Happening next = happenings.remove();
      millis = next.at();
      next.event().run();
    }
    millis = end;
  }

  private void perform(List<Action> actions) {
    for (Action action : actions) {
      switch (action) {
        case Action.Start start -> start(start);
        case Action.Ask ask ->
            after(
                CANARY,
                () -> perform(core.answered(ask.question(), answer(ask.question()), now())));
        case Action.TellEnded told -> ended(told.job());
        case Action.SendHome _, Action.Feed _, Action.BreakOff _, Action.Reserve _ -> {
          // The record tells.
        }
      }
    }
  }

  private void start(Action.Start start) {
    Job job = start.job();
    String volunteer = start.volunteer().name();
    if (start.number() == 1) {
      firstAt.merge(volunteer, 1, Integer::sum);
    }
    after(
        has(volunteer, job.compiler()) && !isRefused(job) ? COMPILE : FAILURE,
        () -> {
          if (isRefused(job)) {
            perform(core.failed(job, now()));
          } else if (has(volunteer, job.compiler())) {
            perform(core.served(job, Verdict.SUCCESS, 10, now()));
            perform(core.answered(job, now()));
          } else {
            perform(core.served(job, failure, 10, now()));
            if (core.isAnswering(job)) {
              outcomes.merge(Outcome.VOLUNTEERS_FAILED, 1, Integer::sum);
              perform(core.answered(job, now()));
            }
          }
        });
  }

  private boolean isRefused(Job job) {
    return users.get(job.id).refused;
  }

  private CanaryAnswer answer(CanaryQuestion question) {
    String volunteer = question.volunteer().name();
    if (has(volunteer, question.compilers().getFirst())) {
      return CanaryAnswer.WELL;
    }
    return question.compilers().stream().anyMatch(compiler -> has(volunteer, compiler))
        ? CanaryAnswer.LACKS
        : CanaryAnswer.FAILS;
  }

  private boolean has(String volunteer, String compiler) {
    Set<String> lacks = lacking.getOrDefault(volunteer, Set.of());
    return !lacks.contains(compiler) && !lacks.contains("*");
  }

  private void ended(JobRecord job) {
    outcomes.merge(job.outcome().orElseThrow(), 1, Integer::sum);
    User user = users.remove(job.id());
    if (job.outcome().orElseThrow() == Outcome.DONE) {
      doneBy.merge(job.tenant(), 1, Integer::sum);
    }
    after(0, user::begin);
  }

  private void after(long delay, Runnable event) {
    happenings.add(new Happening(millis + delay, ++happened, event));
  }

  private long now() {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
