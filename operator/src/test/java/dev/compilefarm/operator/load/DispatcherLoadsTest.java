package dev.compilefarm.operator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.Facts;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.PodFact;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DispatcherLoadsTest {
  private static final String FARM = "uid-1";
  private static final PodFact ONE = pod("main-dispatcher-1", "10.0.0.1");
  private static final PodFact TWO = pod("main-dispatcher-2", "10.0.0.2");

  private final Map<String, Load> answers = new HashMap<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final DispatcherLoads loads = new DispatcherLoads(this::answer, () -> now);

  @Test
  void sumsTheQueuesOfAllPods() {
    answers.put("10.0.0.1", new Load(3, 1, 2, 4, OptionalDouble.empty(), 6, 2, busy("a", 2)));
    answers.put("10.0.0.2", new Load(1, 1, 1, 9, OptionalDouble.of(2), 6, 1, busy("b", 1)));

    var both = busy("a", 2);
    both.put("b", 1);
    assertEquals(
        heard(new Load(4, 2, 3, 9, OptionalDouble.of(2), 6, 3, both)),
        loads.ask(FARM, List.of(ONE, TWO)));
  }

  @Test
  void oneAnswerIsEnough() {
    answers.put("10.0.0.2", load(1));

    assertEquals(heard(load(1)), loads.ask(FARM, List.of(ONE, TWO)));
  }

  @Test
  void nobodyToAskIsNoNews() {
    assertEquals(Optional.empty(), loads.ask(FARM, List.of(Facts.notReady("new", Instant.EPOCH))));
  }

  @Test
  void bridgesHiccupWithLastLoad() {
    answers.put("10.0.0.1", load(3));
    loads.ask(FARM, List.of(ONE));
    answers.clear();

    later(DispatcherLoads.PATIENCE.minusMillis(1));

    assertEquals(heard(load(3)), loads.ask(FARM, List.of(ONE)));
  }

  @Test
  void isSilentAfterPatienceAndNamesPodAndCause() {
    answers.put("10.0.0.1", load(3));
    loads.ask(FARM, List.of(ONE));
    answers.clear();

    later(DispatcherLoads.PATIENCE);

    assertEquals(
        Optional.of(
            new LoadReport.Silent(
                "Pod main-dispatcher-1 does not answer GET /v1/load on port 8080: refused")),
        loads.ask(FARM, List.of(ONE)));
  }

  @Test
  void givesNewPodTheSamePatience() {
    assertEquals(Optional.empty(), loads.ask(FARM, List.of(ONE)));

    later(DispatcherLoads.PATIENCE);

    assertEquals(LoadReport.Silent.class, loads.ask(FARM, List.of(ONE)).orElseThrow().getClass());
  }

  @Test
  void forgetsLoadOfDeletedFarm() {
    answers.put("10.0.0.1", load(3));
    loads.ask(FARM, List.of(ONE));
    answers.clear();

    loads.forget(FARM);

    assertEquals(Optional.empty(), loads.ask(FARM, List.of(ONE)));
  }

  private Load answer(String address) throws IOException {
    var load = answers.get(address);
    if (load == null) {
      throw new IOException("refused");
    }
    return load;
  }

  private void later(Duration duration) {
    now = now.plus(duration);
  }

  private static Optional<LoadReport> heard(Load load) {
    return Optional.of(new LoadReport.Heard(load));
  }

  private static Load load(int queued) {
    return new Load(queued, 0, 0, 0, OptionalDouble.empty(), 0, 0, new TreeMap<>());
  }

  private static PodFact pod(String name, String address) {
    return new PodFact(
        name,
        "1",
        true,
        Instant.EPOCH,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.of(address),
        Optional.empty());
  }

  private static SortedMap<String, Integer> busy(String volunteer, int jobs) {
    return new TreeMap<>(Map.of(volunteer, jobs));
  }
}
