package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.ToolchainStatus;
import dev.compilefarm.api.v1alpha1.ToolchainStatus.CompilerStatus;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Compilers in short, such as {@code clang 19.1.7, gcc 14.2.0}. */
final class ToolchainSummary {
  private static final int NAMED_MAX = 4;

  /** What the programs of GCC are called, without a target before and a version behind. */
  private static final String GCC = "(.*-)?(gcc|g\\+\\+|cc|c\\+\\+|c89|c99)(-[0-9.]+)?";

  private ToolchainSummary() {}

  /** Names the machines where there is more than one. */
  static String of(Collection<CompilerStatus> compilers) {
    boolean severalMachines =
        compilers.stream().map(CompilerStatus::machine).distinct().count() > 1;
    List<String> names =
        compilers.stream()
            .map(compiler ->
                (family(compiler.path()) + " " + compiler.version()).strip()
                    + (severalMachines && !compiler.machine().isEmpty()
                        ? " " + compiler.machine()
                        : ""))
            .distinct()
            .sorted()
            .toList();
    String summary =
        names.stream().limit(NAMED_MAX).collect(Collectors.joining(", "))
            + (names.size() > NAMED_MAX ? " and %d more".formatted(names.size() - NAMED_MAX) : "");
    return summary.length() <= ToolchainStatus.SUMMARY_MAX
        ? summary
        : summary.substring(0, ToolchainStatus.SUMMARY_MAX - 1) + "…";
  }

  private static String family(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.contains("clang")) {
      return "clang";
    }
    return name.matches(GCC) ? "gcc" : name;
  }
}
