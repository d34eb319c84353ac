package dev.compilefarm.dispatcher.verdict;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The lines that compilers, assemblers and distccd write where not the source is at fault. Whole
 * lines are matched. What a source makes its compiler write ({@code #error}, {@code static_assert})
 * stands behind a place in the source and a word like {@code error:}, so it rarely matches. Where
 * it does, the job is compiled once more. Pure.
 *
 * <p>The forms were seen with gcc 12 and GNU as 2.40, or are those of the sources: {@code
 * gcc/gcc.cc:execute}, {@code gcc/c-family/c-opts.cc}, {@code libiberty/xmalloc.c} and {@code
 * libiberty/make-temp-file.c} of gcc, {@code gas/write.c}, {@code gas/output-file.c} and {@code
 * gas/read.c:s_incbin} of binutils, {@code clang/lib/Driver/Compilation.cpp} and {@code
 * llvm/lib/Support/ErrorHandling.cpp} of LLVM, {@code src/exec.c} of distcc.
 */
final class CompilerWords {
  /** A program's name as it writes it itself: no colon, so that it is no place in a source. */
  private static final String PROGRAM = "[^\\s:]+: ";

  /** A line in a source or a temporary file, or a program's name. */
  private static final String PLACE = "(?:[^:]+:(?:\\d+:){0,2} )?";

  /** What the C library says of a file system that takes nothing. */
  private static final String TAKES_NOTHING =
      "(?:No space left on device|Disk quota exceeded|Read-only file system)";

  /** A distccd of this project has refused an argument, such as a path that it does not have. */
  private static final String OWN_DISTCCD = "compilefarm: ";

  private record Form(Verdict verdict, Pattern line) {
    Form(Verdict verdict, String line) {
      this(verdict, Pattern.compile(line));
    }
  }

  /** In this order: the first form that any line has decides. */
  private static final List<Form> FORMS =
      List.of(
          new Form(
              Verdict.DISK_FULL,
              PLACE + "fatal error: error (?:writing to|closing) .*: " + TAKES_NOTHING),
          new Form(Verdict.DISK_FULL, PLACE + "Fatal error: .*" + TAKES_NOTHING + "'?"),
          new Form(
              Verdict.DISK_FULL,
              "(?:fatal )?error: (?:unable to open output file|error in backend|unable to make"
                  + " temporary file).*"
                  + TAKES_NOTHING
                  + "'?"),
          new Form(Verdict.DISK_FULL, PROGRAM + ".*: " + TAKES_NOTHING),
          new Form(Verdict.DISK_FULL, "distccd?\\[\\d+\\] .*" + TAKES_NOTHING),
          new Form(Verdict.DISK_FULL, "Cannot create temporary file in .*"),
          new Form(Verdict.MEMORY, PROGRAM + "fatal error: Killed signal terminated program \\S+"),
          new Form(Verdict.MEMORY, PROGRAM + "internal compiler error: Killed \\(program \\S+\\)"),
          new Form(
              Verdict.MEMORY, PROGRAM + "(?:fatal )?error: unable to execute command: Killed.*"),
          new Form(Verdict.MEMORY, "(?:" + PROGRAM + ")?out of memory allocating \\d+ bytes.*"),
          new Form(Verdict.MEMORY, "(?:" + PROGRAM + ")?virtual memory exhausted.*"),
          new Form(Verdict.MEMORY, "LLVM ERROR: out of memory.*"),
          new Form(
              Verdict.MEMORY, "terminate called after throwing an instance of 'std::bad_alloc'"),
          new Form(Verdict.MEMORY, PROGRAM + ".*: Cannot allocate memory"),
          new Form(
              Verdict.LACKING,
              PROGRAM + "(?:fatal )?error: cannot execute ['‘\\w].*: No such file or directory"),
          new Form(
              Verdict.LACKING,
              PROGRAM + "error trying to exec '.*': execvp: No such file or directory"),
          new Form(
              Verdict.LACKING,
              PROGRAM + "error: unable to execute command: Executable \".*\" doesn't exist!"),
          new Form(Verdict.BROKEN, PROGRAM + "(?:fatal )?error: cannot execute .*"),
          new Form(Verdict.BROKEN, PROGRAM + "error trying to exec .*"),
          new Form(Verdict.BROKEN, PROGRAM + "fatal error: \\w+.* signal terminated program \\S+"),
          new Form(Verdict.BROKEN, PROGRAM + "error: unable to execute command: .*"),
          new Form(Verdict.BROKEN, "distccd?\\[\\d+\\] .*failed to (?:fork|exec) .*"),
          new Form(Verdict.BROKEN, PROGRAM + "error: \\w+ frontend command failed .*"),
          new Form(Verdict.BROKEN, PLACE + "internal compiler error: .*"),
          new Form(Verdict.NOT_DISTRIBUTABLE, "[^:]+:\\d+: Error: file not found: .*"),
          new Form(
              Verdict.NOT_DISTRIBUTABLE,
              PROGRAM + "fatal error: cannot read spec file ['‘].*: No such file or directory"),
          new Form(
              Verdict.NOT_DISTRIBUTABLE, "[^:]+:\\d+:\\d+: error: Could not find incbin file .*"));

  private CompilerWords() {}

  /** What these words say; nothing where they are about the source. */
  static Optional<Verdict> verdict(String errors) {
    if (errors.startsWith(OWN_DISTCCD)) {
      return Optional.of(Verdict.NOT_DISTRIBUTABLE);
    }
    List<String> lines = errors.lines().toList();
    return FORMS.stream()
        .filter(form -> lines.stream().anyMatch(line -> form.line.matcher(line).matches()))
        .map(Form::verdict)
        .findFirst();
  }
}
