package dev.compilefarm.client.doctor;

import static dev.compilefarm.client.doctor.CheckResult.fail;
import static dev.compilefarm.client.doctor.CheckResult.ok;
import static dev.compilefarm.client.doctor.CheckResult.warn;

import dev.compilefarm.client.doctor.ClientFacts.Compiler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** distcc itself, what the build calls as its compiler, and with which options. */
final class ProgramChecks {
  private static final String DISTCC = "distcc";
  private static final String COMPILER = "compiler";
  private static final String OPTIONS = "options";

  /** Options that distcc or the farm leaves to the client; docs/reference/options.md has all. */
  private static final List<String> AT_HOME =
      List.of(
          "-march=native",
          "-mtune=native",
          "-mcpu=native",
          "--coverage",
          "-coverage",
          "-ftest-coverage",
          "-fprofile-arcs",
          "-gsplit-dwarf",
          "-save-temps",
          "-fstack-usage",
          "-ftime-trace",
          "-frepo",
          "-fopt-info");

  private ProgramChecks() {}

  static Stream<CheckResult> distcc(ClientFacts facts) {
    if (facts.distcc().isEmpty()) {
      return Stream.of(
          fail(
              DISTCC,
              "There is no program distcc in the PATH.",
              "Install the package distcc, or copy it from the tools image: docs/guides/ci.md."));
    }
    List<CheckResult> results = new ArrayList<>();
    String version = facts.distcc().get();
    results.add(
        version.startsWith("3.")
            ? ok(DISTCC, "distcc %s is installed.".formatted(version))
            : warn(
                DISTCC,
                "distcc %s was not tried.".formatted(version),
                "Install distcc 3.2 or later."));
    if (!facts.stateProblem().isEmpty()) {
      results.add(
          fail(
              DISTCC,
              "distcc cannot keep its locks: %s.".formatted(facts.stateProblem()),
              "Set DISTCC_DIR, or HOME, to a directory that the build may write."));
    }
    return results.stream();
  }

  static Stream<CheckResult> called(ClientFacts facts) {
    List<CheckResult> results = new ArrayList<>();
    for (String name : List.of("CC", "CXX")) {
      String value = facts.value(name);
      boolean isLaunched =
          facts
              .value("CMAKE_%s_COMPILER_LAUNCHER".formatted(name.equals("CC") ? "C" : "CXX"))
              .contains("distcc");
      boolean isSent = value.contains("distcc") || isLaunched || masquerades(facts, value);
      if (!value.isEmpty() && !isSent) {
        results.add(
            value.contains("ccache") && "distcc".equals(facts.value("CCACHE_PREFIX"))
                ? ok(COMPILER, "%s=%s calls distcc by CCACHE_PREFIX.".formatted(name, value))
                : fail(
                    COMPILER,
                    "%s=%s does not call distcc.".formatted(name, value),
                    value.contains("ccache")
                        ? "Set CCACHE_PREFIX=distcc."
                        : "Set %s=\"distcc %s\".".formatted(name, value)));
      }
    }
    for (Compiler compiler : facts.compilers()) {
      if (compiler.isLinkTo("ccache") && facts.value("CCACHE_PREFIX").isEmpty()) {
        results.add(
            warn(
                COMPILER,
                "%s is a link to ccache: behind distcc it caches only what is not sent."
                    .formatted(compiler.path()),
                "Put ccache in front: call ccache gcc, with CCACHE_PREFIX=distcc."));
      }
      if (compiler.isLinkTo("distcc") && facts.value("CC").startsWith("distcc")) {
        results.add(
            warn(
                COMPILER,
                "%s is a link to distcc, and CC calls distcc too.".formatted(compiler.path()),
                "Use one of the two: take %s out of the PATH."
                    .formatted(compiler.path().replaceAll("/[^/]*$", ""))));
      }
    }
    return results.stream();
  }

  private static boolean masquerades(ClientFacts facts, String value) {
    String program = value.strip().split("\\s+", -1)[0];
    return facts.compilers().stream()
        .filter(compiler -> compiler.name().equals(program) || compiler.path().equals(program))
        .anyMatch(compiler -> compiler.isLinkTo("distcc"));
  }

  static Stream<CheckResult> options(ClientFacts facts) {
    return Stream.of("CFLAGS", "CXXFLAGS", "CPPFLAGS", "CC", "CXX")
        .flatMap(name ->
            Arrays.stream(facts.value(name).split("\\s+", -1))
                .filter(option -> AT_HOME.stream().anyMatch(option::startsWith))
                .map(option ->
                    warn(
                        OPTIONS,
                        "%s has %s: each of these compiles stays here.".formatted(name, option),
                        fixOf(option))));
  }

  private static String fixOf(String option) {
    return option.toLowerCase(Locale.ROOT).endsWith("=native")
        ? "Name the processor, such as -march=x86-64-v3."
        : "Leave it out where the build need not have it: docs/reference/options.md.";
  }
}
