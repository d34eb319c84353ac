package dev.compilefarm.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the scanner of pods sees what it is for. */
class RestrictedPodsTest {
  private static final String GOOD =
      """
      metadata: {name: good}
      spec:
        hostNetwork: false
        securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
        volumes: [{name: tmp, emptyDir: {}}]
        containers:
        - name: main
          ports: [{containerPort: 1}]
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: {drop: [ALL]}
      """;

  @Test
  void restrictedPodPasses() {
    assertEquals(List.of(), objections(GOOD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hostNetwork: false | hostNetwork: true | a namespace of the host",
        "hostNetwork: false | hostPID: true | a namespace of the host",
        "emptyDir: {} | hostPath: {path: /} | volume tmp is of kind hostPath",
        "emptyDir: {} | nfs: {server: a, path: /} | volume tmp is of kind nfs",
        "emptyDir: {} | projected: {} | volume tmp is of kind projected",
        "runAsNonRoot: true | runAsNonRoot: false | pod: runAsNonRoot",
        "runAsNonRoot: true | runAsNonRoot: true, runAsUser: 0 | pod: root",
        "allowPrivilegeEscalation: false | privileged: true | main: privileges",
        "drop: [ALL] | drop: [ALL], add: [SYS_ADMIN] | main: capabilities",
        "drop: [ALL] | drop: [KILL] | main: capabilities",
        "containerPort: 1 | containerPort: 1, hostPort: 1 | main: a port of the host"
      })
  void eachDefectIsSeen(String good, String bad, String objection) {
    assertEquals(List.of(objection), objections(GOOD.replace(good, bad)));
  }

  @Test
  void profilesAreSeen() {
    assertEquals(1, objections(GOOD.replace("RuntimeDefault", "Unconfined")).size());
    assertEquals(
        1,
        objections(
                GOOD.replace("runAsNonRoot: true", "runAsNonRoot: true, seLinuxOptions: {user: a}"))
            .size());
    assertEquals(
        1,
        objections(
                GOOD.replace(
                    "name: good",
                    "annotations: {container.apparmor.security.beta.kubernetes.io/a: unconfined}"))
            .size());
  }

  private static List<String> objections(String yaml) {
    return RestrictedPods.objections(
        new KubernetesSerialization().unmarshal(yaml, PodTemplateSpec.class));
  }
}
