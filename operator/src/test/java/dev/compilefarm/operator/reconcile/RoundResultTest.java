package dev.compilefarm.operator.reconcile;

import static dev.compilefarm.operator.observe.Facts.ready;
import static dev.compilefarm.operator.observe.Facts.startedIn;
import static dev.compilefarm.operator.observe.Facts.terminating;
import static dev.compilefarm.operator.observe.Facts.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.observe.VolunteerStart;
import dev.compilefarm.operator.observe.Workload;
import dev.compilefarm.operator.plan.Planner;
import dev.compilefarm.operator.plan.Settings;
import dev.compilefarm.operator.status.EventKind;
import dev.compilefarm.operator.status.FarmEvent;
import dev.compilefarm.operator.status.FarmStatus;
import dev.compilefarm.operator.status.StatusInputs;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RoundResultTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RejectedObject SERVICE = new RejectedObject("Service", "main", "it exists");

  private static final VolunteerStart START =
      new VolunteerStart(
          Duration.ZERO, Duration.ofSeconds(7), Duration.ZERO, Duration.ofSeconds(2));

  private final CompileFarm farm = farm();

  @Test
  void drainThatIsCutShortIsOneEvent() {
    StatusInputs inputs = inputs(Optional.empty());

    RoundResult first = RoundResult.of(farm, inputs, FarmMemory.NONE, 2, NOW);
    RoundResult second = RoundResult.of(farm, inputs, first.memory(), 2, NOW.plusSeconds(1));

    assertEquals(
        List.of(EventKind.DRAIN_CUT_SHORT), first.events().stream().map(FarmEvent::kind).toList());
    assertEquals(List.of(), second.events());
  }

  /** As the cluster has it, which may have refused what was planned. */
  @Test
  void sizeThatTheClusterTookIsAnEvent() {
    StatusInputs inputs = inputs(Optional.empty());

    assertEquals(
        EventKind.SCALED_UP,
        RoundResult.of(farm, inputs, FarmMemory.NONE, 5, NOW).events().getFirst().kind());
    assertEquals(
        EventKind.SCALED_DOWN,
        RoundResult.of(farm, inputs, FarmMemory.NONE, 1, NOW).events().getFirst().kind());
  }

  @Test
  void whatWasRejectedIsTriedAgainLaterAndLater() {
    StatusInputs inputs = inputs(Optional.of(SERVICE));

    RoundResult first = RoundResult.of(farm, inputs, FarmMemory.NONE, 2, NOW);
    RoundResult later = RoundResult.of(farm, inputs, first.memory(), 2, NOW.plusSeconds(30));

    assertEquals(Optional.of(new RetryOfRejected(SERVICE, NOW)), later.memory().rejected());
    assertEquals(
        Optional.empty(),
        RoundResult.of(farm, inputs(Optional.empty()), later.memory(), 2, NOW).memory().rejected());
  }

  @Test
  void statusThatIsWrittenIsRemembered() {
    StatusInputs inputs = inputs(Optional.empty());

    RoundResult first = RoundResult.of(farm, inputs, FarmMemory.NONE, 2, NOW);
    farm.setStatus(first.status().orElseThrow());
    RoundResult second = RoundResult.of(farm, inputs, first.memory(), 2, NOW.plusSeconds(9));

    assertEquals(Optional.empty(), second.status());
    assertEquals(Optional.of(NOW), second.memory().lastStatusWrite());
  }

  @Test
  void startIsCountedOnceAndStaysInTheStatus() {
    RoundResult first = round(inputs(List.of()), FarmMemory.NONE, 0);
    RoundResult second =
        round(inputs(List.of(startedIn(START, ready("a", NOW)))), first.memory(), 1);
    RoundResult third =
        round(inputs(List.of(startedIn(START, ready("a", NOW)))), second.memory(), 2);

    assertEquals(List.of(), first.starts());
    assertEquals(List.of(START), second.starts());
    assertEquals(List.of(), third.starts());
    assertEquals(9, farm.getStatus().lastStart().seconds());
    assertEquals(9, FarmStatus.of(farm, inputs(List.of()), NOW).lastStart().seconds());
  }

  private RoundResult round(StatusInputs inputs, FarmMemory before, int seconds) {
    RoundResult result = RoundResult.of(farm, inputs, before, 2, NOW.plusSeconds(seconds));
    result.status().ifPresent(farm::setStatus);
    return result;
  }

  /** Two volunteers; one runs a job and is ended within half a minute. */
  private StatusInputs inputs(Optional<RejectedObject> rejected) {
    return inputs(List.of(ready("a", NOW), terminating(ready("b", NOW), 30)), rejected);
  }

  private StatusInputs inputs(List<PodFact> volunteers) {
    return inputs(volunteers, Optional.empty());
  }

  private StatusInputs inputs(List<PodFact> volunteers, Optional<RejectedObject> rejected) {
    Observed observed =
        new Observed(
            new Workload("main-dispatcher", OptionalInt.of(1), Optional.empty(), List.of()),
            workload(2, volunteers),
            Optional.of(
                new LoadReport.Heard(
                    new Load(
                        0, 0, 1, 0, OptionalDouble.of(1), 4, 1, new TreeMap<>(Map.of("b", 1))))));
    return new StatusInputs(
        farm.specOrDefaults(),
        observed,
        new Planner(new Settings("dispatcher", "volunteer", "IfNotPresent"))
            .plan(farm, observed, FarmMemory.NONE.historyOf(observed, NOW), NOW),
        rejected);
  }

  private static CompileFarm farm() {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(
        new ObjectMetaBuilder()
            .withName("main")
            .withNamespace("ci")
            .withUid("uid-1")
            .withGeneration(1L)
            .build());
    return farm;
  }
}
