package dev.compilefarm.operator.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an API server without image volumes stores of a Deployment that has some. */
class DroppedVolumesTest {
  private static final Deployment SENT =
      deployment(
          """
          volumes:
          - {name: sdk, image: {reference: "sdk:1"}}
          - {name: tmp, emptyDir: {}}
          containers:
          - name: volunteer
            volumeMounts: [{name: sdk, mountPath: /opt/sdk}, {name: tmp, mountPath: /tmp}]
          """);

  private static final Deployment STORED =
      deployment(
          """
          volumes:
          - {name: tmp, emptyDir: {}}
          containers:
          - name: volunteer
            terminationMessagePath: /dev/termination-log
            volumeMounts: [{name: tmp, mountPath: /tmp}]
          """);

  @Test
  void volumesThatWereSentAndAreNotStoredAreNamed() {
    assertEquals(Set.of("sdk"), DroppedVolumes.of(STORED, SENT));
    assertEquals(Set.of(), DroppedVolumes.of(SENT, SENT));
  }

  /** As the order of lists counts when the two are compared. */
  @Test
  void theyAndTheirMountsArePutBackWhereTheyWere() {
    assertEquals(
        deployment(
            """
            volumes:
            - {name: sdk, image: {reference: "sdk:1"}}
            - {name: tmp, emptyDir: {}}
            containers:
            - name: volunteer
              terminationMessagePath: /dev/termination-log
              volumeMounts: [{name: sdk, mountPath: /opt/sdk}, {name: tmp, mountPath: /tmp}]
            """),
        DroppedVolumes.putBack(STORED, SENT));
  }

  @Test
  void whatIsStoredStaysAsItIs() {
    Deployment stored = deployment("volumes: [{name: tmp, emptyDir: {}}]\ncontainers: []\n");

    assertSame(SENT, DroppedVolumes.putBack(SENT, SENT));
    DroppedVolumes.putBack(stored, SENT);
    assertEquals(1, stored.getSpec().getTemplate().getSpec().getVolumes().size());
  }

  private static Deployment deployment(String pod) {
    return new KubernetesSerialization()
        .unmarshal(
            "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n"
                + pod.indent(6),
            Deployment.class);
  }
}
