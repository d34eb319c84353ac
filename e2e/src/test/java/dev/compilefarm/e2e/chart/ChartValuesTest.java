package dev.compilefarm.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.Helm;
import dev.compilefarm.e2e.docs.ChartValue;
import dev.compilefarm.testbed.Checkout;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value of the chart once with something else than its default, and what that changes. */
class ChartValuesTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /**
   * In each line a value, then whether a kind of object has a text because of it (+) or has it no
   * more (-). SHA stands for a digest.
   */
  private static final String TABLE =
      """
      crds.install=false                          - CustomResourceDefinition  compilefarms.compilefarm.dev
      crds.keep=false                             - CustomResourceDefinition  helm.sh/resource-policy
      image.registry=r.example.com/x              + Deployment  image: "r.example.com/x/compilefarm/operator:
      operator.image.registry=r.example.com       + Deployment  image: "r.example.com/compilefarm/operator:
      operator.image.repository=mine/operator     + Deployment  image: "mine/operator:
      operator.image.tag=7.1                      + Deployment  compilefarm/operator:7.1
      operator.image.digest=SHA                   + Deployment  image: "compilefarm/operator@SHA"
      operator.image.pullPolicy=Always            + Deployment  imagePullPolicy: "Always"
      operator.resources.requests.cpu=75m         + Deployment  cpu: "75m"
      operator.replicas=3                         + Deployment  replicas: 3
      operator.nodeSelector.disk=ssd              + Deployment  disk: "ssd"
      operator.tolerations[0].key=dedicated       + Deployment  key: "dedicated"
      operator.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight=7  + Deployment  weight: 7
      operator.topologySpreadConstraints[0].topologyKey=example.com/rack  + Deployment  topologyKey: "example.com/rack"
      operator.podSecurityContext.runAsUser=4711  + Deployment  runAsUser: 4711
      operator.podSecurityContext.fsGroup=null    - Deployment  fsGroup
      operator.securityContext.readOnlyRootFilesystem=false  + Deployment  readOnlyRootFilesystem: false
      operator.securityContext.capabilities.drop[0]=KILL     - Deployment  - "ALL"
      operator.extraEnv[0].name=HTTPS_PROXY       + Deployment  name: "HTTPS_PROXY"
      operator.extraEnv[0].name=HTTPS_PROXY       + Job  name: "HTTPS_PROXY"
      operator.priorityClassName=high             + Deployment  priorityClassName: "high"
      operator.podLabels.team=build               + Deployment  team: "build"
      operator.podAnnotations.team=build          + Deployment  team: "build"
      dispatcher.image.registry=r.example.com     + Deployment  value: "r.example.com/compilefarm/dispatcher:
      dispatcher.image.repository=mine/queue      + Deployment  value: "mine/queue:
      dispatcher.image.tag=7.1                    + Deployment  compilefarm/dispatcher:7.1
      dispatcher.image.digest=SHA                 + Deployment  compilefarm/dispatcher@SHA
      volunteer.image.registry=r.example.com      + Deployment  value: "r.example.com/compilefarm/volunteer:
      volunteer.image.repository=mine/gcc         + Deployment  value: "mine/gcc:
      volunteer.image.tag=7.1                     + Deployment  compilefarm/volunteer:7.1
      volunteer.image.digest=SHA                  + Deployment  compilefarm/volunteer@SHA
      volunteer.toolchain=clang-19                + Deployment  value: "clang-19"
      tools.image.registry=r.example.com          + Deployment  value: "r.example.com/compilefarm/tools:
      tools.image.repository=mine/tools           + Deployment  value: "mine/tools:
      tools.image.tag=7.1                         + Deployment  compilefarm/tools:7.1
      tools.image.digest=SHA                      + Deployment  compilefarm/tools@SHA
      client.image.registry=r.example.com         + Pod  image: "r.example.com/compilefarm/client:
      client.image.repository=mine/client         + Pod  image: "mine/client:
      client.image.tag=7.1                        + Pod  compilefarm/client:7.1
      client.image.digest=SHA                     + Pod  compilefarm/client@SHA
      farm.maxConcurrentRollouts=7                + Deployment  value: "7"
      farm.imagePullSecrets[0]=mirror & farm.imagePullSecrets[1]=team  + Deployment  name: "COMPILEFARM_IMAGE_PULL_SECRETS" value: "mirror,team"
      logging.level=DEBUG                         + Deployment  name: "COMPILEFARM_LOG_LEVEL" value: "DEBUG"
      logging.format=json                         + Deployment  name: "COMPILEFARM_LOG_JSON" value: "true"
      farm.monitoringFrom[0].ipBlock.cidr=10.1.0.0/16  + Deployment  10.1.0.0/16
      farm.networkPolicy=false                    - ClusterRole  networkpolicies" verbs: - "get" - "list" - "watch" - "create
      farm.imagePrePull=false                     - ClusterRole  daemonsets
      farm.namespaceStatus=false                  - ClusterRole  namespaces/status
      farm.placeholderPriorityClass.create=false  - PriorityClass  PriorityClass
      farm.placeholderPriorityClass.name=spare    + PriorityClass  name: "spare"
      farm.placeholderPriorityClass.value=-7      + PriorityClass  value: -7
      openshift=true                              - Deployment  runAsUser
      farmImagePullPolicy=Always                  + Deployment  value: "Always"
      clients.enabled=true                        + Deployment  name: "COMPILEFARM_CLIENT_NAMESPACES" value: "true"
      imagePullSecrets[0].name=mirror             + Deployment  imagePullSecrets: - name: "mirror"
      watchNamespaces[0]=ci                       + Deployment  name: "COMPILEFARM_WATCH_NAMESPACES" value: "ci"
      serviceAccount.create=false                 - ServiceAccount  ServiceAccount
      serviceAccount.name=builder                 + Deployment  serviceAccountName: "builder"
      serviceAccount.name=builder                 + Deployment  value: "system:serviceaccount:compilefarm-system:builder"
      serviceAccount.name=builder                 + Job  serviceAccountName: "builder"
      serviceAccount.name=builder                 + ClusterRoleBinding  kind: "ServiceAccount" name: "builder"
      serviceAccount.name=builder                 + ServiceAccount  name: "builder"
      serviceAccount.annotations.role=r           + ServiceAccount  role: "r"
      commonLabels.cost-center=c1                 + Deployment  cost-center: "c1"
      commonLabels.cost-center=c1                 + CustomResourceDefinition  cost-center: "c1"
      nameOverride=farms                          + Deployment  name: "compilefarm-farms-operator"
      fullnameOverride=builds                     + Deployment  name: "builds-operator"
      admissionPolicies=false                     - ValidatingAdmissionPolicy  compilefarm-operator-volunteer-marks
      rbac.aggregateClusterRoles=false            - ClusterRole  aggregate-to-edit: "true"
      operator.networkPolicy.create=true          + NetworkPolicy  port: 6443
      operator.networkPolicy.create=true & operator.networkPolicy.apiServerPorts[0]=8443  + NetworkPolicy  port: 8443
      operator.networkPolicy.create=true & operator.networkPolicy.metricsFrom[0].ipBlock.cidr=10.0.0.0/8  + NetworkPolicy  cidr: "10.0.0.0/8"
      uninstall.job=false                         - Job  Job
      metrics.service=true                        + Service  name: "compilefarm-operator"
      metrics.podAnnotations=true                 + Deployment  prometheus.io/scrape: "true"
      metrics.podMonitors=true                    + PodMonitor  name: "compilefarm-dispatchers"
      metrics.podMonitors=true & metrics.podMonitorLabels.release=p  + PodMonitor  release: "p"
      metrics.podMonitors=true & watchNamespaces[0]=ci  + PodMonitor  matchNames: - "ci"
      extraObjects[0]=apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: "{{ .Release.Name }}-more"}  + ConfigMap  name: "compilefarm-more"
      """;

  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @TempDir private static Path copies;
  private static Helm chart;
  private static List<HasMetadata> byDefault;

  @BeforeAll
  static void renderOnce() throws IOException {
    chart = ChartTest.chartWithHooksAsObjects(copies, ChartTest.CLUSTER);
    byDefault = ChartTest.render(chart);
  }

  /**
   * @param keysAndValues in turn
   * @param isAdded the text is there with the values and not by default; otherwise the other way
   *     around
   */
  record Row(List<String> keysAndValues, boolean isAdded, String kind, String text) {

    static Row of(String line) {
      String[] parts = line.replace("SHA", DIGEST).replace("\\n", "\n").split("  +", 3);
      String[] change = parts[1].split(" ", 2);
      return new Row(
          Stream.of(parts[0].split(" & "))
              .flatMap(value -> Stream.of(value.split("=", 2)))
              .toList(),
          change[0].equals("+"),
          change[1],
          parts[2]);
    }

    boolean isOf(String path) {
      return keysAndValues.stream()
          .anyMatch(
              key -> key.equals(path) || key.startsWith(path + ".") || key.startsWith(path + "["));
    }
  }

  static List<Row> rows() {
    return TABLE.lines().map(Row::of).toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void valueHasItsEffect(Row row) {
    boolean isThere =
        text(row.kind(), ChartTest.render(chart, row.keysAndValues().toArray(String[]::new)))
            .contains(row.text());

    assertEquals(row.isAdded(), isThere, "with the value");
    assertNotEquals(row.isAdded(), text(row.kind(), byDefault).contains(row.text()), "by default");
  }

  @Test
  void everyValueIsInTheTable() {
    List<Row> rows = rows();
    assertEquals(
        List.of(),
        ChartValue.all(Checkout.read("helm/compilefarm/values.yaml")).stream()
            .filter(value -> !value.text().isEmpty())
            .map(ChartValue::path)
            .filter(path -> rows.stream().noneMatch(row -> row.isOf(path)))
            .toList());
  }

  /** All at once, as the best of all installations has it. */
  @Test
  void valuesGoTogether() {
    String[] all =
        rows().stream()
            .filter(Row::isAdded)
            .flatMap(row -> row.keysAndValues().stream())
            .toArray(String[]::new);

    assertTrue(ChartTest.render(chart, all).size() >= byDefault.size());
  }

  /** In one line, so that a row can name what stands below one another. */
  private static String text(String kind, List<HasMetadata> objects) {
    return objects.stream()
        .filter(object -> object.getKind().equals(kind))
        .map(YAML::asYaml)
        .collect(Collectors.joining("\n"))
        .replaceAll("\\s+", " ");
  }
}
