package dev.compilefarm.e2e.chart;

import static dev.compilefarm.testbed.Eventually.eventually;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.DisturbsOthers;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildLoop;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.ProjectImage;
import dev.compilefarm.testbed.observe.Load;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code helm upgrade} from the previous version, with a build running and farms that use all the
 * previous CRD has, loses nothing of either.
 *
 * <p>The previous version is the commit in {@code e2e/previous-version}: its own chart, CRD and
 * images, which {@code dev/lib/previous} makes from this clone's history. Not today's images under
 * another tag: today's operator cannot keep a farm with yesterday's rights and CRD, nor has it to.
 *
 * <p>The suites that disturb others share one release, and run one after the other. So this one
 * goes back to the previous version first, and leaves the present one whatever happens.
 */
@DisturbsOthers
class ChartUpgradeIT {
  @RegisterExtension static final Stage stage = new Stage("chart-upgrade");

  private static final Duration ROLLED = Duration.ofMinutes(3);
  private static final Duration TOLD = Duration.ofSeconds(60);

  /** Farms for the previous CRD, which lies beside them. */
  private static final Path PREVIOUS = Checkout.path("crds/src/test/resources/previous");

  private static Chart previous;
  private static Chart present;

  @BeforeAll
  static void goBack() {
    assumeTrue(
        Chart.hasPrevious(),
        "this clone's history lacks the commit that e2e/previous-version names; git fetch --unshallow brings it");
    previous = Chart.previous(stage.cluster());
    present = new Chart(stage.cluster());
    previous.install(stage.client());
  }

  @AfterAll
  static void leaveThePresent() {
    if (present != null) {
      present.install(stage.client());
    }
  }

  /** Else the comparisons in {@code crds/} would be with another version than this one. */
  @Test
  void thePreviousDefinitionIsTheOneThatIsComparedElsewhere() throws IOException {
    String name = "compilefarms.compilefarm.dev.yaml";

    assertEquals(
        Files.readString(Chart.previousSource().resolve("helm/compilefarm/files").resolve(name)),
        Files.readString(PREVIOUS.resolve(name)));
  }

  /**
   * Also with farms in the cluster that the previous definition took and that cannot be read, or
   * not be done as they say: they harm nobody but themselves.
   */
  @Test
  void anUpgradeLosesNothing() throws IOException {
    // Given: a build on a farm of the previous version, a farm that was put away, and what the
    // previous definition made of all kinds of farms
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec:
              volunteers: {slots: 2}
              scaling: {minVolunteers: 1, maxVolunteers: 2}
              queue: {tenants: [{name: nightly, port: 3642, weight: 3}]}
            """);
    stage.user().apply(Files.readString(PREVIOUS.resolve("farms/every-field.yaml")));
    Object putAway = stored("every-field");
    Map<String, Object> before = specsOfPreviousFarms();
    BuildLoop build = previousDeveloper("ann").buildAgainAndAgainOn("main", 12, 250_000);
    stage.user().awaitVolunteers("main", 2, Duration.ofSeconds(90));
    eventually(
        "jobs on both volunteers",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf("main").load(),
        load -> load.slots().busy() >= 3);
    assertEquals(Set.of(previous.image(ProjectImage.DISPATCHER)), images("dispatcher"));
    assertEquals(Set.of(previous.image(ProjectImage.VOLUNTEER)), images("volunteer"));

    // When
    String bad = Files.readString(PREVIOUS.resolve("unreadable.yaml"));
    stage.user().apply(bad);
    present.install(stage.client());

    // Then: the dispatcher is replaced under the build, which does not notice
    assertNotEquals(
        previous.image(ProjectImage.DISPATCHER), present.image(ProjectImage.DISPATCHER));
    eventually(
        "only the present dispatcher",
        ROLLED,
        () -> images("dispatcher"),
        Set.of(present.image(ProjectImage.DISPATCHER))::equals);
    eventually(
        "jobs that run after the upgrade",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf("main").load(),
        load -> load.jobs().done() > 0);
    build.stopAndExpectFlawless();

    // And the farm keeps its compiler until it names another
    assertEquals(Set.of(previous.image(ProjectImage.VOLUNTEER)), images("volunteer"));
    assertNotEquals(previous.image(ProjectImage.VOLUNTEER), present.image(ProjectImage.VOLUNTEER));
    stage
        .user()
        .patchFarm(
            "main",
            "{\"spec\": {\"volunteers\": {\"image\": \"%s\"}}}"
                .formatted(present.image(ProjectImage.VOLUNTEER)));
    eventually(
        "only the present volunteers",
        ROLLED,
        () -> images("volunteer"),
        Set.of(present.image(ProjectImage.VOLUNTEER))::equals);
    BuildLoop presentBuild = stage.developer("bob").buildAgainAndAgainOn("main", 4, 100_000);
    eventually(
        "a round of a build with the present compilers",
        ROLLED,
        () -> presentBuild.rounds().size(),
        rounds -> rounds > 0);
    presentBuild.stopAndExpectFlawless();

    // And farms mean what they meant
    assertEquals(putAway, asBefore(putAway, stored("every-field")));
    Map<String, Object> scaling = farms().withName("main").require().get("spec", "scaling");
    assertEquals(5, scaling.get("targetWaitSeconds"));
    assertEquals(300, scaling.get("scaleDownDelaySeconds"));

    // And so do those that are made anew, but for what the operator chooses now
    Map<String, Object> anew = specsOfPreviousFarms();
    before.forEach((file, spec) -> leaveToTheOperator(spec, anew.get(file)));
    assertEquals(before, asBefore(before, anew));
    stage.user().patchFarm("every-field", "{\"spec\": {\"replicas\": 4}}");
    stage.user().awaitReady("main");
    stage.user().patchFarm("main", "{\"spec\": {\"replicas\": 1}}");
    stage.user().awaitVolunteers("main", 1, Duration.ofSeconds(90));

    // And the words of the previous version are still understood, and still written
    String volunteer = stage.user().volunteers("main").getFirst().getMetadata().getName();
    annotate(volunteer, "compilefarm.dev/drain", "by-hand");
    eventually(
        "a volunteer with the previous annotation that gets no new job",
        TOLD,
        () -> stateOf(volunteer),
        "DRAINING"::equals);
    annotate(volunteer, "compilefarm.dev/drain", null);
    eventually("a volunteer that gets jobs again", TOLD, () -> stateOf(volunteer), "READY"::equals);
    Map<String, Object> volunteers = farms().withName("main").require().get("status", "volunteers");
    assertNotNull(volunteers.get("message"));
    assertEquals(volunteers.get("message"), volunteers.get("reason"));

    // And those that cannot be used say so, and can be mended or go
    for (String farm : List.of("empty-quantity", "banana", "negative", "heavy-weight")) {
      eventually(
          farm + " not Ready, and why",
          TOLD,
          () -> ready(farm),
          ready -> !"True".equals(ready.get("status")) && ready.get("message") != null);
    }
    farms()
        .withName("banana")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"volunteers\": {\"resources\": {\"limits\": {\"cpu\": 0.5}}}}}");
    stage.user().awaitReady("banana");
    farms().withName("empty-quantity").delete();
    eventually(
        "no farm empty-quantity",
        TOLD,
        () -> Optional.ofNullable(farms().withName("empty-quantity").get()),
        Optional::isEmpty);
  }

  /** With the previous compilers, which are those of farms that are not told otherwise. */
  private static Developer previousDeveloper(String name) {
    return new Developer(
        stage.client(), stage.namespace(), name, previous.image(ProjectImage.CLIENT));
  }

  private static void annotate(String pod, String annotation, String value) {
    stage
        .client()
        .pods()
        .inNamespace(stage.namespace())
        .withName(pod)
        .edit(old ->
            new PodBuilder(old)
                .editMetadata()
                .removeFromAnnotations(annotation)
                .addToAnnotations(value == null ? Map.of() : Map.of(annotation, value))
                .endMetadata()
                .build());
  }

  /** In the dispatcher's words; empty where it does not know the volunteer. */
  private static String stateOf(String volunteer) {
    return stage.dispatcherOf("main").load().volunteers().stream()
        .filter(known -> known.name().equals(volunteer))
        .map(Load.Volunteer::state)
        .findFirst()
        .orElse("");
  }

  /** Of the pods of a part of the farm, those on their way out included. */
  private static Set<String> images(String component) {
    return stage
        .client()
        .pods()
        .inNamespace(stage.namespace())
        .withLabel("compilefarm.dev/farm", "main")
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems()
        .stream()
        .map(ChartUpgradeIT::image)
        .collect(toSet());
  }

  private static String image(Pod pod) {
    Container container = pod.getSpec().getContainers().getFirst();
    return container.getImage();
  }

  /** What the API server would store of the specs of all previous farms, by file. */
  private static Map<String, Object> specsOfPreviousFarms() throws IOException {
    Map<String, Object> specs = new TreeMap<>();
    try (Stream<Path> files = Files.list(PREVIOUS.resolve("farms"))) {
      for (Path file : files.toList()) {
        GenericKubernetesResource farm =
            stage
                .client()
                .genericKubernetesResources("compilefarm.dev/v1alpha1", "CompileFarm")
                .inNamespace(stage.namespace())
                .load(Files.newInputStream(file))
                .item();
        farm.getMetadata().setName("tried-" + specs.size());
        specs.put(
            file.getFileName().toString(),
            stage
                .client()
                .resource(farm)
                .inNamespace(stage.namespace())
                .dryRun()
                .create()
                .<Object>get("spec"));
      }
    }
    return specs;
  }

  /** What is stored now, without the fields that were not there before: new ones have defaults. */
  private static Object asBefore(Object before, Object now) {
    if (!(before instanceof Map<?, ?> fields) || !(now instanceof Map<?, ?> all)) {
      return now;
    }
    Map<Object, Object> known = new HashMap<>();
    all.forEach((field, value) -> {
      if (fields.containsKey(field)) {
        known.put(field, asBefore(fields.get(field), value));
      }
    });
    return known;
  }

  /** Takes from the former spec those numbers that have no stored default any more. */
  private static void leaveToTheOperator(Object before, Object now) {
    Map<?, ?> scaling = scaling(now);
    List.of("targetWaitSeconds", "scaleDownDelaySeconds").stream()
        .filter(field -> !scaling.containsKey(field))
        .forEach(field -> scaling(before).remove(field));
  }

  private static Map<?, ?> scaling(Object spec) {
    return (Map<?, ?>) ((Map<?, ?>) spec).get("scaling");
  }

  private static Object stored(String farm) {
    return farms().withName(farm).require().get("spec");
  }

  /** The condition; empty without one. As it is written: this client cannot read all farms. */
  private static Map<String, Object> ready(String farm) {
    List<Map<String, Object>> conditions =
        farms().withName(farm).require().get("status", "conditions");
    return Stream.ofNullable(conditions)
        .flatMap(List::stream)
        .filter(condition -> condition.get("type").equals("Ready"))
        .findFirst()
        .orElse(Map.of("status", "True"));
  }

  private static NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      farms() {
    return stage
        .client()
        .genericKubernetesResources("compilefarm.dev/v1alpha1", "CompileFarm")
        .inNamespace(stage.namespace());
  }
}
