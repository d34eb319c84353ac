package dev.compilefarm.dispatcher.config;

import dev.compilefarm.dispatcher.queue.TenantShare;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Finds every problem of a configuration at once, each named with what would be right. Pure, but
 * for a file that it makes in the spool directory and deletes.
 */
public final class ConfigCheck {
  private static final Pattern SERVICE_ACCOUNT =
      Pattern.compile("system:serviceaccount:[a-z0-9-]+:[a-z0-9.-]+");

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
        text -> TenantSyntax.parse(text, TenantShare.equal(1)));
    Settings.ALL.stream()
        .map(setting -> setting.problem(config))
        .flatMap(Optional::stream)
        .forEach(problems::add);
    config.nodeAddress().flatMap(ConfigCheck::addressProblem).ifPresent(problems::add);
    config.operator().flatMap(ConfigCheck::operatorProblem).ifPresent(problems::add);
    config
        .spool()
        .directory()
        .map(Path::of)
        .flatMap(ConfigCheck::directoryProblem)
        .ifPresent(problems::add);
    return problems;
  }

  private static Optional<String> directoryProblem(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Optional.of(
          "compilefarm.spool.directory: %s is no directory; name one that exists, or none to keep all in memory"
              .formatted(directory));
    }
    try {
      Files.delete(Files.createTempFile(directory, "compilefarm", null));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "compilefarm.spool.directory: no file can be made in %s (%s); let user %s write there"
              .formatted(directory, e, System.getProperty("user.name")));
    }
  }

  private static Optional<String> addressProblem(String address) {
    try {
      InetAddress.ofLiteral(address);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "compilefarm.node-address is '%s'; it must be an address, 10.0.0.7 for instance"
              .formatted(address));
    }
  }

  private static Optional<String> operatorProblem(String operator) {
    return SERVICE_ACCOUNT.matcher(operator).matches()
        ? Optional.empty()
        : Optional.of(
            "compilefarm.operator is '%s'; it must be system:serviceaccount:NAMESPACE:NAME"
                .formatted(operator));
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
}
