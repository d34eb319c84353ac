package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.QueueStatus;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.ToolchainStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetAsideStatusTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void invalidSpecMakesFarmNotReadyAndTheRestUnknown() {
    CompileFarmStatus status =
        SetAsideStatus.ofInvalidSpec(farm(7, before()), "spec.replicas is \"many\"", NOW);

    assertEquals(
        List.of(
            "CapacityLimited=Unknown InvalidSpec",
            "ClientNamespacesRefused=Unknown InvalidSpec",
            "ClientsShareAddress=Unknown InvalidSpec",
            "JobsRefused=Unknown InvalidSpec",
            "PumpFallsBack=Unknown InvalidSpec",
            "Ready=False InvalidSpec",
            "ToolchainMixed=Unknown InvalidSpec",
            "VolunteersFailing=Unknown InvalidSpec"),
        texts(status));
    assertEquals(
        "spec.replicas is \"many\". The farm's objects stay as they are until somebody corrects it",
        Conditions.find(status.conditions(), ConditionType.READY).orElseThrow().getMessage());
    assertEquals(7, status.observedGeneration());
    assertEquals(7, status.conditions().getFirst().getObservedGeneration());
    assertEquals("app=main", status.selector());
    assertEquals(new QueueStatus(3, 4), status.queue());
  }

  @Test
  void failureMakesReadyUnknownAndLeavesTheRest() {
    CompileFarmStatus status = SetAsideStatus.ofFailure(farm(7, before()), "it failed", NOW);

    assertEquals(
        List.of("Ready=Unknown InternalError", "VolunteersFailing=True VolunteersLost"),
        texts(status).stream().filter(text -> !isNew(text)).toList());
    assertEquals(new QueueStatus(3, 4), status.queue());
    assertEquals(before().toolchain(), status.toolchain());
    assertEquals(7, status.observedGeneration());
  }

  @Test
  void allConditionsAreThereFromTheFirstStatusOn() {
    int all = ConditionType.values().length;

    assertEquals(
        all, SetAsideStatus.ofFailure(farm(1, null), "it failed", NOW).conditions().size());
    assertEquals(all, SetAsideStatus.ofInvalidSpec(farm(1, null), "no", NOW).conditions().size());
  }

  @Test
  void theSameAgainIsTheSameStatus() {
    CompileFarmStatus first = SetAsideStatus.ofFailure(farm(7, before()), "it failed", NOW);
    CompileFarmStatus invalid = SetAsideStatus.ofInvalidSpec(farm(7, before()), "no", NOW);

    assertEquals(first, SetAsideStatus.ofFailure(farm(7, first), "it failed", NOW.plusSeconds(60)));
    assertEquals(
        invalid, SetAsideStatus.ofInvalidSpec(farm(7, invalid), "no", NOW.plusSeconds(60)));
  }

  /** Of a condition that the status did not have before. */
  private static boolean isNew(String text) {
    return before().conditions().stream()
        .noneMatch(condition -> text.startsWith(condition.getType() + "="));
  }

  private static List<String> texts(CompileFarmStatus status) {
    return status.conditions().stream()
        .map(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason())
        .toList();
  }

  private static CompileFarm farm(long generation, CompileFarmStatus status) {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(new ObjectMetaBuilder().withName("main").withGeneration(generation).build());
    farm.setStatus(status);
    return farm;
  }

  private static CompileFarmStatus before() {
    return new CompileFarmStatus(
        6L,
        List.of(
            condition("Ready", "True", "DispatcherReady"),
            condition("VolunteersFailing", "True", "VolunteersLost")),
        "main.ci.svc:3632",
        "192.0.2.1:3632",
        "app=main",
        2,
        null,
        null,
        new QueueStatus(3, 4),
        new ToolchainStatus("gcc 14.2.0", List.of(), List.of("sha256:1")));
  }

  private static Condition condition(String type, String status, String reason) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage("as it was")
        .withLastTransitionTime("2025-01-01T00:00:00Z")
        .withObservedGeneration(6L)
        .build();
  }
}
