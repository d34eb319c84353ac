package dev.compilefarm.bench.chaos;

import dev.compilefarm.testbed.actor.BuildRound;
import dev.compilefarm.testbed.observe.EndedJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * What came of a run.
 *
 * @param strikes in their order
 * @param rounds of all developers
 * @param jobs all that any dispatcher of the farm ended
 * @param complaints what distcc said in the builds' logs
 */
public record ChaosReport(
    long seed,
    Duration duration,
    List<Strike> strikes,
    List<BuildRound> rounds,
    List<EndedJob> jobs,
    List<String> complaints) {

  public ChaosReport {
    strikes = List.copyOf(strikes);
    rounds = List.copyOf(rounds);
    jobs = List.copyOf(jobs);
    complaints = List.copyOf(complaints);
  }

  /** What must not be, a line each: compiles that failed, were done at home, or came out wrong. */
  public List<String> flaws() {
    List<String> flaws = new ArrayList<>();
    long compiles = compiles();
    long done = jobs.stream().filter(EndedJob::isDone).count();
    if (done != compiles) {
      flaws.add(compiles + " compiles, but " + done + " jobs done");
    }
    rounds.stream()
        .filter(round -> round.missing() > 0 || round.wrong() > 0)
        .forEach(round -> flaws.add("a build's " + round));
    return flaws;
  }

  /**
   * What else there is to look at, a line each: jobs that a dispatcher gave up, rightly perhaps,
   * since their volunteers died under them, and what distcc said of them before it sent them again.
   */
  public List<String> noticed() {
    return Stream.concat(
            jobs.stream()
                .filter(job -> !job.isDone())
                .map(job -> "not done by " + job.dispatcher() + ": " + job.line()),
            complaints.stream())
        .toList();
  }

  /** For people. */
  public String table() {
    StringBuilder table = new StringBuilder();
    row(table, "fault", "times", "refused");
    row(table, "---", "--:", "--:");
    for (Fault fault : Fault.values()) {
      List<Strike> ofKind = strikes.stream().filter(strike -> strike.fault() == fault).toList();
      row(table, fault, ofKind.size(), ofKind.stream().filter(Strike::refused).count());
    }
    row(table, "all", strikes.size(), strikes.stream().filter(Strike::refused).count());
    long done = jobs.stream().filter(EndedJob::isDone).count();
    table.append('\n');
    row(table, "outcome", "number");
    row(table, "---", "--:");
    row(table, "builds", rounds.size());
    row(table, "compiles", compiles());
    row(table, "jobs done", done);
    row(table, "jobs not done", jobs.size() - done);
    row(table, "jobs replayed", jobs.stream().filter(job -> job.attempts() > 1).count());
    row(table, "replays", jobs.stream().mapToInt(job -> Math.max(0, job.attempts() - 1)).sum());
    row(table, "failed compiles", sum(BuildRound::missing));
    row(table, "local compiles", Math.max(0, compiles() - sum(BuildRound::missing) - done));
    row(table, "complaints of distcc", sum(BuildRound::complaints));
    row(table, "wrong objects", sum(BuildRound::wrong));
    row(table, "duration", duration.toSeconds() + " s");
    row(table, "seed", seed);
    return table.toString();
  }

  private long compiles() {
    return sum(BuildRound::objects);
  }

  private long sum(ToIntFunction<BuildRound> number) {
    return rounds.stream().mapToLong(number::applyAsInt).sum();
  }

  private static void row(StringBuilder table, Object first, Object... others) {
    table.append(String.format(Locale.ROOT, "| %-32s |", first));
    for (Object other : others) {
      table.append(String.format(Locale.ROOT, " %10s |", other));
    }
    table.append('\n');
  }
}
