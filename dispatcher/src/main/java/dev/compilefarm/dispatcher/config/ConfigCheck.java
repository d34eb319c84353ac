package dev.compilefarm.dispatcher.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds every problem of a configuration at once, each named with what would be right. Pure. */
public final class ConfigCheck {

  private ConfigCheck() {}

  /** The problems, none where the configuration is sound. */
  public static List<String> problems(DispatcherConfig config) {
    List<String> problems = new ArrayList<>();
    sourceProblem(config).ifPresent(problems::add);
    eachParses(
        problems,
        "compilefarm.volunteers",
        config.volunteers().orElse(List.of()),
        FixedVolunteer::parse);
    if (config.ports().isEmpty()) {
      problems.add("compilefarm.ports is empty; name at least one port, 3632 for instance");
    }
    eachParses(problems, "compilefarm.ports", config.ports(), EntryPortSyntax::parse);
    eachParses(
        problems,
        "compilefarm.tenants",
        config.tenants().orElse(List.of()),
        text -> TenantSyntax.parse(text, 1));
    within(
        problems,
        "compilefarm.client-io-timeout-seconds",
        config.clientIoTimeoutSeconds(),
        1,
        86_400);
    within(problems, "compilefarm.job-lifetime-seconds", config.jobLifetimeSeconds(), 1, 86_400);
    within(
        problems, "compilefarm.shutdown-grace-seconds", config.shutdownGraceSeconds(), 0, 180_000);
    within(problems, "compilefarm.max-connections", config.maxConnections(), 1, 1_000_000);
    within(
        problems,
        "compilefarm.queue.max-queued-jobs",
        config.queue().maxQueuedJobs(),
        1,
        1_000_000);
    within(
        problems,
        "compilefarm.max-connections-per-address",
        config.maxConnectionsPerAddress(),
        1,
        1_000_000);
    within(
        problems,
        "compilefarm.queue.max-queued-jobs-per-tenant",
        config.queue().maxQueuedJobsPerTenant(),
        1,
        1_000_000);
    within(
        problems, "compilefarm.queue.max-wait-seconds", config.queue().maxWaitSeconds(), 1, 86_400);
    return problems;
  }

  private static Optional<String> sourceProblem(DispatcherConfig config) {
    boolean watched = config.farm().isPresent() && config.namespace().isPresent();
    boolean partlyWatched = config.farm().isPresent() || config.namespace().isPresent();
    boolean fixed = config.volunteers().isPresent();
    if (watched != fixed && partlyWatched == watched) {
      return Optional.empty();
    }
    return Optional.of(
        "the volunteers must come from one place: set either compilefarm.farm and"
            + " compilefarm.namespace, or compilefarm.volunteers as host:port/slots");
  }

  private static void eachParses(
      List<String> problems, String name, List<String> texts, Consumer<String> parser) {
    for (String text : texts) {
      try {
        parser.accept(text);
      } catch (IllegalArgumentException e) {
        problems.add(name + ": " + e.getMessage());
      }
    }
  }

  private static void within(List<String> problems, String name, int value, int min, int max) {
    outside(name, value, min, max).ifPresent(problems::add);
  }

  private static Optional<String> outside(String name, int value, int min, int max) {
    return value >= min && value <= max
        ? Optional.empty()
        : Optional.of("%s is %d; it must lie between %d and %d".formatted(name, value, min, max));
  }
}
