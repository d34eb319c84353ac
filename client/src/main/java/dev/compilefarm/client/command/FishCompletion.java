package dev.compilefarm.client.command;

import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What fish completes, which picocli has no generator for. */
final class FishCompletion {
  private FishCompletion() {}

  static String of(CommandSpec command) {
    String name = command.name();
    StringBuilder script = new StringBuilder();
    script.append("complete -c %s -f%n".formatted(name));
    command
        .subcommands()
        .forEach((verb, line) -> {
          CommandSpec spec = line.getCommandSpec();
          script.append(
              "complete -c %s -n __fish_use_subcommand -a %s -d %s%n"
                  .formatted(name, verb, quoted(first(spec))));
          spec.options().stream()
              .filter(option -> !option.hidden())
              .forEach(option -> script.append(option(name, verb, option)));
        });
    return script.toString();
  }

  private static String option(String name, String verb, OptionSpec option) {
    StringBuilder line =
        new StringBuilder(
            "complete -c %s -n '__fish_seen_subcommand_from %s'".formatted(name, verb));
    for (String form : option.names()) {
      line.append(form.startsWith("--") ? " -l " + form.substring(2) : " -s " + form.substring(1));
    }
    if (option.arity().max() > 0) {
      line.append(" -r");
    }
    if (option.completionCandidates() != null) {
      StringBuilder candidates = new StringBuilder();
      option.completionCandidates().forEach(candidate -> candidates.append(candidate).append(' '));
      line.append(" -a ").append(quoted(candidates.toString().strip()));
    }
    String words = option.description().length == 0 ? "" : option.description()[0];
    return line.append(" -d ").append(quoted(words)).append('\n').toString();
  }

  private static String first(CommandSpec spec) {
    return Arrays.stream(spec.usageMessage().description()).findFirst().orElse("");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
