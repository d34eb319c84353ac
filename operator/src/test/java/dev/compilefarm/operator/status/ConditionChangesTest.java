package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One event for each change, and none for what stands. */
class ConditionChangesTest {
  private static final Condition STARTING = ready("False DispatcherStarting");
  private static final Condition READY = ready("True DispatcherReady");
  private static final Condition HEALTHY = failing("False VolunteersHealthy");

  @Test
  void whatStandsIsNoEvent() {
    assertEquals(List.of(), events(List.of(READY, HEALTHY), List.of(READY, HEALTHY)));
    Condition refused = ready("False ObjectRefused");
    Condition crashing = failing("True VolunteersCrashing");
    assertEquals(List.of(), events(List.of(refused, crashing), List.of(refused, crashing)));
  }

  @Test
  void newFarmThatStartsIsNoEventUntilItIsReady() {
    assertEquals(List.of(), events(List.of(), List.of(STARTING, HEALTHY)));
    assertEquals(
        List.of("Normal Ready: message"),
        events(List.of(STARTING, HEALTHY), List.of(READY, HEALTHY)));
    assertEquals(
        List.of("Warning InvalidSpec: message"),
        events(List.of(), List.of(ready("False InvalidSpec"))));
  }

  @Test
  void farmThatIsNotReadyIsToldWithEachReason() {
    Condition silent = ready("Unknown DispatcherSilent");
    Condition crashing = ready("False DispatcherCrashing");
    assertEquals(
        List.of("Warning NotReady: DispatcherSilent: message"),
        events(List.of(READY), List.of(silent)));
    assertEquals(
        List.of("Warning NotReady: DispatcherCrashing: message"),
        events(List.of(silent), List.of(crashing)));
    assertEquals(
        List.of("Normal Deleting: Deleting: message"),
        events(List.of(READY), List.of(ready("False Deleting"))));
  }

  /** It changes with the load. */
  @Test
  void reasonOfReadyFarmIsNoEventUnlessObjectIsRefused() {
    Condition limited = ready("True MaxVolunteersReached");
    assertEquals(List.of(), events(List.of(READY), List.of(limited)));
    assertEquals(List.of(), events(List.of(limited), List.of(READY)));
    assertEquals(
        List.of("Warning ObjectRefused: message"),
        events(List.of(limited), List.of(ready("True ObjectRefused"))));
    assertEquals(List.of(), events(List.of(ready("True ObjectRefused")), List.of(READY)));
  }

  @Test
  void otherInvalidFieldIsEvent() {
    Condition other = new ConditionBuilder(ready("False InvalidSpec")).withMessage("other").build();
    assertEquals(
        List.of("Warning InvalidSpec: other"),
        events(List.of(ready("False InvalidSpec")), List.of(other)));
  }

  @Test
  void volunteersThatFailAndRecoverAreTold() {
    Condition crashing = failing("True VolunteersCrashing");
    Condition unknown = failing("Unknown InternalError");
    assertEquals(
        List.of("Warning VolunteersFailing: VolunteersCrashing: message"),
        events(List.of(HEALTHY), List.of(crashing)));
    assertEquals(
        List.of("Normal VolunteersRecovered: message"),
        events(List.of(crashing), List.of(HEALTHY)));
    assertEquals(List.of(), events(List.of(HEALTHY), List.of(unknown)));
    assertEquals(List.of(), events(List.of(crashing), List.of(unknown)));
  }

  private static List<String> events(List<Condition> before, List<Condition> after) {
    return ConditionChanges.events(before, after).stream()
        .map(event ->
            "%s %s: %s".formatted(event.kind().type(), event.kind().reason(), event.note()))
        .toList();
  }

  private static Condition ready(String statusAndReason) {
    return condition("Ready", statusAndReason);
  }

  private static Condition failing(String statusAndReason) {
    return condition("VolunteersFailing", statusAndReason);
  }

  private static Condition condition(String type, String statusAndReason) {
    String[] words = statusAndReason.split(" ", 2);
    return new ConditionBuilder()
        .withType(type)
        .withStatus(words[0])
        .withReason(words[1])
        .withMessage("message")
        .build();
  }
}
