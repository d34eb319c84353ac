package dev.compilefarm.client.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.client.load.JobsPage;
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

  private static final String AVOIDED =
      """
      distcc[56] (dcc_remove_disliked) remove 127.0.0.1:13632/4,lzo from list
      distcc[56] (dcc_build_somewhere) Warning: failed to distribute, running locally instead
      distcc[56] exec on localhost: gcc -c a.c -o a.o
      distcc[56] compile a.c on localhost completed ok
      distcc[56] (dcc_exit) exit: code 0; self: 0.006101 user 0.000000 sys
      """;

  /** One entry was avoided, and the other one refused the job. */
  private static final String AVOIDED_IN_PART =
      """
      distcc[57] (dcc_remove_disliked) remove 127.0.0.1:13633/4,lzo from list
      distcc[57] exec on 127.0.0.1:13632/4,lzo: gcc -c bad.c -o bad.o
      """
          + FAILED.replace("[55]", "[57]");

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

  private static final String LINKED_OBJECTS =
      """
      distcc[93] (dcc_scan_args) called for link?  i give up
      distcc[93] compile (null) on localhost completed ok
      distcc[93] (dcc_exit) exit: code 0; self: 0.003600 user 0.000000 sys
      """;

  private static final String COMPILED_AND_LINKED = LINKED_OBJECTS.replace("(null)", "main.cc");

  private static final String PLAIN =
      """
      distcc[46] (dcc_x_token_int) send DIST00000002
      distcc[46] compile a.c on 127.0.0.1:13632/4,lzo,cpp completed ok
      distcc[46] (dcc_exit) exit: code 0; self: 0.000000 user 0.007735 sys
      """;

  private static final String PUMPED = PLAIN.replace("DIST00000002", "DIST00000003");

  /** With {@code ,cpp} in the list of hosts and no include server. */
  private static final String NOT_STARTED =
      """
      distcc[46] (dcc_talk_to_include_server) Warning: INCLUDE_SERVER_PORT not set - did you forget to run under 'distcc-pump'?
      distcc[46] (dcc_build_somewhere) Warning: failed to get includes from include server, preprocessing locally
      """
          + PLAIN;

  private static final String ENDED =
      """
      distcc[46] ERROR: failed to connect to UNIX-DOMAIN /tmp/d17/none: No such file or directory
      distcc[46] (dcc_build_somewhere) Warning: failed to get includes from include server, preprocessing locally
      """
          + PLAIN;

  private static final String HIDDEN =
      """
      distcc[46] (dcc_perhaps_adjust_cpp_where_and_protover) Warning: cannot use distcc_pump with any of environment variables CPATH, C_INCLUDE_PATH or CPLUS_INCLUDE_PATH set, preprocessing locally
      """
          + PLAIN;

  private static DistccLog of(String... texts) {
    DistccLog log = new DistccLog();
    List.of(texts).forEach(text -> text.lines().forEach(log::line));
    return log;
  }

  @Test
  void aLinkIsNoCompileUnlessItHasASource() {
    DistccLog log = of(LINKED_OBJECTS, COMPILED_AND_LINKED);
    assertEquals(0, log.onFarm());
    assertEquals(Map.of("compiles and links in one command", 1L), log.atHome());
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
  void tellsARefusalFromWhatFollowsIt() {
    assertEquals(
        Map.of("distcc avoided the farm after a failed job", 1L, "the farm did not compile it", 1L),
        of(AVOIDED, AVOIDED_IN_PART).atHome());
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
            Optional.of(new FarmShare(7, 0, 1.5, 125, List.of())),
            false,
            Optional.empty()));
    assertEquals(
        "compilefarm: all 1 compiles on the farm.",
        BuildSummary.line(Optional.of(of(AWAY)), Optional.empty(), false, Optional.empty()));
    assertEquals(
        "compilefarm: no compile went through distcc. Does the build call CC=\"distcc gcc\" CXX=\"distcc g++\"?",
        BuildSummary.line(
            Optional.of(of("make: nothing")), Optional.empty(), false, Optional.empty()));
  }

  private static String line(Optional<DistccLog> log, Optional<FarmShare> share, boolean isPump) {
    return BuildSummary.line(log, share, isPump, Optional.empty());
  }

  @Test
  void saysWhatCamePreprocessedInPumpMode() {
    assertEquals(
        "compilefarm: all 5 compiles on the farm. 4 of 5 came preprocessed, although pump mode was"
            + " asked for: 2 × no include server ran for it; 1 × CPATH, C_INCLUDE_PATH or"
            + " CPLUS_INCLUDE_PATH was set; 1 × the include server did not tell its includes."
            + " Run the whole build under --pump, and let INCLUDE_SERVER_PORT reach its compilers.",
        line(
            Optional.of(of(PUMPED, NOT_STARTED, HIDDEN, ENDED, NOT_STARTED)),
            Optional.empty(),
            true));
    assertEquals(
        "compilefarm: all 1 compiles on the farm.",
        line(Optional.of(of(PUMPED)), Optional.empty(), true));
  }

  @Test
  void seesPumpModeThatABuildAsksForItself() {
    assertEquals(
        "compilefarm: all 2 compiles on the farm.",
        line(Optional.of(of(PLAIN, PLAIN)), Optional.empty(), false));
    assertEquals(
        "compilefarm: all 3 compiles on the farm. 2 of 3 came preprocessed, although pump mode was"
            + " asked for: 2 × distcc does not say why. One refused job ends pump mode, unless"
            + " DISTCC_MAX_DISCREPANCY is as high as the farm sets it.",
        line(Optional.of(of(PLAIN, PUMPED, PLAIN)), Optional.empty(), false));
  }

  @Test
  void takesTheDispatchersWordWhereTheBuildHasALogOfItsOwn() {
    String line =
        line(Optional.empty(), Optional.of(new FarmShare(7, 5, 1.5, 125, List.of())), false);
    assertTrue(line.startsWith("compilefarm: 2 of 7 came preprocessed"), line);
    String all =
        line(Optional.empty(), Optional.of(new FarmShare(7, 7, 1.5, 125, List.of())), true);
    assertTrue(all.startsWith("compilefarm: 7 jobs waited"), all);
  }

  @Test
  void saysWhatTheFarmDidNotDoAndWhy() {
    List<JobsPage.Job> jobs =
        JobsPage.of(
                """
                {"jobs": [
                  {"id": 1, "outcome": "DONE"}, {"id": 2, "outcome": "ABANDONED"}, {"id": 3},
                  {"id": 4, "outcome": "QUEUE_FULL"}, {"id": 5, "outcome": "QUEUE_FULL"},
                  {"id": 6, "outcome": "TOO_LARGE", "sentence": "the source has 2 GiB; 1 GiB may be"},
                  {"id": 7, "outcome": "QUEUE_FULL"}]}
                """)
            .jobs();
    assertEquals(
        "compilefarm: 7 jobs waited 0ms in all and used 0ms of volunteers."
            + " The farm did not do: 3 × queue_full; 1 × too_large (the source has 2 GiB; 1 GiB may be).",
        line(Optional.empty(), Optional.of(FarmShare.of(jobs)), false));
  }
}
