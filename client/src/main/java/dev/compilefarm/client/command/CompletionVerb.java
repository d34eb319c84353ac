package dev.compilefarm.client.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: for shells. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script that completes kubectl-compilefarm in a shell.",
      "bash and zsh: source <(kubectl-compilefarm completion bash)",
      "fish: kubectl-compilefarm completion fish | source"
    })
final class CompletionVerb implements Callable<Integer> {
  /** Shells that are served. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine top = spec.parent().commandLine();
    // The script for bash serves zsh too: it loads bashcompinit there.
    String script =
        shell == Shell.fish
            ? FishCompletion.of(top.getCommandSpec())
            : AutoComplete.bash(top.getCommandName(), top);
    spec.commandLine().getOut().print(script);
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
