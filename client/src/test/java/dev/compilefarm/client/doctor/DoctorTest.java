package dev.compilefarm.client.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.ToolchainStatus;
import dev.compilefarm.api.v1alpha1.ToolchainStatus.CompilerStatus;
import dev.compilefarm.client.diagnosis.FarmState;
import dev.compilefarm.client.diagnosis.RecordedFarm;
import dev.compilefarm.client.doctor.CheckResult.Verdict;
import dev.compilefarm.client.doctor.ClientFacts.Compiler;
import dev.compilefarm.client.doctor.ClientFacts.Hosts;
import dev.compilefarm.client.doctor.ClientFacts.Reach;
import dev.compilefarm.client.doctor.ClientFacts.TestCompile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Set-ups that are broken in one way each: the doctor names the fault and its fix, and no other.
 */
class DoctorTest {
  private static final String LIST = "main.ci.svc:3632/32,lzo main.ci.svc:3633/32,lzo";
  private static final Compiler GCC =
      new Compiler(
          "gcc",
          "/usr/bin/gcc",
          "/usr/bin/x86_64-linux-gnu-gcc-14",
          "14.2.0",
          "x86_64-linux-gnu",
          "aa");

  /** A set-up in which nothing is wrong, which each case spoils. */
  static final class SetUp {
    private final Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "DISTCC_BACKOFF_PERIOD", "1",
                "DISTCC_PAUSE_TIME_MSEC", "50",
                "DISTCC_NO_REWRITE_CROSS", "1"));

    private int cores = 4;
    private OptionalDouble cpuLimit = OptionalDouble.empty();
    private Optional<String> distcc = Optional.of("3.4");
    private Optional<Hosts> hosts = Optional.of(new Hosts(LIST, "DISTCC_HOSTS"));
    private Compiler compiler = GCC;
    private List<String> backOffs = List.of();
    private String stateProblem = "";
    private Reach reach = Reach.CONNECTED;
    private TestCompile test = new TestCompile(0, "");
    private FarmState farm =
        with(RecordedFarm.FARM_BOUND.state(), "14.2.0", "x86_64-linux-gnu", "aa");

    SetUp variable(String name, String value) {
      environment.put(name, value);
      return this;
    }

    SetUp without(String name) {
      environment.remove(name);
      return this;
    }

    SetUp cpuLimit(double cores) {
      cpuLimit = OptionalDouble.of(cores);
      return this;
    }

    SetUp cores(int count) {
      cores = count;
      return this;
    }

    /** Pump mode with all that it takes. */
    SetUp pump() {
      return hosts("main.ci.svc:3632/32,lzo,cpp main.ci.svc:3633/32,lzo,cpp")
          .variable("INCLUDE_SERVER_PORT", "/tmp/distcc-pump.AbCdEf/socket")
          .variable("DISTCC_MAX_DISCREPANCY", "1000000");
    }

    SetUp distcc(String version) {
      distcc = Optional.ofNullable(version);
      return this;
    }

    SetUp hosts(String text) {
      hosts = Optional.ofNullable(text).map(list -> new Hosts(list, "DISTCC_HOSTS"));
      return this;
    }

    SetUp compiler(Compiler other) {
      compiler = other;
      return this;
    }

    SetUp compiler(String version, String machine) {
      return compiler(
          new Compiler("gcc", "/usr/bin/gcc", "/usr/bin/gcc-other", version, machine, "bb"));
    }

    SetUp reach(Reach all) {
      reach = all;
      return this;
    }

    SetUp backOff(String entry) {
      backOffs = List.of(entry);
      return this;
    }

    SetUp stateProblem(String problem) {
      stateProblem = problem;
      return this;
    }

    SetUp test(int code, String said) {
      test = new TestCompile(code, said);
      return this;
    }

    SetUp farm(FarmState state) {
      farm = state;
      return this;
    }

    List<CheckResult> examined() {
      return Doctor.examine(
          new ClientFacts(
              environment,
              cores,
              cpuLimit,
              distcc,
              hosts,
              List.of(compiler),
              backOffs,
              stateProblem,
              Map.of("main.ci.svc:3632", reach, "main.ci.svc:3633", reach),
              Optional.of(test)),
          "main",
          "gcc",
          Optional.of(farm),
          "not asked");
    }
  }

  private static FarmState with(FarmState state, String version, String machine, String digest) {
    CompileFarmStatus old = state.farm().getStatus();
    state
        .farm()
        .setStatus(
            new CompileFarmStatus(
                old.observedGeneration(),
                old.conditions(),
                old.endpoint(),
                old.externalEndpoint(),
                old.selector(),
                old.replicas(),
                old.volunteers(),
                old.slots(),
                old.queue(),
                new ToolchainStatus(
                    "gcc " + version,
                    List.of(
                        new CompilerStatus(
                            "/usr/bin/x86_64-linux-gnu-gcc-14", version, machine, digest)),
                    List.of()),
                old.lastStart()));
    return state;
  }

  /**
   * A fault, and what has to be said.
   *
   * @param says a part of the sentence
   * @param fix a part of the fix
   */
  record Fault(String name, UnaryOperator<SetUp> spoil, Verdict verdict, String says, String fix) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Fault fail(String name, UnaryOperator<SetUp> spoil, String says, String fix) {
    return new Fault(name, spoil, Verdict.FAIL, says, fix);
  }

  private static Fault warn(String name, UnaryOperator<SetUp> spoil, String says, String fix) {
    return new Fault(name, spoil, Verdict.WARN, says, fix);
  }

  private static final String LOCKED =
      "distcc[9] (dcc_lock_host) /tmp/.distcc/lock/cpu_localhost_0 is busy\n".repeat(3);

  private static final String WAITS =
      "distcc[9] (dcc_lock_pause) nothing available, sleeping 50ms...\n";

  static Stream<Fault> faults() {
    return Stream.of(
        fail("no distcc", good -> good.distcc(null), "no program distcc", "Install"),
        warn("another distcc", good -> good.distcc("2.18"), "distcc 2.18", "3.2 or later"),
        fail(
            "locks cannot be written",
            good -> good.stateProblem("/ cannot be written"),
            "/ cannot be written",
            "DISTCC_DIR"),
        fail("no host list", good -> good.hosts(null), "No host list", "compilefarm env main"),
        fail("only localhost", good -> good.hosts("localhost/4"), "no host but this", "env main"),
        warn(
            "localhost too",
            good -> good.hosts("localhost " + LIST),
            "localhost",
            "Leave localhost"),
        warn("one entry", good -> good.hosts("main.ci.svc:3632/64,lzo"), "one entry", "both ports"),
        warn(
            "not compressed",
            good -> good.hosts("main.ci.svc:3632/32 main.ci.svc:3633/32"),
            "without compression",
            ",lzo"),
        warn(
            "no limit",
            good -> good.hosts("main.ci.svc:3632,lzo main.ci.svc:3633,lzo"),
            "takes 4 jobs",
            "/64"),
        fail(
            "no address", good -> good.reach(Reach.NO_ADDRESS), "has no address here", "exec main"),
        fail("nobody listens", good -> good.reach(Reach.REFUSED), "Nobody listens", "status main"),
        fail("dropped", good -> good.reach(Reach.SILENT), "does not answer", "spec.access.from"),
        warn(
            "avoided",
            good -> good.backOff("main.ci.svc:3632"),
            "avoids main.ci.svc:3632",
            "DISTCC_BACKOFF_PERIOD"),
        fail(
            "tries for ever",
            good -> good.variable("DISTCC_BACKOFF_PERIOD", "0"),
            "for ever",
            "DISTCC_BACKOFF_PERIOD=1"),
        warn(
            "avoids for a minute",
            good -> good.without("DISTCC_BACKOFF_PERIOD"),
            "for 60 s",
            "DISTCC_BACKOFF_PERIOD=1"),
        warn(
            "looks once a second",
            good -> good.without("DISTCC_PAUSE_TIME_MSEC"),
            "after a second",
            "DISTCC_PAUSE_TIME_MSEC=50"),
        warn(
            "waits too short",
            good -> good.variable("DISTCC_IO_TIMEOUT", "10"),
            "DISTCC_IO_TIMEOUT=10",
            "Remove it"),
        warn(
            "no fall back",
            good -> good.variable("DISTCC_FALLBACK", "0"),
            "fails the build",
            "Remove it"),
        warn(
            "no local retry",
            good -> good.variable("DISTCC_SKIP_LOCAL_RETRY", "1"),
            "fails the build",
            "Remove it"),
        warn(
            "verbose",
            good -> good.variable("DISTCC_VERBOSE", "1"),
            "build's output",
            "DISTCC_LOG"),
        warn(
            "renamed compiler",
            good -> good.without("DISTCC_NO_REWRITE_CROSS"),
            "x86_64-linux-gnu-gcc",
            "DISTCC_NO_REWRITE_CROSS=1"),
        warn(
            "another flag",
            good -> good.hosts("--slots=4 " + LIST),
            "does not know --slots=4",
            "--localslots_cpp=N"),
        warn(
            "no local slots",
            good -> good.hosts("--localslots=0 " + LIST),
            "does not know --localslots=0",
            "--localslots=N"),
        warn(
            "few local slots for a large farm",
            good -> good.cores(64).hosts("main.ci.svc:3632/512,lzo main.ci.svc:3633/512,lzo"),
            "on 8 of this machine's 64 cores, which feed 72 of the farm's 128 slots",
            "--localslots_cpp=15"),
        warn(
            "few local slots by a flag",
            good -> good.hosts("--localslots_cpp=1 " + LIST),
            "on 1 of this machine's 4 cores, which feed 9 of the farm's 16 slots",
            "--localslots_cpp=2"),
        warn(
            "a fraction of a core",
            good -> good.cpuLimit(0.2),
            "may use 0.20 of a core",
            "Raise limits.cpu"),
        warn(
            "many local slots",
            good -> good.hosts("--localslots_cpp=9 " + LIST),
            "--localslots_cpp=9",
            "Set --localslots_cpp=4"),
        warn(
            "many local compiles",
            good -> good.hosts("--localslots=64 " + LIST),
            "--localslots=64",
            "Set --localslots=4"),
        warn(
            "pump was not started",
            good -> good.pump().without("INCLUDE_SERVER_PORT"),
            "no include server runs",
            "distcc-pump make"),
        warn(
            "pump for hosts without it",
            good -> good.pump().hosts(LIST),
            "no host has the option cpp",
            "DISTCC_PUMP_HOSTS"),
        warn(
            "directories that pump does not see",
            good -> good.pump().variable("C_INCLUDE_PATH", ""),
            "C_INCLUDE_PATH",
            "-I"),
        warn(
            "pump ends at the first refusal",
            good -> good.pump().without("DISTCC_MAX_DISCREPANCY"),
            "ends pump mode",
            "DISTCC_MAX_DISCREPANCY=1000000"),
        fail(
            "a build has all places",
            good -> good.test(137, LOCKED + WAITS + LOCKED),
            "no free place to preprocess",
            "when no build runs"),
        fail(
            "ended without an error",
            good -> good.test(137, LOCKED + "distcc[9] (main) the last words\n" + LOCKED),
            "distcc ended with 137: distcc[9] (main) the last words",
            "jobs"),
        fail(
            "safeguard",
            good -> good.variable("_DISTCC_SAFEGUARD", "1"),
            "calls itself",
            "Remove it"),
        fail(
            "CC without distcc",
            good -> good.variable("CC", "gcc"),
            "CC=gcc does not call distcc",
            "CC=\"distcc gcc\""),
        fail(
            "ccache without prefix",
            good -> good.variable("CC", "ccache gcc"),
            "does not call distcc",
            "CCACHE_PREFIX=distcc"),
        warn(
            "gcc is ccache",
            good ->
                good.compiler(
                    new Compiler("gcc", "/usr/lib/ccache/gcc", "/usr/bin/ccache", "", "", "cc")),
            "link to ccache",
            "CCACHE_PREFIX=distcc"),
        warn(
            "masqueraded twice",
            good ->
                good.variable("CC", "distcc gcc")
                    .compiler(
                        new Compiler(
                            "gcc", "/usr/lib/distcc/gcc", "/usr/bin/distcc", "", "", "dd")),
            "link to distcc",
            "/usr/lib/distcc out of the PATH"),
        warn(
            "native",
            good -> good.variable("CFLAGS", "-O2 -march=native"),
            "CFLAGS has -march=native",
            "x86-64-v3"),
        warn(
            "coverage",
            good -> good.variable("CXXFLAGS", "--coverage"),
            "CXXFLAGS has --coverage",
            "options.md"),
        fail(
            "another version",
            good -> good.compiler("12.2.0", "x86_64-linux-gnu"),
            "version 12.2.0",
            "spec.volunteers.image"),
        fail(
            "another machine",
            good -> good.compiler("14.2.0", "aarch64-linux-gnu"),
            "aarch64-linux-gnu",
            "spec.volunteers.architecture"),
        warn(
            "another build of the version",
            good -> good.compiler("14.2.0", "x86_64-linux-gnu"),
            "another program file",
            "spec.volunteers.image"),
        fail(
            "the farm refuses",
            good -> good.test(1, "compilefarm: farm ci/main has no compiler gcc; it has clang"),
            "has no compiler gcc",
            "compilefarm jobs"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void namesTheFaultAndItsFix(Fault fault) {
    List<CheckResult> before = new SetUp().examined();
    List<CheckResult> after = fault.spoil().apply(new SetUp()).examined();

    List<CheckResult> news =
        after.stream()
            .filter(result -> result.verdict() == Verdict.WARN || result.verdict() == Verdict.FAIL)
            .filter(result -> !before.contains(result))
            .toList();
    assertEquals(1, news.stream().map(CheckResult::check).distinct().count(), news::toString);
    CheckResult found = news.getFirst();
    assertEquals(fault.verdict(), found.verdict(), news::toString);
    assertTrue(found.sentence().contains(fault.says()), found::sentence);
    assertTrue(found.fix().contains(fault.fix()), found::fix);
    assertEquals(fault.verdict() != Verdict.FAIL, Doctor.isWell(after));
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatHoldsTheFarmUp(RecordedFarm farm) {
    List<CheckResult> results =
        new SetUp().farm(with(farm.state(), "14.2.0", "x86_64-linux-gnu", "aa")).examined();
    CheckResult found =
        results.stream().filter(result -> result.check().equals("farm")).findFirst().orElseThrow();
    assertEquals(Verdict.WARN, found.verdict());
  }

  @Test
  void aCompilerThatTheBuildDoesNotCallIsNoFault() {
    Compiler clang =
        new Compiler(
            "clang", "/usr/bin/clang", "/usr/bin/clang-19", "19", "x86_64-linux-gnu", "cc");
    assertTrue(Doctor.isWell(new SetUp().compiler(clang).examined()));
    assertFalse(
        Doctor.isWell(new SetUp().compiler(clang).variable("CC", "distcc clang").examined()));
  }

  @Test
  void cmakesLauncherCallsDistcc() {
    SetUp cmake = new SetUp().variable("CC", "gcc").variable("CMAKE_C_COMPILER_LAUNCHER", "distcc");
    assertTrue(Doctor.isWell(cmake.examined()));
  }

  @Test
  void whatPumpCannotUseIsNoFaultWithoutIt() {
    List<CheckResult> plain = new SetUp().examined();
    assertEquals(plain, new SetUp().variable("CPATH", "/opt/include").examined());
    List<CheckResult> pump = new SetUp().pump().examined();
    assertTrue(
        pump.stream()
            .filter(result -> result.check().equals("pump"))
            .allMatch(result -> result.verdict() == Verdict.OK),
        pump::toString);
  }

  @Test
  void distccsOwnNumberOfLocalSlotsIsNoFault() {
    List<CheckResult> results = new SetUp().cores(1).examined();
    assertEquals(
        List.of(Verdict.OK),
        results.stream()
            .filter(result -> result.check().equals("local slots"))
            .map(CheckResult::verdict)
            .toList());
  }

  @Test
  void isWellWhereNothingIsWrong() {
    assertTrue(Doctor.isWell(new SetUp().examined()));
  }

  @Test
  void isNotWellWithoutATestCompile() {
    ClientFacts facts =
        new ClientFacts(
            Map.of(),
            4,
            OptionalDouble.empty(),
            Optional.of("3.4"),
            Optional.of(new Hosts(LIST, "DISTCC_HOSTS")),
            List.of(),
            List.of(),
            "",
            Map.of(),
            Optional.empty());
    assertFalse(Doctor.isWell(Doctor.examine(facts, "main", "gcc", Optional.empty(), "no rights")));
  }
}
