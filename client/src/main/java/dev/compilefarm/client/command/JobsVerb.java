package dev.compilefarm.client.command;

import dev.compilefarm.client.cluster.Cluster;
import dev.compilefarm.client.cluster.Dispatcher;
import dev.compilefarm.client.load.JobFilter;
import dev.compilefarm.client.load.JobSearch;
import dev.compilefarm.client.load.JobsPage.Job;
import dev.compilefarm.client.text.Printable;
import dev.compilefarm.client.text.Quantity;
import dev.compilefarm.client.text.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jobs}: those that live, and the last that ended. */
@Command(
    name = "jobs",
    mixinStandardHelpOptions = true,
    description = {
      "Lists jobs of a farm, the newest last: those that live, and the last 10,000 that ended.",
      "Filters go together: a job is shown where all of them take it."
    })
final class JobsVerb implements Callable<Integer> {
  private static final int MOST = 10_000;

  /** States of a job. */
  enum State {
    queued,
    running,
    answering,
    ended
  }

  @Mixin private ClusterOptions cluster;

  @Parameters(paramLabel = "FARM", description = "The farm's name.")
  private String farm;

  @Option(names = "--tenant", paramLabel = "NAME", description = "Only this tenant's.")
  private String tenant;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
  private State state;

  @Option(
      names = "--compiler",
      paramLabel = "NAME",
      description = "Only those of this compiler: its name, or its whole path.")
  private String compiler;

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      split = ",",
      description = "Only those that ended so: ${COMPLETION-CANDIDATES}.")
  private List<Outcome> outcomes = List.of();

  @Option(
      names = "--volunteer",
      paramLabel = "POD",
      description = "Only those that this volunteer had last.")
  private String volunteer;

  @Option(names = "--refused", description = "Only those that ended otherwise than done.")
  private boolean refused;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Shows so many of the newest, 1 to 10000. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Mixin private OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw new UsageException("--limit is %d; it is a number from 1 to %d".formatted(limit, MOST));
    }
    try (Cluster asked = cluster.connect();
        Dispatcher dispatcher = asked.dispatcher(farm)) {
      JobSearch.Found found =
          dispatcher.jobs(
              Optional.ofNullable(tenant),
              Optional.ofNullable(state).map(State::name),
              filter(),
              limit);
      output.print(spec, () -> table(found.jobs()), found::jobs);
      boolean isFiltered = !which().isEmpty() || !filter().equals(JobFilter.NONE);
      if (isFiltered && found.jobs().size() < limit) {
        spec.commandLine().getErr().println(found.reach(which()));
      }
      return ExitCode.OK;
    }
  }

  /** What the dispatcher selects, in words. */
  private String which() {
    return (tenant == null ? "" : " of " + Printable.of(tenant))
        + (state == null ? "" : " in state " + state);
  }

  private JobFilter filter() {
    return new JobFilter(
        Optional.ofNullable(compiler),
        Optional.ofNullable(volunteer),
        outcomes.stream().map(Outcome::dispatchers).collect(Collectors.toSet()),
        refused);
  }

  private static String table(List<Job> jobs) {
    Table table =
        new Table(
            "ID",
            "TENANT",
            "COMPILER",
            "SIZE",
            "WAITED",
            "SERVED",
            "VOLUNTEER",
            "TRIES",
            "STATE",
            "SAID");
    for (Job job : jobs) {
      table.row(
          job.id(),
          job.tenant(),
          job.compiler(),
          Quantity.bytes(job.requestBytes()),
          Quantity.seconds(job.waitedSeconds()),
          job.servedSeconds() == null ? "" : Quantity.seconds(job.servedSeconds()),
          job.volunteer(),
          job.attempts(),
          (job.outcome() == null ? job.state() : job.outcome()).toLowerCase(Locale.ROOT),
          job.sentence());
    }
    return table.toString();
  }
}
