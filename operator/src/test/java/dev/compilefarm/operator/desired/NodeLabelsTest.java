package dev.compilefarm.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.PodTemplate;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeLabelsTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void areOfLinuxAndTheArchitecture() {
    assertEquals(
        Map.of("kubernetes.io/os", "linux", "kubernetes.io/arch", "arm64"),
        NodeLabels.of("arm64", template("{}")));
  }

  @Test
  void usersWordOnTheArchitectureHoldsAndNotOnTheSystem() {
    assertEquals(
        Map.of("kubernetes.io/os", "linux", "kubernetes.io/arch", "s390x", "team", "a"),
        NodeLabels.of(
            "amd64",
            template(
                "{nodeSelector: {kubernetes.io/arch: s390x, kubernetes.io/os: plan9, team: a}}")));
  }

  /** Both would have to hold, and no node can have both. */
  @Test
  void requiredAffinityIsAWordOnTheArchitectureToo() {
    assertEquals(
        Map.of("kubernetes.io/os", "linux"),
        NodeLabels.of(
            "amd64",
            template(
                """
                {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [{matchExpressions: [
                    {key: kubernetes.io/arch, operator: In, values: [arm64]}]}]}}}}
                """)));
  }

  private static PodTemplate template(String yaml) {
    return YAML.unmarshal("---\n" + yaml, PodTemplate.class);
  }
}
