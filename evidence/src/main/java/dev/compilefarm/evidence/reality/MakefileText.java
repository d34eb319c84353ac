package dev.compilefarm.evidence.reality;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.build.Task;
import java.util.Locale;
import java.util.stream.Collectors;

/** The files of a build for the compiler that sleeps. Pure. */
final class MakefileText {

  private MakefileText() {}

  /** The makefile; its first target is all of the build, in the build's order. */
  static String of(BuildGraph build) {
    return "all: %s\n\n%s"
        .formatted(
            build.tasks().stream().map(MakefileText::target).collect(Collectors.joining(" ")),
            build.tasks().stream()
                .map(task -> rule(build, task))
                .collect(Collectors.joining("\n")));
  }

  /** What the source of a compile says, and blanks up to its length. */
  static String source(Task compile) {
    String order =
        String.format(
            Locale.ROOT,
            "preprocess %.3f compile %.3f",
            compile.preprocessSeconds(),
            compile.seconds());
    return order + " ".repeat((int) compile.requestBytes() - order.length() - 1) + "\n";
  }

  /** What a task makes. */
  static String target(Task task) {
    return task.isCompile() ? task.source().replaceFirst("\\.c$", ".o") : task.source();
  }

  private static String rule(BuildGraph build, Task task) {
    String after =
        task.after().stream()
            .map(number -> " " + target(build.tasks().get(number)))
            .collect(Collectors.joining());
    return "%s:%s\n\t%s\n".formatted(target(task), after, command(task));
  }

  private static String command(Task task) {
    return task.isCompile()
        ? "distcc sleepcc -c %s -o %s".formatted(task.source(), target(task))
        : String.format(Locale.ROOT, "sleepcc --link %.3f -o %s", task.seconds(), target(task));
  }
}
