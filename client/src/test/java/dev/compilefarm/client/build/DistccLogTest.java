package dev.compilefarm.client.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines are those of distcc 3.4 with {@code DISTCC_VERBOSE=1}, as it wrote them. */
class DistccLogTest {
  private static final String AWAY =
      """
      distcc[45] (dcc_scan_args) scanning arguments: gcc -c a.c -o a.o
      distcc[45] exec on 127.0.0.1:13632/4,lzo: gcc -c a.c -o a.o
      distcc[45] cpp a.c on localhost completed ok
      distcc[45] 139 bytes from a.c compiled on 127.0.0.1 in 0.2988s, rate 0kB/s
      distcc[45] compile a.c on 127.0.0.1:13632/4,lzo completed ok
      distcc[45] (dcc_exit) exit: code 0; self: 0.000000 user 0.007735 sys
      """;

  private static final String NATIVE =
      """
      distcc[66] (dcc_scan_args) -march=native generates code for local machine; must be local
      distcc[66] exec on localhost: gcc a.c -o x -march=native -c
      distcc[66] compile a.c on localhost completed ok
      distcc[66] (dcc_exit) exit: code 0; self: 0.003600 user 0.000000 sys
      """;

  private static final String REFUSED =
      """
      distcc[81] ERROR: nonblocking connect to 127.0.0.1:13633 failed: Connection refused
      distcc[81] Warning: failed to distribute a.c to 127.0.0.1:13633/4,lzo, running locally instead
      distcc[81] exec on localhost: gcc -c a.c -o a.o
      distcc[81] compile a.c on localhost completed ok
      distcc[81] (dcc_exit) exit: code 0; self: 0.003986 user 0.000000 sys
      """;

  private static final String FAILED =
      """
      distcc[55] ERROR: compile bad.c on 127.0.0.1:13632/4,lzo failed
      distcc[55] (dcc_build_somewhere) Warning: remote compilation of 'bad.c' failed, retrying locally
      distcc[55] Warning: failed to distribute bad.c to 127.0.0.1:13632/4,lzo, running locally instead
      distcc[55] ERROR: compile bad.c on localhost failed
      distcc[55] (dcc_exit) exit: code 1; self: 0.006101 user 0.000000 sys
      """;

  private static final String PREPROCESSED =
      """
      distcc[74] (dcc_scan_args) -E call for cpp must be local
      distcc[74] compile (null) on localhost completed ok
      distcc[74] (dcc_exit) exit: code 0; self: 0.000000 user 0.004642 sys
      """;

  private static final String OPTION_BEFORE_SOURCE =
      """
      distcc[91] (dcc_scan_args) -march=native generates code for local machine; must be local
      distcc[91] compile (null) on localhost completed ok
      distcc[91] (dcc_exit) exit: code 0; self: 0.003600 user 0.000000 sys
      """;

  private static final String LINKED =
      """
      distcc[92] (dcc_scan_args) compiler apparently called not for compile
      distcc[92] compile (null) on localhost completed ok
      distcc[92] (dcc_exit) exit: code 0; self: 0.003600 user 0.000000 sys
      """;

  private static DistccLog of(String... texts) {
    DistccLog log = new DistccLog();
    List.of(texts).forEach(text -> text.lines().forEach(log::line));
    return log;
  }

  @Test
  void countsEachCompileOnceAndSaysWhyItStayed() {
    DistccLog log = of(AWAY, NATIVE, REFUSED, FAILED, PREPROCESSED, OPTION_BEFORE_SOURCE, LINKED);
    assertEquals(1, log.onFarm());
    assertEquals(
        Map.of(
            "-march=native generates code for local machine", 2L,
            "nonblocking connect to 127.0.0.1:13633 failed: Connection refused", 1L,
            "the farm did not compile it", 1L),
        log.atHome());
  }

  @Test
  void tellsProcessesApartWhoseLinesAreMixed() {
    DistccLog log = new DistccLog();
    List<String> one = AWAY.lines().toList();
    List<String> other = NATIVE.lines().toList();
    for (int line = 0; line < one.size(); line++) {
      log.line(one.get(line));
      if (line < other.size()) {
        log.line(other.get(line));
      }
    }
    assertEquals(1, log.onFarm());
    assertEquals(1, log.atHome().size());
  }

  @Test
  void takesTheReasonsOfOtherLinesToo() {
    assertEquals(
        Map.of("autoconf tests", 1L, "gcc's -x handling is complex", 1L),
        of(
                NATIVE.replace(
                    "-march=native generates code for local machine; must be local",
                    "autoconf tests are run locally: conftest.c"),
                NATIVE.replace(
                    "-march=native generates code for local machine; must be local",
                    "gcc's -x handling is complex; running locally for c++"))
            .atHome());
  }

  @Test
  void keepsABoundedNumberOfReasons() {
    DistccLog log = new DistccLog();
    for (int process = 1; process <= 500; process++) {
      NATIVE
          .replace("[66]", "[%d]".formatted(process))
          .replace("-march=native", "-option-" + process)
          .lines()
          .forEach(log::line);
    }
    assertEquals(51, log.atHome().size());
    assertEquals(450, log.atHome().get("other reasons"));
  }

  @Test
  void sumsABuildUp() {
    assertEquals(
        "compilefarm: 1 of 3 compiles on the farm, 2 at home:"
            + " 1 × -march=native generates code for local machine; 1 × the farm did not compile it."
            + " 7 jobs waited 1.5s in all and used 2m05s of volunteers.",
        BuildSummary.line(
            Optional.of(of(AWAY, NATIVE, FAILED)),
            Optional.of(new FarmShare(7, 1.5, 125)),
            Optional.empty()));
    assertEquals(
        "compilefarm: all 1 compiles on the farm.",
        BuildSummary.line(Optional.of(of(AWAY)), Optional.empty(), Optional.empty()));
    assertEquals(
        "compilefarm: no compile went through distcc. Does the build call CC=\"distcc gcc\"?",
        BuildSummary.line(Optional.of(of("make: nothing")), Optional.empty(), Optional.empty()));
  }
}
