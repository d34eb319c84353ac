package dev.compilefarm.client.command;

import dev.compilefarm.client.cluster.ClusterException;
import dev.compilefarm.client.load.UnreadableAnswerException;
import dev.compilefarm.client.text.Printable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command, {@code kubectl compilefarm} or {@code kubectl-compilefarm}. */
@Command(
    name = "kubectl-compilefarm",
    description = {
      "Looks at farms of compilefarm, and runs builds on them.",
      "Data goes to stdout, and talk to stderr."
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and all is well",
      "1:the farm or the machine is not as it should be",
      "2:the arguments are wrong",
      "3:the cluster does not answer, or does not allow it",
      "4:there is no such farm",
      "exec ends with the code of its command."
    })
public final class CompileFarmCommand {
  private static final Map<String, Supplier<?>> VERBS = verbs();

  private static Map<String, Supplier<?>> verbs() {
    Map<String, Supplier<?>> verbs = new LinkedHashMap<>();
    verbs.put("env", EnvVerb::new);
    verbs.put("exec", ExecVerb::new);
    verbs.put("status", StatusVerb::new);
    verbs.put("top", TopVerb::new);
    verbs.put("jobs", JobsVerb::new);
    verbs.put("doctor", DoctorVerb::new);
    verbs.put("report", ReportVerb::new);
    return verbs;
  }

  /** Ends the process with one of {@link ExitCode}. */
  public static void main(String... arguments) {
    CommandLine command =
        arguments.length > 0 && VERBS.containsKey(arguments[0])
            ? with(List.of(arguments[0]))
            : commandLine();
    System.exit(command.execute(arguments));
  }

  /** The command with all its verbs. */
  public static CommandLine commandLine() {
    CommandLine command = with(VERBS.keySet());
    command.addSubcommand("completion", new CompletionVerb());
    command.addSubcommand("help", new HelpCommand());
    CommandLine complete = new CommandLine(new CompleteVerb());
    complete.setUnmatchedOptionsArePositionalParams(true);
    command.addSubcommand("__complete", complete);
    return command;
  }

  /** Only with some verbs: to read the options of one takes a tenth of a second. */
  private static CommandLine with(Collection<String> verbs) {
    CommandLine command = new CommandLine(new CompileFarmCommand());
    verbs.forEach(verb -> command.addSubcommand(verb, VERBS.get(verb).get()));
    command.setExecutionExceptionHandler(CompileFarmCommand::failed);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setUsageHelpAutoWidth(true);
    // A build may have arguments that begin with @.
    command.setExpandAtFiles(false);
    return command;
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    String message =
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    command.getErr().println("error: " + Printable.lines(message));
    return switch (failure) {
      case ClusterException noFarm when noFarm.isNoSuchFarm() -> ExitCode.NO_FARM;
      case ClusterException any -> ExitCode.CLUSTER;
      case UnreadableAnswerException any -> ExitCode.CLUSTER;
      case UsageException any -> ExitCode.USAGE;
      default -> ExitCode.NOT_WELL;
    };
  }
}
