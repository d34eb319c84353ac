package dev.compilefarm.operator.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.observe.InvalidSpec;
import dev.compilefarm.operator.plan.Deletion;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LenientReadingTest {
  private static final TypeReference<DefaultKubernetesResourceList<CompileFarm>> FARMS =
      new TypeReference<>() {};

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LenientReading reading =
      new LenientReading(
          mapper(),
          List.of(CompileFarm.class, Pod.class, Deployment.class, Status.class),
          registry.counter("unreadable"));

  private static ObjectMapper mapper() {
    ObjectMapper mapper = new ObjectMapper();
    new LeanObjects().customize(mapper);
    return mapper;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{volunteers: {resources: {limits: {cpu: ''}}}} | spec.volunteers.resources.limits.cpu is \"\": a quantity is a number such as 2, 0.5, 500m, 4Gi or 1e3",
        "{volunteers: {resources: {limits: {cpu: banana}}}} | spec.volunteers.resources.limits.cpu is \"banana\": a quantity is a number such as 2, 0.5, 500m, 4Gi or 1e3",
        "{volunteers: {resources: {requests: {memory: 4GB}}}} | spec.volunteers.resources.requests.memory is \"4GB\": a quantity is a number such as 2, 0.5, 500m, 4Gi or 1e3",
        "{volunteers: {resources: {limits: {cpu: '1e1.5'}}}} | spec.volunteers.resources.limits.cpu is \"1e1.5\": a quantity is a number such as 2, 0.5, 500m, 4Gi or 1e3",
        "{volunteers: {resources: {limits: {cpu: {}}}}} | spec.volunteers.resources.limits.cpu is {}: a quantity is a number such as 2, 0.5, 500m, 4Gi or 1e3",
        "{volunteers: {resources: {limits: {cpu: '-4'}}}} | spec.volunteers.resources.limits.cpu is \"-4\": a quantity is not less than zero",
        "{volunteers: {resources: {limits: {cpu: '1e999999999'}}}} | spec.volunteers.resources.limits.cpu is \"1e999999999\": a quantity of more than 1000 digits is of no use",
        "{volunteers: {resources: {limits: {cpu: '1e-999999999'}}}} | spec.volunteers.resources.limits.cpu is \"1e-999999999\": a quantity of more than 1000 digits is of no use",
        "{volunteers: {tmpSize: 0}} | spec.volunteers.tmpSize is 0: it must be from 16Mi to 1Pi",
        "{volunteers: {tmpSize: 16777215}} | spec.volunteers.tmpSize is 16777215: it must be from 16Mi to 1Pi",
        "{volunteers: {tmpSize: 512m}} | spec.volunteers.tmpSize is \"512m\": it must be from 16Mi to 1Pi",
        "{volunteers: {tmpSize: +1.1Pi}} | spec.volunteers.tmpSize is \"+1.1Pi\": it must be from 16Mi to 1Pi",
        "{dispatcher: {resources: {limits: {memory: 256Mi}}}} | spec.dispatcher.resources.limits.memory is \"256Mi\": it must be from 384Mi to 1Pi",
        "{dispatcher: {spool: {size: 1Mi}}} | spec.dispatcher.spool.size is \"1Mi\": it must be from 64Mi to 1Ti",
        "{queue: {maxSourceSize: 1M}} | spec.queue.maxSourceSize is \"1M\": it must be from 1Mi to 2Gi",
        "{queue: {maxObjectSize: 2147483649}} | spec.queue.maxObjectSize is 2147483649: it must be from 1Mi to 2Gi",
        "{queue: {maxObjectSize: 0.5}} | spec.queue.maxObjectSize is 0.5: it must be from 1Mi to 2Gi",
        "{volunteers: {slots: 3000000000}} | spec.volunteers.slots is 3000000000: it must be a whole number from -2147483648 to 2147483647",
        "{volunteers: {slots: four}} | spec.volunteers.slots is \"four\": it must be a whole number from -2147483648 to 2147483647",
        "{volunteers: {template: {affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 3000000000, preference: {}}]}}}}} | spec.volunteers.template.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight is 3000000000: it must be a whole number from -2147483648 to 2147483647",
        "{volunteers: {template: {labels: [a]}}} | spec.volunteers.template.labels is [\"a\"]: it must be an object with fields",
        "{volunteers: {template: {tolerations: {a: b}}}} | spec.volunteers.template.tolerations is {\"a\":\"b\"}: it must be a list",
        "{volunteers: {image: {a: b}}} | spec.volunteers.image is {\"a\":\"b\"}: it must be text",
        "{volunteers: {image: a, tools: Banana}} | spec.volunteers.tools is \"Banana\": it must be Inject or Image",
        "{paused: maybe} | spec.paused is \"maybe\": it must be true or false",
        "{volunteers: 3} | spec.volunteers is 3: it must be an object with fields",
        "4 | spec is 4: it must be an object with fields"
      })
  void aFarmSaysWhichValueOfItsSpecCannotBeUsed(String spec, String message) {
    CompileFarm farm =
        farm(
            "{apiVersion: compilefarm.dev/v1alpha1, kind: CompileFarm, metadata: {name: main, namespace: ci}, spec: %s}"
                .formatted(spec));

    assertEquals(Optional.of(message), InvalidSpec.of(farm));
    assertNull(farm.getSpec());
    assertEquals("main", farm.getMetadata().getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2",
        "0.5",
        ".5",
        "5.",
        "+1",
        "500m",
        "4Gi",
        "1e3",
        "1E",
        "1e+3",
        "12E-3",
        "0",
        "9223372036854775807",
        "1e30",
        "1e-30"
      })
  void whatKubernetesTakesForQuantityIsOne(String quantity) {
    CompileFarm farm =
        farm(
            "{metadata: {name: main}, spec: {volunteers: {resources: {limits: {cpu: '%s', memory: 1}}}}}"
                .formatted(quantity));

    assertEquals(Optional.empty(), InvalidSpec.of(farm));
    assertEquals(
        new Quantity(quantity), farm.getSpec().volunteers().resources().limits().get("cpu"));
  }

  @Test
  void smallestTmpSizeIsTaken() {
    CompileFarm farm = farm("{metadata: {name: main}, spec: {volunteers: {tmpSize: 16Mi}}}");

    assertEquals(Optional.empty(), InvalidSpec.of(farm));
    assertEquals(new Quantity("16Mi"), farm.getSpec().volunteers().tmpSize());
  }

  /** Of a later version, after the operator was taken back to this one. */
  @Test
  void fieldsThatAreNotKnownAreLeftOut() {
    CompileFarm farm =
        farm(
            "{metadata: {name: main}, spec: {replicas: 3, later: {than: this}}, status: {later: 1, replicas: 2}}");

    assertEquals(Optional.empty(), InvalidSpec.of(farm));
    assertEquals(3, farm.getSpec().replicas());
    assertEquals(2, farm.getStatus().replicas());
  }

  @Test
  void statusThatCannotBeReadIsAsNone() {
    CompileFarm farm =
        farm("{metadata: {name: main}, spec: {replicas: 3}, status: {replicas: many}}");

    assertNull(farm.getStatus());
    assertEquals(3, farm.getSpec().replicas());
  }

  @Test
  void aCopyOfFarmStillSaysIt() {
    CompileFarm farm = farm("{metadata: {name: main}, spec: {replicas: many}}");

    assertEquals(InvalidSpec.of(farm), InvalidSpec.of(reading.clone(farm)));
  }

  /** The framework would write it, and the API server may refuse that. */
  @Test
  void aFarmWithInvalidSpecIsTakenToHaveTheFinalizerUnlessItGoes() {
    CompileFarm stays = farm("{metadata: {name: main}, spec: {replicas: many}}");
    CompileFarm goes =
        farm(
            "{metadata: {name: main, deletionTimestamp: '2026-01-01T00:00:00Z'}, spec: {replicas: many}}");
    CompileFarm good = farm("{metadata: {name: main}, spec: {replicas: 1}}");

    assertTrue(stays.hasFinalizer(Deletion.FINALIZER));
    assertEquals(List.of(), goes.getMetadata().getFinalizers());
    assertEquals(List.of(), good.getMetadata().getFinalizers());
  }

  @Test
  void aListHoldsTheOthers() {
    DefaultKubernetesResourceList<CompileFarm> farms =
        read(
            """
            {"metadata": {"resourceVersion": "7"}, "items": [
              {"metadata": {"name": "one"}, "spec": {"replicas": 1}},
              {"metadata": {"name": "two"}, "spec": {"replicas": "many"}},
              {"metadata": 5},
              {"metadata": {"name": "three"}, "spec": {"replicas": 3}}]}\
            """,
            FARMS);

    assertEquals(
        List.of("one", "two", "three"),
        farms.getItems().stream().map(farm -> farm.getMetadata().getName()).toList());
    assertEquals("7", farms.getMetadata().getResourceVersion());
    assertEquals(3, farms.getItems().getLast().getSpec().replicas());
  }

  @Test
  void ofOtherObjectsThatCannotBeReadTheMetadataStay() {
    DeploymentList list =
        reading.unmarshal(
            """
            {"apiVersion": "apps/v1", "kind": "DeploymentList", "metadata": {"resourceVersion": "7"}, "items": [
              {"metadata": {"name": "one"}, "spec": {"replicas": 1}},
              {"metadata": {"name": "two", "labels": {"a": "b"}}, "spec": {"replicas": 3000000000}}]}\
            """,
            DeploymentList.class);

    assertEquals(1, list.getItems().getFirst().getSpec().getReplicas());
    assertEquals("b", list.getItems().getLast().getMetadata().getLabels().get("a"));
    assertNull(list.getItems().getLast().getSpec());
    assertEquals(1, registry.get("unreadable").counter().count());
  }

  @Test
  void ofPodNothingOfTheSpecIsReadButTheNode() {
    PodList pods =
        reading.unmarshal(
            """
            {"kind": "PodList", "metadata": {}, "items": [
              {"metadata": {"name": "one"}, "spec": {"nodeName": "node-1", "priority": "high", "containers": 5}}]}\
            """,
            PodList.class);

    assertEquals("node-1", pods.getItems().getFirst().getSpec().getNodeName());
    assertEquals(0, registry.get("unreadable").counter().count());
  }

  @Test
  void anEventIsOfItsObjectAllTheSame() {
    WatchEvent farm =
        event(
            "{\"apiVersion\": \"compilefarm.dev/v1alpha1\", \"kind\": \"CompileFarm\", \"metadata\": {\"name\": \"main\"}, \"spec\": {\"replicas\": \"many\"}}");
    WatchEvent deployment =
        event(
            "{\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\", \"metadata\": {\"name\": \"main\"}, \"spec\": {\"replicas\": \"many\"}}");

    assertEquals("MODIFIED", farm.getType());
    assertTrue(InvalidSpec.of((CompileFarm) farm.getObject()).isPresent());
    assertEquals("MODIFIED", deployment.getType());
    assertEquals("main", ((Deployment) deployment.getObject()).getMetadata().getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"MODIFIED\", \"object\": {\"kind\": \"Po",
        "garbage",
        "",
        "[]",
        "{\"type\": \"MODIFIED\", \"object\": {\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": 5}}",
        "<html>bad gateway</html>"
      })
  void anEventThatMakesNoSenseIsAnOrderToListAgain(String message) {
    WatchEvent event = reading.unmarshal(message, WatchEvent.class);

    assertEquals("ERROR", event.getType());
    assertEquals(410, assertInstanceOf(Status.class, event.getObject()).getCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"items\": [{\"metadata\": {\"na",
        "<html>bad gateway</html>",
        "",
        "{\"items\": 5}"
      })
  void aListThatMakesNoSenseIsFailureThatIsTriedAgain(String body) {
    KubernetesClientException failure =
        assertThrows(KubernetesClientException.class, () -> read(body, FARMS));

    assertTrue(!ExceptionHandler.isDeserializationException(failure));
  }

  @Test
  void noConversionFailsForEver() {
    KubernetesClientException failure =
        assertThrows(
            KubernetesClientException.class,
            () -> reading.convertValue(List.of("a"), Deployment.class));

    assertTrue(!(failure.getCause() instanceof JacksonException));
  }

  private WatchEvent event(String object) {
    return reading.unmarshal(
        "{\"type\": \"MODIFIED\", \"object\": %s}".formatted(object), WatchEvent.class);
  }

  private CompileFarm farm(String yaml) {
    // Not taken for JSON.
    return reading.unmarshal("---\n" + yaml, CompileFarm.class);
  }

  private <T extends KubernetesResourceList<?>> T read(String json, TypeReference<T> type) {
    return reading.unmarshal(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), type);
  }
}
