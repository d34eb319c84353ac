package dev.compilefarm.dispatcher.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.dispatcher.bottleneck.Bound;
import dev.compilefarm.dispatcher.clients.SharedAddress;
import dev.compilefarm.dispatcher.clients.SharedAddress.Reason;
import dev.compilefarm.dispatcher.dispatch.LoadSnapshot;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.dispatch.RecentRefusal;
import dev.compilefarm.dispatcher.docs.GeneratedFile;
import dev.compilefarm.dispatcher.pump.FallBack;
import dev.compilefarm.dispatcher.queue.TenantLoad;
import dev.compilefarm.dispatcher.toolchain.Compiler;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Trouble;
import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the dispatcher writes is what the samples in {@code contract/} say. The operator's {@code
 * LoadContractTest} and that of the test bed read the same samples: a field that is renamed here
 * fails there.
 */
class LoadContractTest {
  /** The first one that is set aside as failing. */
  private static final int FULL = 4;

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theSampleIsWhatTheDispatcherWrites() throws IOException {
    GeneratedFile.check("contract/load.json", written(busy()));
  }

  @Test
  void theSampleOfTheStartIsWhatTheDispatcherWrites() throws IOException {
    GeneratedFile.check("contract/load-at-start.json", written(atStart()));
  }

  /** Two fields that are mixed up would else look alike to a reader. */
  @Test
  void everyNumberOfTheSampleIsSetAndItsOwn() throws IOException {
    JsonNode sample = JSON.readTree(LoadJson.of(LoadView.of(busy())));

    List<JsonNode> numbers = leaves(sample).filter(JsonNode::isNumber).toList();
    Set<String> seen = new HashSet<>();
    // The dispatcher says these two twice.
    Set<String> twice = Set.of(sample.at("/slots/busy").asText(), sample.at("/jobs/done").asText());
    numbers.stream()
        .map(JsonNode::asText)
        .filter(number -> !twice.contains(number))
        .forEach(number -> assertTrue(seen.add(number), () -> number + " is there twice"));
    assertFalse(seen.contains("0"));
    assertEquals(0, leaves(sample).filter(JsonNode::isNull).count());
  }

  private static Stream<JsonNode> leaves(JsonNode node) {
    return node.isContainerNode()
        ? node.valueStream().flatMap(LoadContractTest::leaves)
        : Stream.of(node);
  }

  private static String written(LoadSnapshot load) throws JsonProcessingException {
    return JSON.readTree(LoadJson.of(LoadView.of(load))).toPrettyString() + "\n";
  }

  private static LoadSnapshot busy() {
    Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
    Arrays.stream(Outcome.values()).forEach(outcome -> ended.put(outcome, 101L + ended.size()));
    List<VolunteerLoad> volunteers =
        IntStream.range(0, 2 * VolunteerState.values().length)
            .mapToObj(LoadContractTest::volunteer)
            .toList();
    return new LoadSnapshot(
        61,
        volunteers.stream().mapToInt(VolunteerLoad::busy).sum(),
        12.75,
        OptionalDouble.of(2.5),
        1_234,
        56,
        ended,
        List.of(new TenantLoad("10.1.0.9", 27, 58, 1, 7), new TenantLoad("nightly", 34, 87, 3, 31)),
        Map.of("10.1.0.9", 2.25, "nightly", 3.75),
        volunteers,
        List.of(
            new SharedAddress("10.3.0.1", Reason.NODE),
            new SharedAddress("10.3.0.2", Reason.MANY_JOBS),
            new SharedAddress("127.0.0.6", Reason.LOOPBACK)),
        List.of(
            new RecentRefusal(
                Outcome.NOT_DISTRIBUTABLE,
                "-gsplit-dwarf",
                "g++",
                20_001,
                42,
                "option -gsplit-dwarf writes a second file"),
            new RecentRefusal(
                Outcome.UNKNOWN_COMPILER,
                "clang-18",
                "clang-18",
                20_002,
                41,
                "farm ci/main has no compiler clang-18; it has g++, gcc")),
        Map.of(
            "10.1.0.9",
            Optional.of(Bound.CLIENT),
            "nightly",
            Optional.of(Bound.FARM),
            "10.1.0.8",
            Optional.of(Bound.BALANCED)),
        List.of(new FallBack("10.1.0.9", 44), new FallBack("nightly", 43)));
  }

  private static VolunteerLoad volunteer(int number) {
    VolunteerState[] states = VolunteerState.values();
    return new VolunteerLoad(
        "main-volunteers-" + (char) ('a' + number),
        "10.2.0.%d:3632".formatted(number + 1),
        180 + number,
        10 + number,
        states[number % states.length],
        toolchain(number),
        number == FULL ? Optional.of(Trouble.TMPDIR_FULL) : Optional.empty());
  }

  /** The third kind of volunteers has not told. */
  private static Optional<Toolchain> toolchain(int number) {
    return switch (number % 3) {
      case 0 ->
          Optional.of(
              new Toolchain(List.of(compiler("g++", 14), compiler("gcc", 14)), Set.of("gcc")));
      case 1 -> Optional.of(new Toolchain(List.of(compiler("gcc", 12)), Set.of("gcc")));
      default -> Optional.empty();
    };
  }

  private static Compiler compiler(String name, int version) {
    return new Compiler(
        "/usr/bin/x86_64-linux-gnu-%s-%d".formatted(name, version),
        version + ".2.0",
        "x86_64-linux-gnu",
        (name.equals("gcc") ? "c" : "d").repeat(62) + version);
  }

  private static LoadSnapshot atStart() {
    Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
    Arrays.stream(Outcome.values()).forEach(outcome -> ended.put(outcome, 0L));
    return new LoadSnapshot(
        0,
        0,
        0,
        OptionalDouble.empty(),
        0,
        0,
        ended,
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of());
  }
}
