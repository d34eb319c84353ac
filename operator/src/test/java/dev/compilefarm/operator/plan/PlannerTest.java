package dev.compilefarm.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.Observed;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({"1, 1, 32", "4, 2, 32", "5, 2, 40", "32, 2, 256", "1000, 200, 256"})
  void clientMaySendSeveralJobsForEachSlotWithinBounds(int maxVolunteers, int slots, int limit) {
    String spec =
        "{volunteers: {slots: %d}, scaling: {maxVolunteers: %d}}".formatted(slots, maxVolunteers);

    assertEquals(limit, plan(spec).clientLimit());
  }

  /** Never of the present one, which is nothing at rest. */
  @ParameterizedTest
  @CsvSource({"0, 160", "20, 160", "25, 200", "200, 256"})
  void clientLimitFollowsTheLargestSizeThatThereCanBe(int replicas, int limit) {
    String spec =
        "{replicas: %d, volunteers: {slots: 2}, scaling: {maxVolunteers: 20}}".formatted(replicas);

    assertEquals(limit, plan(spec).clientLimit());
  }

  /** A change of it replaces the dispatcher. */
  @ParameterizedTest
  @CsvSource({
    "'', 2, 64",
    "'', 4, 64",
    "'', 5, 128",
    "'', 8, 128",
    "'', 9, 256",
    "'', 10, 256",
    "'', 32, 512",
    "'', 1000, 512",
    "'replicas: 10,', 10, 256",
    "'replicas: 11,', 10, 512",
    "'replicas: 12,', 10, 512"
  })
  void dispatcherKnowsNoLessThanOneClientSends(String replicas, int maxVolunteers, int jobs) {
    Plan plan =
        plan(
            "{%s volunteers: {slots: 2}, scaling: {maxVolunteers: %d}}"
                .formatted(replicas, maxVolunteers));

    assertEquals(jobs, plan.dispatcher().clientJobs());
    assertTrue(jobs >= 2 * plan.clientLimit());
  }

  @Test
  void imageIsTheFarmsOrElseTheOperators() {
    assertEquals(
        new VolunteerImage("mine:1", Optional.of("tools"), "named"),
        plan("{volunteers: {image: 'mine:1'}}").volunteers().image());
    assertEquals(
        new VolunteerImage("mine:1", Optional.empty(), "named"),
        plan("{volunteers: {image: 'mine:1', tools: Image}}").volunteers().image());
    assertEquals(
        new VolunteerImage("default:1", Optional.empty(), "gcc-14"),
        plan("{}").volunteers().image());
  }

  @Test
  void fixedNumberOverridesBounds() {
    Plan plan = plan("{replicas: 12, scaling: {maxVolunteers: 3}}");

    assertEquals(12, plan.volunteers().count());
    assertEquals(List.of(new SizeStep.Replicas()), plan.sizing().steps());
  }

  @Test
  void sizeIsKeptForDelayWhenFixedNumberIsTakenAway() {
    Plan fixed = plan("{replicas: 12}");

    assertEquals(12, fixed.sizing().history().highest());
  }

  /** What it kept ready is of no use to it any more, and of use to others. */
  @Test
  void farmThatGoesKeepsNothingReadyOnNodes() {
    CompileFarm farm = farm("{nodes: {placeholders: 3, prePullImages: true}}");
    assertEquals(new NodesPlan(NodesPlan.Images.PULLED, OptionalInt.of(3)), plan(farm).nodes());

    farm.getMetadata().setDeletionTimestamp(NOW.toString());

    assertEquals(NodesPlan.NOTHING, plan(farm).nodes());
  }

  private static Plan plan(String spec) {
    return plan(farm(spec));
  }

  private static CompileFarm farm(String spec) {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main, namespace: ci, uid: uid-1}
            spec: %s
            """
                .formatted(spec),
            CompileFarm.class);
  }

  private static Plan plan(CompileFarm farm) {
    Observed nothing = Observed.of(FarmNames.of(farm), List.of(), List.of(), Optional.empty());
    return new Planner(new Settings("dispatcher:1", "default:1", "IfNotPresent"))
        .plan(farm, nothing, SizeHistory.startingWith(0, NOW), NOW);
  }
}
