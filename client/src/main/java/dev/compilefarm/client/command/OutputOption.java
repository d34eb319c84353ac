package dev.compilefarm.client.command;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code -o}, and the data in the form that it names. */
final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private OutputForm form;

  /**
   * Prints to the verb's stdout.
   *
   * @param table the text for people
   * @param data the same for programs
   */
  void print(CommandSpec verb, Supplier<String> table, Supplier<Object> data) {
    PrintWriter out = verb.commandLine().getOut();
    out.print(form == OutputForm.table ? table.get() : form.render(data.get()));
    out.flush();
  }
}
