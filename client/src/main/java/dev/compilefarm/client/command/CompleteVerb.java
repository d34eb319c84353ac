package dev.compilefarm.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What kubectl asks a plugin's {@code kubectl_complete-NAME} for, since 1.26: the words that the
 * last argument may become, a line each, and a directive.
 */
@Command(name = "__complete", hidden = true, description = "For kubectl_complete-compilefarm.")
final class CompleteVerb implements Callable<Integer> {
  /** No names of files ({@code ShellCompDirectiveNoFileComp} of the library cobra). */
  private static final String DIRECTIVE = ":4";

  @Parameters(arity = "0..*")
  private List<String> words = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String[] line = words.isEmpty() ? new String[] {""} : words.toArray(String[]::new);
    int last = line.length - 1;
    List<CharSequence> endings = new ArrayList<>();
    AutoComplete.complete(
        spec.parent(), line, last, line[last].length(), String.join(" ", line).length(), endings);
    endings.stream()
        .map(ending -> line[last] + ending)
        .filter(word -> !word.startsWith("__"))
        .sorted()
        .distinct()
        .forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().println(DIRECTIVE);
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
