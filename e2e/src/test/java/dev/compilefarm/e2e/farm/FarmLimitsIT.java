package dev.compilefarm.e2e.farm;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Stage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchResourcesBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of a policy for platform teams: what a farm may ask for, and in which words not. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FarmLimitsIT {
  @RegisterExtension static final Stage stage = new Stage("limits");

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<HasMetadata> applied = new ArrayList<>();

  @BeforeAll
  static void limitFarmsAfterTheFirst() throws IOException {
    stage.user().apply(farm("before", "paused: true, scaling: {maxVolunteers: 1000}"));
    eventually(
        "the operator's finalizer",
        SOON,
        () -> before().get().getMetadata().getFinalizers(),
        finalizers -> !finalizers.isEmpty());
    for (HasMetadata object : limits()) {
      if (object instanceof Namespace) {
        continue;
      }
      if (object instanceof ValidatingAdmissionPolicyBinding binding) {
        limitToThisNamespace(binding);
      }
      stage.client().resource(object).forceConflicts().serverSideApply();
      applied.add(object);
    }
    eventually(
        "the policy in force",
        SOON,
        () -> refusal(farm("large", "scaling: {maxVolunteers: 21}")),
        Optional::isPresent);
  }

  @AfterAll
  static void liftTheLimits() {
    applied.forEach(object -> stage.client().resource(object).delete());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "volunteers: {slots: 2}",
        "scaling: {maxVolunteers: 20}",
        "replicas: 20",
        "volunteers: {image: registry.example.com/ci/gcc:14}",
        "volunteers: {template: {tolerations: [{key: example.com/builds, operator: Exists}]}}",
        "volunteers: {template: {volumes: [{name: toolchain, image: {reference: registry.example.com/ci/tools:1}}]}}",
        "volunteers: {template: {priorityClassName: builds}}",
        "dispatcher: {template: {priorityClassName: builds}}"
      })
  @Order(1)
  void takesWhatIsWithinTheLimits(String spec) {
    assertDoesNotThrow(() -> stage.user().tryOut(farm("within", spec)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "scaling: {maxVolunteers: 21}" + "| scaling.maxVolunteers and replicas must be at most 20",
        "replicas: 21| scaling.maxVolunteers and replicas must be at most 20",
        "volunteers: {image: 'gcc:14'}"
            + "| volunteers.image must be below one of: registry.example.com/ci, registry.example.com/toolchains",
        "volunteers: {image: registry.example.com/ci-of-others/gcc}"
            + "| volunteers.image must be below one of: registry.example.com/ci, registry.example.com/toolchains",
        "volunteers: {template: {volumes: [{name: toolchain, image: {reference: 'tools:1'}}]}}"
            + "| image volumes must be below one of: registry.example.com/ci, registry.example.com/toolchains",
        "volunteers: {template: {tolerations: [{operator: Exists}]}}"
            + "| template.tolerations must name one of these keys: example.com/builds",
        "volunteers: {template: {tolerations: [{key: node-role.kubernetes.io/control-plane}]}}"
            + "| template.tolerations must name one of these keys: example.com/builds",
        "dispatcher: {template: {tolerations: [{key: example.com/builds}, {operator: Exists}]}}"
            + "| template.tolerations must name one of these keys: example.com/builds",
        "volunteers: {template: {priorityClassName: system-node-critical}}"
            + "| template.priorityClassName must be one of: builds",
        "dispatcher: {template: {priorityClassName: system-node-critical}}"
            + "| template.priorityClassName must be one of: builds"
      })
  @Order(1)
  void refusesWhatIsBeyondThem(String spec, String words) {
    String refusal = refusal(farm("beyond", spec)).orElseThrow();

    assertTrue(refusal.endsWith("denied request: " + words), refusal);
  }

  @Test
  @Order(2)
  void aFarmFromBeforeKeepsItsSizeAndDoesNotGrow() {
    assertDoesNotThrow(() ->
        stage
            .user()
            .patchFarm("before", "{\"metadata\": {\"labels\": {\"example.com/team\": \"a\"}}}"));

    assertRefused(() -> stage.user().patchFarm("before", "{\"spec\": {\"replicas\": 1000}}"));
    Scale scale =
        new ScaleBuilder()
            .withNewMetadata()
            .withName("before")
            .withNamespace(stage.namespace())
            .endMetadata()
            .withNewSpec()
            .withReplicas(21)
            .endSpec()
            .build();
    assertRefused(() -> before().scale(scale));
  }

  @Test
  @Order(3)
  void aFarmFromBeforeCanBeDeleted() {
    stage.user().deleteFarm("before");

    eventually("the farm gone", SOON, () -> before().get(), farm -> farm == null);
  }

  @Test
  @Order(4)
  void annotationsOfTheNamespaceAreItsLimits() throws IOException {
    Map<String, String> larger =
        limits().stream()
            .filter(object -> object instanceof Namespace)
            .map(namespace -> namespace.getMetadata().getAnnotations())
            .findFirst()
            .orElseThrow();
    stage
        .client()
        .namespaces()
        .withName(stage.namespace())
        .edit(namespace -> {
          namespace.getMetadata().setAnnotations(larger);
          return namespace;
        });

    eventually(
        "the larger limits",
        SOON,
        () -> refusal(farm("large", "replicas: 200")),
        Optional::isEmpty);
    String refusal = refusal(farm("large", "replicas: 201")).orElseThrow();
    assertTrue(refusal.endsWith("must be at most 200"), refusal);
  }

  private static List<HasMetadata> limits() throws IOException {
    try (InputStream example = Files.newInputStream(Checkout.path("examples/farm-limits.yaml"))) {
      return stage.client().load(example).items();
    }
  }

  /** For this namespace alone: other suites share the cluster. */
  private static void limitToThisNamespace(ValidatingAdmissionPolicyBinding binding) {
    binding
        .getSpec()
        .setMatchResources(
            new MatchResourcesBuilder()
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", stage.namespace())
                .endNamespaceSelector()
                .build());
  }

  /** What the API server says about a farm that it refuses. */
  private static Optional<String> refusal(String farm) {
    try {
      stage.user().tryOut(farm);
      return Optional.empty();
    } catch (KubernetesClientException refused) {
      return Optional.of(refused.getStatus().getMessage());
    }
  }

  private static void assertRefused(Runnable change) {
    KubernetesClientException refused = assertThrows(KubernetesClientException.class, change::run);
    assertTrue(
        refused.getStatus().getMessage().endsWith("must be at most 20"), refused::getMessage);
  }

  private static Resource<CompileFarm> before() {
    return stage
        .client()
        .resources(CompileFarm.class)
        .inNamespace(stage.namespace())
        .withName("before");
  }

  private static String farm(String name, String spec) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec: {%s}
    """
        .formatted(name, spec);
  }
}
