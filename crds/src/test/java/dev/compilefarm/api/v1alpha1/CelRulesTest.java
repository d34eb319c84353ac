package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The CRD's rules, taken from the generated YAML and run on farms that have had their defaults
 * filled in. The rules' cost and the wording around the messages are the API server's and are
 * tested against one.
 */
class CelRulesTest {
  @Test
  void acceptsFarmOfDefaults() {
    assertEquals(List.of(), violations("main", "{}"));
  }

  @Test
  void refusesMinimumAboveMaximum() {
    assertEquals(
        List.of("scaling.minVolunteers must be less than or equal to scaling.maxVolunteers"),
        violations("main", "{scaling: {minVolunteers: 4, maxVolunteers: 3}}"));
  }

  @Test
  void acceptsMinimumAndWakeAtMaximum() {
    assertEquals(
        List.of(),
        violations("main", "{scaling: {minVolunteers: 3, wakeVolunteers: 3, maxVolunteers: 3}}"));
  }

  @Test
  void refusesWakingMoreThanMaximum() {
    assertEquals(
        List.of("scaling.wakeVolunteers must be less than or equal to scaling.maxVolunteers"),
        violations("main", "{scaling: {wakeVolunteers: 11}}"));
  }

  @Test
  void refusesPreferenceBesideTheNumberThatWouldOverrideIt() {
    assertEquals(List.of(), violations("main", "{scaling: {preference: Cheap}}"));
    assertEquals(List.of(), violations("main", "{scaling: {targetWaitSeconds: 1}}"));
    assertEquals(
        List.of(
            "scaling.preference and scaling.targetWaitSeconds exclude each other: set targetWaitSeconds to null to use"
                + " the preference"),
        violations("main", "{scaling: {preference: Fast, targetWaitSeconds: 1}}"));
  }

  @Test
  void refusesNamesThatNoServiceCanHave() {
    String message =
        "metadata.name must consist of lower case letters, digits and '-', start with a letter and end with a letter or digit";
    assertEquals(List.of(message), violations("9main", "{}"));
    assertEquals(List.of(message), violations("main.farm", "{}"));
    assertEquals(List.of(message), violations("main-", "{}"));
  }

  @Test
  void refusesNamesThatLeaveNoRoomForSuffix() {
    assertEquals(List.of(), violations("m".repeat(52), "{}"));
    assertEquals(
        List.of("metadata.name must have at most 52 characters"), violations("m".repeat(53), "{}"));
  }

  @Test
  void acceptsTenantsByAddressAndByPort() {
    assertEquals(
        List.of(),
        violations(
            "main",
            """
            {queue: {maxQueuedJobs: 50, maxQueuedJobsPerTenant: 50, tenants: [
              {name: nightly, port: 3642, maxRunningJobs: 8, maxQueuedJobs: 50},
              {name: 0-day, port: 3643, weight: 100},
              {name: 10.20.30.4, weight: 3}]}}
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "255.249.199.99",
        "::",
        "::1",
        "fd00::",
        "fd00::5",
        "1:2:3:4:5:6:7:8",
        "1::3:4:5:6:7:8",
        "fd00:0:0:0:0:0:0:ffff"
      })
  void tenantWithoutPortIsAnAddress(String name) {
    assertEquals(List.of(), violations("main", tenants("{name: '%s'}".formatted(name))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nightly",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.01",
        "10.0.0.1.",
        "10.0.0.1/32",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "1::2::3",
        ":::",
        ":1::2",
        "fd00::12345",
        "FD00::5",
        "fe80::1%eth0"
      })
  void refusesOtherNamesWithoutPort(String name) {
    assertEquals(
        List.of(
            "queue.tenants.name without a port must be the address of a client: IPv4, or IPv6 in lower case letters"),
        violations("main", tenants("{name: '%s'}".formatted(name))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Nightly", "-nightly", "nightly-", "night.ly", "night ly", "10.0.0.1", "::1"})
  void refusesTenantWithPortWhoseNameIsNoDnsLabel(String name) {
    assertEquals(
        List.of(
            "queue.tenants.name with a port must consist of lower case letters, digits and '-', and start and end with a"
                + " letter or digit"),
        violations("main", tenants("{name: '%s', port: 3642}".formatted(name))));
  }

  @ParameterizedTest
  @ValueSource(ints = {3632, 3633, 8080})
  void refusesPortsThatTheDispatcherUsesItself(int port) {
    assertEquals(
        List.of(
            "queue.tenants.port must not be 3632, 3633 or 8080: the dispatcher uses these itself"),
        violations("main", tenants("{name: nightly, port: %d}".formatted(port))));
  }

  @Test
  void refusesPortTwice() {
    assertEquals(
        List.of("queue.tenants must not have a port twice"),
        violations("main", tenants("{name: a, port: 3642}, {name: b, port: 3642}")));
  }

  @Test
  void refusesTenantTwice() {
    assertEquals(
        List.of(".spec.queue.tenants[1]: duplicate"),
        violations("main", tenants("{name: a, port: 3642}, {name: a, port: 3643}")));
  }

  @Test
  void refusesMoreQueuedJobsOfOneTenantThanOfAll() {
    assertEquals(
        List.of("queue.maxQueuedJobsPerTenant must be less than or equal to queue.maxQueuedJobs"),
        violations("main", "{queue: {maxQueuedJobsPerTenant: 1001}}"));
    assertEquals(
        List.of("queue.tenants.maxQueuedJobs must be less than or equal to queue.maxQueuedJobs"),
        violations(
            "main", "{queue: {maxQueuedJobs: 9, tenants: [{name: '::1', maxQueuedJobs: 10}]}}"));
  }

  @Test
  void refusesLabelsAndAnnotationsThatTheOperatorSets() {
    assertEquals(
        List.of(
            "template.labels must not begin with 'compilefarm.dev/' or 'app.kubernetes.io/': the operator sets"
                + " these"),
        violations("main", "{volunteers: {template: {labels: {app.kubernetes.io/name: mine}}}}"));
    assertEquals(
        List.of(
            "template.annotations must not begin with 'compilefarm.dev/': the operator sets these"),
        violations(
            "main", "{volunteers: {template: {annotations: {compilefarm.dev/slots: '9'}}}}"));
    assertEquals(
        List.of(), violations("main", "{volunteers: {template: {labels: {team: compilers}}}}"));
  }

  @Test
  void refusesMetadataOfOthers() {
    String prefixes =
        " must not begin with a prefix of others: compilefarm.dev/, app.kubernetes.io/, argocd.argoproj.io/,"
            + " deployment.kubernetes.io/, kubectl.kubernetes.io/, meta.helm.sh/";
    assertEquals(
        List.of("metadata.labels" + prefixes),
        violations("main", "{metadata: {labels: {app.kubernetes.io/instance: mine}}}"));
    assertEquals(
        List.of("metadata.annotations" + prefixes),
        violations("main", "{metadata: {annotations: {argocd.argoproj.io/sync-wave: '1'}}}"));
    assertEquals(
        List.of(),
        violations(
            "main",
            "{metadata: {labels: {team: a}, annotations: {example.com/app.kubernetes.io: b}}}"));
  }

  @Test
  void refusesAnnotationsThatNoPodMayHave() {
    String half = "v".repeat(255 * 512);

    assertEquals(
        List.of(),
        violations("main", "{metadata: {annotations: {a: %s, b: %1$s}}}".formatted(half)));
    assertEquals(
        List.of("metadata.annotations must have at most 261120 characters in all"),
        violations("main", "{metadata: {annotations: {a: %sv, b: %1$sv}}}".formatted(half)));
  }

  @Test
  void refusesMountsOfWhatIsNotThereAndWhereTheFarmsFilesAre() {
    assertEquals(
        List.of("template.volumeMounts must name volumes that are in template.volumes"),
        violations("main", "{volunteers: {template: {volumeMounts: [{name: a, mountPath: /a}]}}}"));
    for (String path : List.of("/tmp", "/tmp/x", "/opt/compilefarm/bin", "/opt", "/dev/shm")) {
      assertEquals(
          List.of(
              "template.volumeMounts.mountPath must not be in or around /tmp, /spool, /opt/compilefarm, /proc, /sys, /dev"
                  + " or /var/run/secrets"),
          violations("main", mounted("{emptyDir: {}, name: a}", path)));
    }
    assertEquals(List.of(), violations("main", mounted("{emptyDir: {}, name: a}", "/opt/acme")));
    assertEquals(
        List.of(".spec.volunteers.template.volumes[0].hostPath: unknown field"),
        violations("main", mounted("{hostPath: {path: /}, name: a}", "/opt/acme")).stream()
            .filter(objection -> objection.contains("hostPath"))
            .toList());
  }

  @Test
  void refusesRootAndVariablesOfTheOperator() {
    assertEquals(
        List.of(".spec.volunteers.template.securityContext.runAsUser: at least 1"),
        violations("main", "{volunteers: {template: {securityContext: {runAsUser: 0}}}}"));
    assertEquals(
        1,
        violations("main", "{volunteers: {template: {env: [{name: COMPILEFARM_SLOTS}]}}}").size());
    assertEquals(
        List.of(),
        violations("main", "{volunteers: {template: {env: [{name: LM_LICENSE_FILE, value: a}]}}}"));
  }

  private static String mounted(String volume, String path) {
    return "{volunteers: {template: {volumes: [%s], volumeMounts: [{name: a, mountPath: %s}]}}}"
        .formatted(volume, path);
  }

  @Test
  void refusesCompilersThatAreNoAbsolutePaths() {
    assertEquals(
        List.of(), violations("main", "{volunteers: {compilers: [/opt/acme/bin, /opt/x/gcc-14]}}"));
    for (String path : List.of("gcc", "bin/gcc", "/opt/a:/opt/b", "'/opt/\\n'", "~/bin")) {
      assertEquals(
          List.of(
              "volunteers.compilers must be absolute paths without ':', such as /opt/acme/bin or /opt/acme/bin/gcc"),
          violations("main", "{volunteers: {compilers: [/opt, \"%s\"]}}".formatted(path)));
    }
  }

  @Test
  void refusesToInjectToolsIntoThePackagedImage() {
    assertEquals(
        List.of(
            "volunteers.tools must not be Inject without volunteers.image: the packaged image has distccd already"),
        violations("main", "{volunteers: {tools: Inject}}"));
    assertEquals(List.of(), violations("main", "{volunteers: {tools: Inject, image: 'gcc:14'}}"));
    assertEquals(List.of(), violations("main", "{volunteers: {tools: Image}}"));
  }

  private static String tenants(String tenants) {
    return "{queue: {tenants: [%s]}}".formatted(tenants);
  }

  private static List<String> violations(String name, String specYaml) {
    return CrdYaml.SCHEMA.objections(
        "---\n{metadata: {name: '%s'}, spec: %s}".formatted(name, specYaml));
  }
}
