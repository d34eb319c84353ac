package dev.compilefarm.operator.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose farm an object is, by its labels. */
class FarmNamesTest {

  /** The operator would send its token to such a pod as to a dispatcher. */
  @ParameterizedTest
  @MethodSource("kindsButConfigMap")
  void objectIsOfNoFarmInAnotherNamespace(HasMetadata object) {
    object.setMetadata(labelled("elsewhere", Map.of(Labels.FARM_NAMESPACE, "ci")));

    assertEquals(Optional.of(new FarmNames("main", "elsewhere")), FarmNames.ofLabels(object));
  }

  @Test
  void configMapIsOfTheFarmWhoseNamespaceItNames() {
    ConfigMap copy = new ConfigMap();
    copy.setMetadata(labelled("apps", Map.of(Labels.FARM_NAMESPACE, "ci")));

    assertEquals(Optional.of(new FarmNames("main", "ci")), FarmNames.ofLabels(copy));
  }

  @Test
  void configMapThatNamesNoNamespaceIsOfTheFarmBesideIt() {
    ConfigMap own = new ConfigMap();
    own.setMetadata(labelled("ci", Map.of()));

    assertEquals(Optional.of(new FarmNames("main", "ci")), FarmNames.ofLabels(own));
  }

  @Test
  void objectWithoutLabelsIsOfNoFarm() {
    Pod pod = new Pod();
    pod.setMetadata(new ObjectMeta());

    assertEquals(Optional.empty(), FarmNames.ofLabels(pod));
  }

  private static Stream<HasMetadata> kindsButConfigMap() {
    return Stream.of(
        new Pod(),
        new Deployment(),
        new Service(),
        new ServiceAccount(),
        new RoleBinding(),
        new NetworkPolicy(),
        new PodDisruptionBudget());
  }

  private static ObjectMeta labelled(String namespace, Map<String, String> more) {
    return new ObjectMetaBuilder()
        .withName("main-dispatcher")
        .withNamespace(namespace)
        .addToLabels(Labels.FARM, "main")
        .addToLabels(more)
        .build();
  }
}
