package dev.compilefarm.bench.chaos;

import static dev.compilefarm.testbed.Eventually.eventually;

import dev.compilefarm.testbed.actor.BuildLoop;
import dev.compilefarm.testbed.actor.BuildRound;
import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.observe.EndedJob;
import dev.compilefarm.testbed.observe.JobJournal;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Developers build on a farm, again and again, while one fault after the other happens to it. In a
 * namespace of its own, whose farm it makes.
 */
public final class ChaosRun {
  private static final String FARM = "main";

  /**
   * Compiles of a developer at a time. Together with the preprocessors of as many more it is what
   * two cores live with.
   */
  private static final int JOBS = 3;

  private static final int SPINS = 100_000;
  private static final Duration FIRST_ROUNDS = Duration.ofMinutes(4);
  private static final Duration LOGS = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final String namespace;
  private final List<Developer> developers;
  private final PrintStream out;

  /**
   * A run that has not begun.
   *
   * @param out gets a line for each fault
   */
  public ChaosRun(
      KubernetesClient client, String namespace, List<Developer> developers, PrintStream out) {
    this.client = client;
    this.namespace = namespace;
    this.developers = List.copyOf(developers);
    this.out = out;
  }

  /**
   * Lets so many faults happen.
   *
   * @param seed what the faults, their order and their victims are drawn with
   * @param pace from one fault to the next, if the farm has a volunteer again by then
   * @throws AssertionError if the farm does not recover, or a build ends
   */
  public ChaosReport run(long seed, int faults, Duration pace) {
    out.printf("chaos: %d faults, SEED=%d%n", faults, seed);
    new ClusterUser(client, namespace).applyAndAwaitReady(FARM, ChaosMonkey.farm(FARM));
    try (JobJournal journal = JobJournal.open(client, namespace, FARM)) {
      List<BuildLoop> builds =
          developers.stream()
              .map(developer -> developer.buildAgainAndAgainOn(FARM, JOBS, SPINS))
              .toList();
      eventually(
          "a build of each developer without a fault",
          FIRST_ROUNDS,
          () -> builds.stream().map(build -> build.rounds().size()).toList(),
          rounds -> rounds.stream().allMatch(n -> n > 0));
      long start = System.nanoTime();
      List<Strike> strikes = strike(seed, faults, pace, builds);
      List<BuildRound> rounds = builds.stream().flatMap(build -> build.stop().stream()).toList();
      return new ChaosReport(
          seed,
          Duration.ofNanos(System.nanoTime() - start),
          strikes,
          rounds,
          jobs(journal, rounds),
          builds.stream().flatMap(ChaosRun::complaints).toList());
    }
  }

  private List<Strike> strike(long seed, int faults, Duration pace, List<BuildLoop> builds) {
    Random random = new Random(seed);
    FaultDeck deck = new FaultDeck(random);
    ChaosMonkey monkey = new ChaosMonkey(client, namespace, FARM, random);
    List<Strike> strikes = new ArrayList<>();
    long due = System.nanoTime();
    while (strikes.size() < faults) {
      Strike strike = monkey.strike(deck.next());
      strikes.add(strike);
      out.printf("chaos %d: %s%n", strikes.size(), strike);
      monkey.awaitRecovery();
      if (builds.stream().anyMatch(BuildLoop::hasEnded)) {
        throw new AssertionError("a build ended by itself after " + strike);
      }
      due = Math.max(due + pace.toNanos(), System.nanoTime());
      pause(due);
    }
    return strikes;
  }

  /** The faults' pace, which nothing relies on. */
  private static void pause(long untilNanos) {
    for (long left = untilNanos - System.nanoTime();
        left > 0;
        left = untilNanos - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
    }
  }

  /** As many as there should be, if they come; else those that have come. */
  private static List<EndedJob> jobs(JobJournal journal, List<BuildRound> rounds) {
    int compiles = rounds.stream().mapToInt(BuildRound::objects).sum();
    try {
      return eventually(
          "the logs of all jobs",
          LOGS,
          journal::jobs,
          jobs -> jobs.stream().filter(EndedJob::isDone).count() >= compiles);
    } catch (AssertionError e) {
      return journal.jobs();
    }
  }

  private static Stream<String> complaints(BuildLoop build) {
    return build.log().lines().filter(line -> line.startsWith("make in round "));
  }
}
