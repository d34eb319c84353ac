package dev.compilefarm.client.command;

import dev.compilefarm.client.cluster.Cluster;
import dev.compilefarm.client.cluster.Dispatcher;
import dev.compilefarm.client.load.JobsPage;
import dev.compilefarm.client.load.JobsPage.Job;
import dev.compilefarm.client.text.Quantity;
import dev.compilefarm.client.text.Table;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    description = "Lists jobs of a farm, the newest last.")
final class JobsVerb implements Callable<Integer> {
  private static final int MOST = 1000;

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

  @Option(names = "--refused", description = "Only those that ended otherwise than done.")
  private boolean refused;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Looks at so many of the newest, 1 to 1000. Default: ${DEFAULT-VALUE}.")
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
      List<Job> jobs =
          JobsPage.of(dispatcher.page("/v1/jobs" + query())).jobs().stream()
              .filter(job -> !refused || (job.outcome() != null && !job.outcome().equals("DONE")))
              .toList();
      output.print(spec, () -> table(jobs), () -> jobs);
      return ExitCode.OK;
    }
  }

  private String query() {
    StringBuilder query = new StringBuilder("?limit=" + limit);
    if (tenant != null) {
      query.append("&tenant=").append(URLEncoder.encode(tenant, StandardCharsets.UTF_8));
    }
    if (state != null) {
      query.append("&state=").append(state);
    }
    return query.toString();
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
