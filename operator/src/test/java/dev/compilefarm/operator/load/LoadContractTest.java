package dev.compilefarm.operator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
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
        new Load(61, 7 + 31, 145, 12, OptionalDouble.of(2.5), 365, 145, busyByVolunteer()),
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
                number -> "main-volunteers-" + (char) ('a' + number),
                number -> 10 + number,
                Integer::sum,
                TreeMap::new));
  }

  private static Load read(String sample) throws IOException {
    return LoadReply.parse(Files.readString(SAMPLES.resolve(sample)));
  }
}
