package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What stock distcc 3.4 makes of a refusal and of a hang-up, in each of its three settings and each
 * version of the protocol. The table of ADR 21 is what is asserted here.
 */
@Timeout(600)
class RefusedIT {
  private static final int LIMIT_BYTES = 48 << 20;
  private static final String SOURCE = "int x;\n";
  private static final List<String> HOST_OPTIONS = List.of("", ",lzo", ",lzo,cpp");

  /** The client's own ConfigMap has this one. */
  private static final String DISCREPANCIES_MAX = "1000000";

  @TempDir Path scratch;

  /** How distcc is set. */
  private enum Setting {
    DEFAULT,
    NO_FALLBACK,
    NO_LOCAL_RETRY;

    Map<String, String> environment() {
      return switch (this) {
        case DEFAULT -> Map.of("DISTCC_FALLBACK", "1");
        case NO_FALLBACK -> Map.of("DISTCC_FALLBACK", "0");
        case NO_LOCAL_RETRY -> Map.of("DISTCC_FALLBACK", "1", "DISTCC_SKIP_LOCAL_RETRY", "1");
      };
    }

    End whereRefused() {
      return switch (this) {
        case DEFAULT -> new End(0, 1, true);
        case NO_FALLBACK -> new End(1, 1, false);
        case NO_LOCAL_RETRY -> new End(1, 0, false);
      };
    }

    End whereHungUpOn() {
      return switch (this) {
        case DEFAULT, NO_LOCAL_RETRY -> new End(0, 2, true);
        case NO_FALLBACK -> new End(116, 2, false);
      };
    }
  }

  /**
   * How a compile ends.
   *
   * @param putAside entries of the list of hosts
   */
  private record End(int exitCode, long putAside, boolean hasObject) {}

  /** One way to be refused, and the words by which it is known. */
  private record Wrong(
      String outcome, String compiler, String source, List<String> options, String words) {

    /** What distcc does not preprocess in versions 1 and 2, which takes long where it is large. */
    String file(String hostOptions) {
      return source.equals(SOURCE) || hostOptions.contains("cpp") ? "x.c" : "x.i";
    }
  }

  @Test
  void aCompilerThatNobodyHas() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 2, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, volunteer.volunteer() + "=clang:clang-18")) {
      assertRefused(
          dispatcher,
          new Wrong(
              "UNKNOWN_COMPILER",
              "gcc",
              SOURCE,
              List.of(),
              "compilefarm: this farm has no compiler x86_64-linux-gnu-gcc; it has clang, clang-18\n"));
    }
  }

  @Test
  void anOptionThatWritesASecondFile() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 2, scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, volunteer.volunteer())) {
      assertRefused(
          dispatcher,
          new Wrong(
              "NOT_DISTRIBUTABLE", "gcc", SOURCE, List.of("-g", "-gsplit-dwarf"), "-gsplit-dwarf"));
    }
  }

  @Test
  void aCompilerThatVolunteersDoNotRun() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 2, scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, volunteer.volunteer())) {
      assertRefused(
          dispatcher,
          new Wrong(
              "POISON",
              "mycc",
              SOURCE,
              List.of(),
              "compilefarm: volunteers of this farm that are well failed on compiler mycc: "));
    }
  }

  /** It does not become shorter by compression. */
  @Test
  void aSourceThatIsTooLarge() throws Exception {
    byte[] comment = new byte[LIMIT_BYTES + 1];
    new Random(1).nextBytes(comment);
    for (int i = 0; i < comment.length; i++) {
      comment[i] |= (byte) 0x80;
    }
    String source = "/*" + new String(comment, StandardCharsets.ISO_8859_1) + "*/\n" + SOURCE;
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 2, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                volunteer.volunteer(),
                Map.of("COMPILEFARM_QUEUE_MAX_SOURCE_BYTES", Integer.toString(LIMIT_BYTES)))) {
      assertRefused(
          dispatcher,
          new Wrong(
              "TOO_LARGE",
              "gcc",
              source,
              List.of(),
              "compilefarm: the source of this job is too large: it has 49 MiB, and this farm"));
    }
  }

  /** It is about the moment, so another try may help, and nothing is as it was not before. */
  @Test
  void aQueueThatIsFullHangsUp() throws Exception {
    try (RealDispatcher dispatcher =
            RealDispatcher.start(
                scratch,
                "127.0.0.1:9/1",
                Map.of("COMPILEFARM_QUEUE_MAX_QUEUED_JOBS_PER_TENANT", "1"));
        RawClient waiting = RawClient.request("127.0.0.1", dispatcher.port(), "gcc")) {
      dispatcher.awaitLoad("it waits", load -> load.at("/queued").asInt() == 1);
      Wrong full = new Wrong("TENANT_QUEUE_FULL", "gcc", SOURCE, List.of(), "");
      for (Setting setting : Setting.values()) {
        for (String options : HOST_OPTIONS) {
          RealClient client =
              assertEnds(setting.whereHungUpOn(), setting, options, full, dispatcher);
          assertTrue(!client.log().contains("compilefarm: "), client.log());
          assertEquals(2, newestWith(dispatcher, full.outcome()), "both entries were tried");
        }
      }
      waiting.hangUp();
    }
  }

  /** By default one replied failure that compiles at home ends pump for the whole build. */
  @Test
  void threeRefusalsDoNotEndPump() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 2, scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, volunteer.volunteer())) {
      assertEquals(2, versionAfterRefusals(dispatcher, "demoted", Map.of(), 1));
      assertEquals(
          3,
          versionAfterRefusals(
              dispatcher, "pump", Map.of("DISTCC_MAX_DISCREPANCY", DISCREPANCIES_MAX), 3));
    }
  }

  private int versionAfterRefusals(
      RealDispatcher dispatcher, String name, Map<String, String> more, int refusals)
      throws IOException, InterruptedException {
    Map<String, String> environment =
        new HashMap<>(PumpFiles.environment(scratch, name, "x.c", SOURCE));
    environment.putAll(more);
    environment.put("DISTCC_FALLBACK", "1");
    environment.put("DISTCC_VERBOSE", "1");
    // The entry that is put aside is not waited for.
    environment.put("DISTCC_BACKOFF_PERIOD", "0");
    RealClient client = new RealClient(scratch, name, dispatcher.hosts(",lzo,cpp"), environment);
    for (int i = 0; i < refusals; i++) {
      int before = refused(dispatcher);
      assertEquals(0, client.compile("x.c", SOURCE, "-g", "-gsplit-dwarf").waitFor(), client.log());
      assertEquals(before + 1, refused(dispatcher));
    }
    int logged = client.log().length();
    assertEquals(0, client.compile("x.c", SOURCE).waitFor(), client.log());
    String last = client.log().substring(logged);
    assertTrue(last.contains("DIST0000000"), last);
    return Character.digit(last.charAt(last.indexOf("DIST0000000") + 11), 10);
  }

  private static int refused(RealDispatcher dispatcher) {
    return dispatcher.load().at("/jobs/ended/NOT_DISTRIBUTABLE").asInt();
  }

  private void assertRefused(RealDispatcher dispatcher, Wrong wrong)
      throws IOException, InterruptedException {
    for (Setting setting : Setting.values()) {
      for (String options : HOST_OPTIONS) {
        RealClient client = assertEnds(setting.whereRefused(), setting, options, wrong, dispatcher);
        assertEquals(
            setting != Setting.DEFAULT,
            client.log().contains(wrong.words()),
            () -> setting + " " + options + " shows the sentence where it ends with 1");
        assertEquals(1, newestWith(dispatcher, wrong.outcome()), "there was one connection");
      }
    }
    assertTrue(dispatcher.log().contains(wrong.words().replace("compilefarm: ", "").strip()));
  }

  private RealClient assertEnds(
      End expected, Setting setting, String options, Wrong wrong, RealDispatcher dispatcher)
      throws IOException, InterruptedException {
    String name = setting + options.replace(',', '-');
    String file = wrong.file(options);
    String source = options.contains("cpp") ? SOURCE : wrong.source();
    Map<String, String> environment = new HashMap<>(setting.environment());
    if (options.contains("cpp")) {
      environment.putAll(PumpFiles.environment(scratch, name, file, wrong.source()));
    }
    environment.put("PATH", pathWithMycc() + ":" + System.getenv("PATH"));
    RealClient client = new RealClient(scratch, name, dispatcher.hosts(options), environment);
    known = dispatcher.load().at("/jobs/accepted").asLong();
    Process compile =
        client.compileWith(wrong.compiler(), file, source, wrong.options().toArray(String[]::new));
    int exitCode = compile.waitFor();
    assertEquals(
        expected,
        new End(exitCode, client.backedOff(), client.hasObjectOf(file)),
        () -> "%s of %s, %s:\n%s".formatted(wrong.outcome(), setting, options, logOf(client)));
    return client;
  }

  private long known;

  /** How many jobs came since the last compile began; each ended so. */
  private long newestWith(RealDispatcher dispatcher, String outcome) {
    long came = dispatcher.load().at("/jobs/accepted").asLong() - known;
    List<String> outcomes = new ArrayList<>();
    dispatcher.jobs().forEach(job -> outcomes.add(job.get("outcome").asText()));
    outcomes
        .subList(outcomes.size() - Math.toIntExact(came), outcomes.size())
        .forEach(ended -> assertEquals(outcome, ended));
    return came;
  }

  private static String logOf(RealClient client) {
    try {
      return client.log();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Path pathWithMycc() throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("bin"));
    Path compiler = folder.resolve("mycc");
    if (!Files.exists(compiler)) {
      Files.createSymbolicLink(compiler, Path.of("/usr/bin/gcc"));
    }
    return folder;
  }
}
