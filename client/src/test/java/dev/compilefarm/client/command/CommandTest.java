package dev.compilefarm.client.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.client.load.Load;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What needs no cluster: help, completion, and wrong arguments. */
class CommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... arguments) {
    CommandLine command = CompileFarmCommand.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"env", "exec", "status", "top", "jobs", "doctor", "report", "completion"})
  void everyVerbHasHelp(String verb) {
    assertEquals(ExitCode.OK, run(verb, "--help"));
    assertTrue(out.toString().contains("Usage: kubectl-compilefarm " + verb), out::toString);
  }

  @Test
  void namesEveryExitCode() {
    assertEquals(ExitCode.OK, run("--help"));
    assertTrue(out.toString().contains("4   there is no such farm"), out::toString);
  }

  @Test
  void completesForEachShell() {
    assertEquals(ExitCode.OK, run("completion", "bash"));
    assertTrue(out.toString().contains("_complete_kubectl-compilefarm"), out::toString);
    assertEquals(ExitCode.OK, run("completion", "fish"));
    assertTrue(
        out.toString()
            .contains(
                "complete -c kubectl-compilefarm -n '__fish_seen_subcommand_from jobs' -l state -r"
                    + " -a 'queued running answering ended'"),
        out::toString);
  }

  @Test
  void completesForKubectl() {
    assertEquals(ExitCode.OK, run("__complete", "st"));
    assertEquals("status\n:4\n", out.toString());
    out.getBuffer().setLength(0);
    assertEquals(ExitCode.OK, run("__complete", "jobs", "main", "--st"));
    assertEquals("--state\n:4\n", out.toString());
    out.getBuffer().setLength(0);
    assertEquals(ExitCode.OK, run("__complete", "jobs", "--state", "r"));
    assertEquals("running\n:4\n", out.toString());
  }

  @Test
  void saysWhatIsWrongWithArguments() {
    assertEquals(ExitCode.USAGE, run("status", "--output", "xml"));
    assertEquals(ExitCode.USAGE, run("exec", "main"));
    assertEquals(ExitCode.USAGE, run("jobs", "main", "--limit", "0"));
    assertTrue(err.toString().contains("a number from 1 to 10000"), err::toString);
    assertEquals(ExitCode.USAGE, run("jobs", "main", "--outcome", "refused"));
    assertTrue(err.toString().contains("done, abandoned, not_read"), err::toString);
    assertEquals(ExitCode.USAGE, run("top", "main", "--interval", "0"));
  }

  @Test
  void knowsEveryOutcomeOfADispatcher() throws IOException {
    Load load = Load.of(Files.readString(Path.of("..", "contract", "load.json")));
    assertEquals(
        load.jobs().ended().keySet(),
        Arrays.stream(Outcome.values()).map(Outcome::dispatchers).collect(Collectors.toSet()));
  }

  @Test
  void warnsWhereTheFarmHasNoAddress() {
    assertEquals(Optional.empty(), EnvVerb.noAddress("main.ci.svc", "main", host -> true));
    assertEquals(
        Optional.of(
            "warning: The name main.ci.svc has no address here, so builds here would compile"
                + " everything at home. Build with: kubectl compilefarm exec main -- make …"),
        EnvVerb.noAddress("main.ci.svc", "main", "localhost"::equals));
  }

  @Test
  void saysThatAKubeconfigCannotBeRead() {
    String file = folder.resolve("none").toString();
    assertEquals(ExitCode.CLUSTER, run("status", "--kubeconfig", file));
    assertEquals("error: The kubeconfig %s cannot be read%n".formatted(file), err.toString());
  }
}
