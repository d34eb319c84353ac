package dev.compilefarm.dispatcher.it;

import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * With real gcc, stock distcc and stock distccd: whatever the options are, the user has each file
 * that a compile without distcc leaves, with the same bytes. Where the protocol cannot do that, the
 * job is refused with words, and distcc compiles at home.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptionsIT {
  /** A volunteer that has told all, and checks nothing. */
  private static final String COMPILERS = "=g++:x86_64-linux-gnu-g++";

  private static final String SOURCE =
      """
      struct base { virtual ~base(); virtual int f(int); };
      struct derived : base { int f(int) override; int value = 3; };
      int derived::f(int x) { return x + value; }
      static int loop(const int *a, int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) sum += a[i] * n;
        return sum;
      }
      int start(int n, const int *v) { derived d; return loop(v, n) + d.f(n); }
      """;

  private Path scratch;
  private RealDistccd volunteer;
  private RealDispatcher dispatcher;
  private Path shared;
  private int runs;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    scratch = folder;
    volunteer = RealDistccd.start(Ports.free(), 2, scratch);
    dispatcher = RealDispatcher.start(scratch, volunteer.volunteer() + COMPILERS);
    shared = Files.createDirectories(scratch.resolve("shared"));
    Files.createDirectory(shared.resolve("bin"));
    Files.writeString(shared.resolve("flags"), "-O1 -gsplit-dwarf\n");
  }

  @AfterAll
  void stop() {
    dispatcher.close();
    volunteer.close();
  }

  /** The second column is the option that is told, or empty where the farm does the job. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      emptyValue = "",
      textBlock =
          """
          -O2                                            > ''
          -O2 -g                                         > ''
          -O2 -g -DSPLIT=-gsplit-dwarf                   > ''
          -g -gsplit-dwarf -gno-split-dwarf              > ''
          -g -grecord-gcc-switches                       > ''
          -Bsymbolic                                     > ''
          -O3 -fopt-info-vec                             > ''
          -fdump-noaddr -fverbose-asm                    > ''
          -Wa,--noexecstack                              > ''
          -fsanitize=undefined,address                   > ''
          -O2 -g -gsplit-dwarf                           > -gsplit-dwarf
          -g0 --debug=split-dwarf                        > -gsplit-dwarf
          -fstack-usage                                  > -fstack-usage
          --stack-usage                                  > -fstack-usage
          -fcallgraph-info=su,da                         > -fcallgraph-info
          -fdump-tree-optimized                          > -fdump-
          -fdump-rtl-expand -fdump-ipa-inline            > -fdump-
          -fdump-lang-class                              > -fdump-
          -fdump-statistics                              > -fdump-
          -fdump-final-insns                             > -fdump-
          -da                                            > -d
          -dM                                            > -dM
          -O3 -fopt-info-vec-all=notes.txt               > -fopt-info
          -O2 -fsave-optimization-record                 > -fsave-optimization-record
          -save-temps                                    > -save-temps
          -save-temps=obj                                > -save-temps
          --save-temps                                   > -save-temps
          -fmodules-ts                                   > -fmodules-
          -P -g                                          > -P
          -g -fno-working-directory                      > -fno-working-directory
          -frecord-gcc-switches                          > -frecord-gcc-switches
          -fsyntax-only                                  > -fsyntax-only
          -x c++ -g                                      > -x c++
          -B SHARED/bin                                  > -B
          -Bbin                                          > -B
          @SHARED/flags                                  > -gsplit-dwarf
          -wrapper env                                   > -wrapper
          -Wa,@SHARED/assembler                          > -Wa,@
          -Xassembler -al=list.txt                       > -Wa,-a
          -Xassembler --MD -Xassembler d.txt             > -Wa,--MD
          --coverage                                     > ''
          -ftest-coverage                                > ''
          -march=native                                  > ''
          """)
  void nothingIsLostAndNothingDiffers(String options, String about) throws Exception {
    Files.writeString(shared.resolve("assembler"), "--noexecstack\n");
    List<String> arguments =
        Arrays.stream(options.replace("SHARED", shared.toString()).split(" ")).toList();
    Map<String, byte[]> near = files(List.of(), arguments);
    Map<String, byte[]> again = files(List.of(), arguments);
    int before = dispatcher.jobs().size();
    Map<String, byte[]> far = files(List.of("distcc"), arguments);

    assertEquals(near.keySet(), far.keySet(), options);
    near.forEach((name, bytes) -> {
      if (Arrays.equals(bytes, again.get(name))) {
        assertArrayEquals(bytes, far.get(name), () -> options + ": " + name);
      }
    });
    JsonNode jobs = endedJobs();
    if (!about.isEmpty()) {
      assertEquals(before + 1, jobs.size(), options);
      JsonNode job = newest(jobs);
      assertEquals("NOT_DISTRIBUTABLE", job.get("outcome").asText(), options);
      assertEquals(about, job.get("about").asText(), options);
      assertEquals(0, job.get("attempts").asInt(), options);
    } else if (jobs.size() > before) {
      assertEquals("DONE", newest(jobs).get("outcome").asText(), options);
    }
  }

  /** A client has its reply a moment before the job is told as ended. */
  private JsonNode endedJobs() {
    return await()
        .until(
            dispatcher::jobs,
            jobs ->
                StreamSupport.stream(jobs.spliterator(), false)
                    .allMatch(job -> job.hasNonNull("outcome")));
  }

  private static JsonNode newest(JsonNode jobs) {
    JsonNode newest = jobs.get(0);
    for (JsonNode job : jobs) {
      newest = job.get("id").asLong() > newest.get("id").asLong() ? job : newest;
    }
    return newest;
  }

  /** All files of a compile, in a directory whose name is the same each time. */
  private Map<String, byte[]> files(List<String> wrapper, List<String> options)
      throws IOException, InterruptedException {
    Path folder = scratch.resolve("user");
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("a.cpp"), SOURCE);
    List<String> command = new ArrayList<>(wrapper);
    command.add("g++");
    command.addAll(options);
    command.addAll(List.of("-c", "a.cpp", "-o", "a.o"));
    runs++;
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("DISTCC_HOSTS", dispatcher.hosts(runs % 2 == 0 ? ",lzo" : ""));
    environment.put("DISTCC_DIR", scratch.resolve("distcc-" + runs).toString());
    Files.createDirectory(scratch.resolve("distcc-" + runs));
    Path log = scratch.resolve("compile.log");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    assertEquals(0, builder.start().waitFor(), () -> command + ": " + text(log));
    try (Stream<Path> found = Files.list(folder)) {
      Map<String, byte[]> files =
          found
              .filter(Files::isRegularFile)
              .collect(
                  toMap(
                      path -> path.getFileName().toString(),
                      OptionsIT::takeAway,
                      (a, _) -> a,
                      TreeMap::new));
      return files;
    }
  }

  private static byte[] takeAway(Path path) {
    try {
      byte[] bytes = Files.readAllBytes(path);
      Files.delete(path);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
