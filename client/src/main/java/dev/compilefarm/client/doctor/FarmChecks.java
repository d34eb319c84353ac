package dev.compilefarm.client.doctor;

import static dev.compilefarm.client.doctor.CheckResult.fail;
import static dev.compilefarm.client.doctor.CheckResult.ok;
import static dev.compilefarm.client.doctor.CheckResult.skip;
import static dev.compilefarm.client.doctor.CheckResult.warn;

import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.ToolchainStatus;
import dev.compilefarm.api.v1alpha1.ToolchainStatus.CompilerStatus;
import dev.compilefarm.client.diagnosis.Diagnosis;
import dev.compilefarm.client.diagnosis.FarmState;
import dev.compilefarm.client.diagnosis.Finding;
import dev.compilefarm.client.doctor.ClientFacts.Compiler;
import dev.compilefarm.client.doctor.ClientFacts.TestCompile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The farm, its compilers beside the client's, and a compile through it. */
final class FarmChecks {
  private static final String FARM = "farm";
  private static final String COMPILER = "compiler";
  private static final String TEST = "test compile";

  /** {@code src/distcc.c}: where a file was compiled; the preprocessor's line begins otherwise. */
  private static final Pattern REMOTE =
      Pattern.compile("(?m)^distcc\\[\\d+] compile \\S+ on (?!localhost )\\S+ completed ok");

  /** {@code src/where.c}: it looks again and again, and writes so each time. */
  private static final Pattern LOCK = Pattern.compile("\\(dcc_lock_\\w+\\) .* is busy");

  private static final String NO_PLACE = "(dcc_lock_pause) nothing available";

  private FarmChecks() {}

  static Stream<CheckResult> of(FarmState state) {
    Finding finding = Diagnosis.of(state);
    Stream<CheckResult> besides =
        Diagnosis.besides(state).stream().map(line -> warn(FARM, line, ""));
    return Stream.concat(Stream.of(result(finding)), besides);
  }

  private static CheckResult result(Finding finding) {
    return switch (finding.cause()) {
      case NOT_READY -> fail(FARM, finding.sentence(), finding.nextStep());
      case IDLE, BALANCED -> ok(FARM, finding.sentence());
      case VOLUNTEERS_FAILING,
          LIMITED,
          SHARED_ADDRESS,
          TENANT_LIMITED,
          COLD_START,
          FARM_BOUND,
          CLIENT_BOUND ->
          warn(FARM, finding.sentence(), finding.nextStep());
    };
  }

  /** Whether the farm has the client's compilers. */
  static Stream<CheckResult> compilers(ClientFacts facts, String tested, FarmState state) {
    List<CompilerStatus> farms =
        Optional.ofNullable(state.farm().getStatus())
            .map(CompileFarmStatus::toolchain)
            .map(ToolchainStatus::compilers)
            .orElse(List.of());
    if (farms.isEmpty()) {
      return Stream.of(
          skip(COMPILER, "No volunteer has told its compilers yet; the test compile starts one."));
    }
    return facts.compilers().stream()
        .filter(compiler -> !compiler.isLinkTo("distcc") && !compiler.isLinkTo("ccache"))
        .filter(compiler -> facts.called(tested).contains(compiler.name()))
        .map(compiler -> compared(compiler, farms));
  }

  private static CheckResult compared(Compiler compiler, List<CompilerStatus> farms) {
    if (farms.stream().anyMatch(other -> compiler.digest().equals(other.digest()))) {
      return ok(
          COMPILER,
          "%s %s is the farm's, byte for byte.".formatted(compiler.name(), compiler.version()));
    }
    String offered =
        farms.stream()
            .map(other ->
                "%s %s (%s)".formatted(fileName(other.path()), other.version(), other.machine()))
            .distinct()
            .limit(4)
            .collect(Collectors.joining(", "));
    if (farms.stream().noneMatch(other -> compiler.machine().equals(other.machine()))) {
      return fail(
          COMPILER,
          "%s compiles for %s, and the farm has %s."
              .formatted(compiler.name(), compiler.machine(), offered),
          "Make a farm with spec.volunteers.architecture of this machine.");
    }
    if (farms.stream().noneMatch(other -> compiler.version().equals(other.version()))) {
      return fail(
          COMPILER,
          "%s is version %s, and the farm has %s."
              .formatted(compiler.name(), compiler.version(), offered),
          "Name this container's image in spec.volunteers.image.");
    }
    return warn(
        COMPILER,
        "%s %s has the farm's version, and another program file."
            .formatted(compiler.name(), compiler.version()),
        "Name this container's image in spec.volunteers.image, so that both are the same.");
  }

  private static String fileName(String path) {
    return path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
  }

  static CheckResult test(Optional<TestCompile> test) {
    return test.map(FarmChecks::test)
        .orElseGet(() -> skip(TEST, "Not tried, as a check above has failed."));
  }

  private static CheckResult test(TestCompile compile) {
    if (compile.exitCode() == 0
        && compile.said().contains("on localhost completed ok")
        && !REMOTE.matcher(compile.said()).find()) {
      return fail(TEST, "distcc compiled the file on this machine.", "Look at the checks above.");
    }
    if (compile.exitCode() != 0 && lastLine(compile.said()).contains(NO_PLACE)) {
      return fail(
          TEST,
          "distcc found no free place to preprocess: a build runs here, or ended by force.",
          "Try again when no build runs in this container.");
    }
    return compile.exitCode() == 0
        ? ok(TEST, "A file was compiled on the farm.")
        : fail(
            TEST,
            "distcc ended with %d: %s".formatted(compile.exitCode(), lastLine(compile.said())),
            "Look at 'kubectl compilefarm jobs' for the job, and at the checks above.");
  }

  private static String lastLine(String said) {
    return said.lines()
        .filter(line -> line.contains("compilefarm:"))
        .findFirst()
        .or(() -> said.lines().filter(line -> line.contains("ERROR")).findFirst())
        .or(() ->
            said.lines()
                .filter(line -> !LOCK.matcher(line).find())
                .reduce((former, latter) -> latter))
        .orElse("");
  }
}
