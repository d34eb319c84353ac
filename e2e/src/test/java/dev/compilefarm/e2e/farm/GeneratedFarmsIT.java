package dev.compilefarm.e2e.farm;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.FarmGenerator;
import dev.compilefarm.api.v1alpha1.FarmGenerator.Spoiled;
import dev.compilefarm.api.v1alpha1.FarmSchema;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.cluster.Chart;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Farms drawn from the published schema, with every field at its edges: whatever the API server
 * takes, the operator reads and reconciles, and a farm beside them does not notice. {@code make
 * objects} draws more of them.
 *
 * <p>They are in a namespace that may have no pods: drawn farms want up to a thousand each, with
 * images that nobody has. All else of a farm is made.
 */
class GeneratedFarmsIT {
  @RegisterExtension static final Stage stage = new Stage("generated-farms");

  private static final int FARMS = Integer.getInteger("compilefarm.objects", 100);
  private static final long SEED = Long.getLong("compilefarm.seed", 3);
  private static final int BATCH = 50;
  private static final Duration TOLD = Duration.ofMinutes(2);
  private static final Duration DONE = Duration.ofSeconds(30);
  private static final String DRAWN = "e2e-drawn-farms";
  private static final String PATH =
      "/apis/compilefarm.dev/v1alpha1/namespaces/%s/compilefarms".formatted(DRAWN);

  /**
   * What the schema cannot compare, and what depends on the cluster, an API server tells of the
   * farm's object later: a request above its limit, families of addresses and volumes of images
   * that the cluster lacks, and node ports, of which each exists once.
   */
  private static final List<String> TOLD_LATER =
      List.of(
          "must be less than or equal to",
          "not configured on this cluster",
          "must specify a volume type",
          "leaves out its volumes of kind image",
          "not configured for dual-stack services",
          "provided port is already allocated",
          "range is full");

  private static final Set<String> FAILURES = Set.of("ObjectRefused", "InternalError");
  private static final int HTTP_UNPROCESSABLE = 422;

  private static final FarmSchema SCHEMA = FarmSchema.published();

  @BeforeAll
  static void namespaceWithoutPods() {
    stage
        .client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(DRAWN)
                .withLabels(Chart.RESTRICTED)
                .endMetadata()
                .build())
        .create();
    stage
        .client()
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("no-pods")
                .withNamespace(DRAWN)
                .endMetadata()
                .withNewSpec()
                .withHard(Map.of("pods", new Quantity("0")))
                .endSpec()
                .build())
        .create();
  }

  @Test
  void whatTheApiServerTakesIsReadAndReconciledAndDisturbsNobody() {
    stage
        .user()
        .applyAndAwaitReady(
            "good",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: good}
            spec: {replicas: 0}
            """);
    Map<String, Object> before = undisturbed();
    FarmGenerator generator = new FarmGenerator(SCHEMA, SEED);
    List<String> troubles = new ArrayList<>();

    for (int drawn = 0; drawn < FARMS; drawn += BATCH) {
      List<ObjectNode> batch =
          Stream.generate(generator::next).limit(Math.min(BATCH, FARMS - drawn)).toList();
      batch.forEach(farm -> refusal(farm, PATH).ifPresent(why -> troubles.add(why + ": " + farm)));
      eventually("no drawn farm untold of", TOLD, GeneratedFarmsIT::untold, List::isEmpty);
      troubles.addAll(troubles());
      goodFollows(drawn / BATCH % 2 + 1);
      drawn().delete();
      eventually("no drawn farm", TOLD, () -> drawn().list().getItems().size(), left -> left == 0);
    }

    goodFollows(0);
    assertEquals(List.of(), troubles);
    assertEquals(before, undisturbed());
    System.out.printf(
        "%d farms drawn with seed %d: all taken, read and told of; farms disturbed: 0%n",
        FARMS, SEED);
  }

  @Test
  void whatTheSchemaMustNotTakeIsRefused() {
    FarmGenerator generator = new FarmGenerator(SCHEMA, SEED);
    List<String> taken =
        Stream.generate(generator::nextSpoiled)
            .limit(FARMS)
            .filter(spoiled -> refusal(spoiled.farm(), PATH + "?dryRun=All").isEmpty())
            .map(Spoiled::how)
            .toList();

    assertEquals(List.of(), taken);
  }

  /** Empty where the API server takes the farm. */
  private static Optional<String> refusal(ObjectNode farm, String path) {
    try {
      stage.client().raw(path, "POST", farm);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_UNPROCESSABLE) {
        return Optional.of(e.getMessage());
      }
      throw e;
    }
  }

  private static NonNamespaceOperation<
          CompileFarm, KubernetesResourceList<CompileFarm>, Resource<CompileFarm>>
      drawn() {
    return stage.client().resources(CompileFarm.class).inNamespace(DRAWN);
  }

  /** The drawn farms of whose present generation the operator has not told all. */
  private static List<String> untold() {
    return drawn().list().getItems().stream()
        .filter(farm -> !isTold(farm))
        .map(farm -> farm.getMetadata().getName())
        .toList();
  }

  private static boolean isTold(CompileFarm farm) {
    Long generation = farm.getMetadata().getGeneration();
    return stage.user().conditions(farm).stream()
        .filter(condition -> generation.equals(condition.getObservedGeneration()))
        .map(Condition::getType)
        .toList()
        .containsAll(Stream.of(ConditionType.values()).map(Object::toString).toList());
  }

  /** What the operator could not do for a farm that the schema took. */
  private static List<String> troubles() {
    return drawn().list().getItems().stream()
        .flatMap(farm ->
            stage.user().conditions(farm).stream()
                .filter(condition -> FAILURES.contains(condition.getReason()))
                .filter(
                    condition -> TOLD_LATER.stream().noneMatch(condition.getMessage()::contains))
                .map(condition -> condition.getMessage() + ": " + farm.getSpec()))
        .toList();
  }

  /** The operator looks at a farm at once, whatever others there are. */
  private static void goodFollows(int volunteers) {
    stage.user().patchFarm("good", "{\"spec\": {\"replicas\": %d}}".formatted(volunteers));
    eventually(
        volunteers + " volunteers of the good farm wanted",
        DONE,
        () ->
            stage
                .client()
                .apps()
                .deployments()
                .inNamespace(stage.namespace())
                .withName("good-volunteers")
                .require()
                .getSpec()
                .getReplicas(),
        replicas -> replicas == volunteers);
    stage.user().awaitReady("good");
  }

  /** What would tell that the good farm, or the operator, was disturbed. */
  private static Map<String, Object> undisturbed() {
    return Map.of(
        "since when the farm is Ready",
        stage.user().conditions(stage.user().farm("good")).stream()
            .filter(condition -> condition.getType().equals("Ready"))
            .map(Condition::getLastTransitionTime)
            .toList(),
        "its dispatcher",
        stage
            .client()
            .pods()
            .inNamespace(stage.namespace())
            .withLabel("app.kubernetes.io/component", "dispatcher")
            .list()
            .getItems()
            .stream()
            .map(pod -> pod.getMetadata().getUid())
            .toList(),
        "the operator's starts",
        Chart.operatorPods(stage.client()).stream()
            .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
            .map(container -> container.getContainerID() + container.getReady())
            .toList());
  }
}
