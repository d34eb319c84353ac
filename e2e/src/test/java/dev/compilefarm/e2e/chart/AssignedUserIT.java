package dev.compilefarm.e2e.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.testbed.DisturbsOthers;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.CiImage;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A cluster that assigns users and groups itself, as OpenShift does, and refuses pods that ask for
 * others. What stands for its SecurityContextConstraints here is an admission policy that refuses
 * such pods; nothing assigns any, so the images' own users run.
 */
@DisturbsOthers
class AssignedUserIT {
  @RegisterExtension static final Stage stage = new Stage("assigned-user");

  private static Chart chart;

  @BeforeAll
  static void assign() {
    stage.client().load(policy(stage.namespace())).create();
    chart = new Chart(stage.cluster()).with("openshift", "true");
    chart.install(stage.client());
  }

  @AfterAll
  static void undo() {
    stage.client().load(policy(stage.namespace())).delete();
    if (chart != null) {
      new Chart(stage.cluster()).install(stage.client());
    }
  }

  /** The policy for the farms of one namespace. */
  private static ByteArrayInputStream policy(String namespace) {
    String text =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: e2e-assigned-user}
        spec:
          failurePolicy: Fail
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
            objectSelector: {matchExpressions: [{key: compilefarm.dev/farm, operator: Exists}]}
          validations:
          - expression: >-
              !has(object.spec.securityContext) || (
              !has(object.spec.securityContext.runAsUser)
              && !has(object.spec.securityContext.runAsGroup)
              && !has(object.spec.securityContext.fsGroup))
            message: users and groups are assigned by this cluster
          - expression: >-
              (object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : []))
              .all(c, !has(c.securityContext) || (!has(c.securityContext.runAsUser) && !has(c.securityContext.runAsGroup)))
            message: users and groups of containers are assigned by this cluster
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: e2e-assigned-user}
        spec:
          policyName: e2e-assigned-user
          validationActions: [Deny]
          matchResources:
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
        """
            .formatted(namespace);
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  @Test
  void aFarmRunsAsWhomTheClusterSays() {
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec:
              volunteers: {slots: 2, image: %s}
              scaling: {minVolunteers: 0, maxVolunteers: 1}
            """
                .formatted(stage.cluster().take(CiImage.DEBIAN_13)));

    stage
        .developer("ann", CiImage.DEBIAN_13)
        .buildOn("main", "echo 'int a;' >a.c && distcc gcc -c a.c && test -s a.o")
        .await(Duration.ofMinutes(3))
        .expectSuccess();

    List<Long> ids =
        Stream.concat(
                stage.user().volunteers("main").stream(),
                stage.dispatcherOf("main").pods().stream())
            .map(Pod::getSpec)
            .map(spec -> spec.getSecurityContext())
            .flatMap(context ->
                Stream.of(context.getRunAsUser(), context.getRunAsGroup(), context.getFsGroup()))
            .filter(Objects::nonNull)
            .toList();
    assertEquals(List.of(), ids, "ids that the farm's pods ask for");
  }
}
