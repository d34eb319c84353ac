package dev.compilefarm.operator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ToolchainStatus.CompilerStatus;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.Notices;
import dev.compilefarm.operator.observe.RefusedJobs;
import dev.compilefarm.operator.observe.SharedAddress;
import dev.compilefarm.operator.observe.Toolchains;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Reads what the dispatcher of this version writes. The dispatcher's test of the same name keeps
 * the samples in {@code contract/} true; all numbers of a sample differ.
 */
class LoadContractTest {
  private static final Path SAMPLES = Path.of("../contract");

  @Test
  void everyFieldOfTheLoadIsReadFromItsPlace() throws IOException {
    assertEquals(
        new Load(
            61,
            7 + 31,
            145,
            12,
            OptionalDouble.of(2.5),
            365,
            145,
            busyByVolunteer(),
            toolchains(),
            new Notices(
                List.of(
                    new SharedAddress("10.3.0.1", "NODE", 0),
                    new SharedAddress("10.3.0.2", "MANY_JOBS", 0),
                    new SharedAddress("127.0.0.6", "LOOPBACK", 0)),
                List.of(
                    new RefusedJobs(
                        "NOT_DISTRIBUTABLE",
                        "-gsplit-dwarf",
                        "g++",
                        20_001,
                        42,
                        "option -gsplit-dwarf writes a second file"),
                    new RefusedJobs(
                        "UNKNOWN_COMPILER",
                        "clang-18",
                        "clang-18",
                        20_002,
                        41,
                        "farm ci/main has no compiler clang-18; it has g++, gcc")),
                failing(),
                new TreeSet<>(Set.of("10.1.0.9", "nightly")))),
        read("load.json"));
  }

  @Test
  void aDispatcherThatHasJustStartedHasNoMeanAndNoVolunteers() throws IOException {
    assertEquals(
        new Load(0, 0, 0, 0, OptionalDouble.empty(), 0, 0, new TreeMap<>()),
        read("load-at-start.json"));
  }

  private static SortedMap<String, Integer> busyByVolunteer() {
    return IntStream.range(0, 10)
        .boxed()
        .collect(
            Collectors.toMap(
                number -> volunteer('a' + number),
                number -> 10 + number,
                Integer::sum,
                TreeMap::new));
  }

  private static SortedMap<String, String> failing() {
    TreeMap<String, String> failing = new TreeMap<>();
    failing.put(volunteer('e'), Notices.TMPDIR_FULL);
    failing.put(volunteer('j'), Notices.COMPILES_NOTHING);
    return failing;
  }

  private static Toolchains toolchains() {
    TreeMap<String, String> byVolunteer = new TreeMap<>();
    "adgj".chars().forEach(letter -> byVolunteer.put(volunteer(letter), "cbf424399b29"));
    "beh".chars().forEach(letter -> byVolunteer.put(volunteer(letter), "f856b7899379"));
    TreeMap<String, List<CompilerStatus>> byId = new TreeMap<>();
    byId.put("cbf424399b29", List.of(compiler("g++", "14", "d"), compiler("gcc", "14", "c")));
    byId.put("f856b7899379", List.of(compiler("gcc", "12", "c")));
    return new Toolchains(byVolunteer, byId);
  }

  private static String volunteer(int letter) {
    return "main-volunteers-" + (char) letter;
  }

  private static CompilerStatus compiler(String name, String major, String digit) {
    return new CompilerStatus(
        "/usr/bin/x86_64-linux-gnu-%s-%s".formatted(name, major),
        major + ".2.0",
        "x86_64-linux-gnu",
        digit.repeat(62) + major);
  }

  private static Load read(String sample) throws IOException {
    return LoadReply.parse(Files.readString(SAMPLES.resolve(sample)));
  }
}
