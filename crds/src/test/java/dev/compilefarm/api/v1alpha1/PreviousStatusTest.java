package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.compilefarm.api.v1alpha1.CompileFarmStatus.VolunteersStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** The status of a farm as the previous version wrote it, and as it will read this one's. */
class PreviousStatusTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void isRead() {
    VolunteersStatus stored =
        YAML.unmarshal(
            "---\ndesired: 1\nready: 1\ndraining: 0\nreason: spec.replicas\n",
            VolunteersStatus.class);

    assertEquals("spec.replicas", stored.reason());
    assertNull(stored.message());
  }

  @Test
  void findsTheMessageUnderItsOldName() {
    assertEquals(
        """
        ---
        desired: 1
        ready: 1
        draining: 0
        message: "spec.replicas"
        reason: "spec.replicas"
        """,
        YAML.asYaml(VolunteersStatus.of(1, 1, 0, "spec.replicas")));
  }
}
