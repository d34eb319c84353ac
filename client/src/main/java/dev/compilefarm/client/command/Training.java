package dev.compilefarm.client.command;

/**
 * Runs several verbs in one process, from which the JVM records what the AOT cache of the command
 * holds (JEP 483). No user starts it: {@code dev/lib/command} does.
 */
final class Training {

  private Training() {}

  /** Runs each argument as the arguments of the command, split at spaces. */
  public static void main(String... commands) {
    for (String command : commands) {
      int code = CompileFarmCommand.commandLine().execute(command.split(" "));
      if (code != ExitCode.OK) {
        System.err.printf("The training fails: '%s' ended with %d.%n", command, code);
        System.exit(code);
      }
    }
    System.exit(ExitCode.OK);
  }
}
