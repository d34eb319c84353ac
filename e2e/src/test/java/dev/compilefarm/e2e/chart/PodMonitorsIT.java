package dev.compilefarm.e2e.chart;

import static dev.compilefarm.testbed.Eventually.eventually;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.CiImage;
import dev.compilefarm.testbed.cluster.Cluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Prometheus that knows nothing but the chart's PodMonitors: what they select is what it scrapes.
 * It is in the namespace from which farms let dispatchers be asked for metrics by default.
 */
class PodMonitorsIT {
  @RegisterExtension static final Stage stage = new Stage("pod-monitors");

  private static final String NAMESPACE = "monitoring";
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path copies;

  @BeforeAll
  static void startPrometheus() throws IOException {
    assumeFalse(Cluster.isGiven(), "a cluster that somebody gave may have that namespace");
    stage
        .client()
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .withLabels(Chart.RESTRICTED)
                .endMetadata()
                .build())
        .create();
    stage.client().load(rights()).create();
    stage
        .client()
        .configMaps()
        .inNamespace(NAMESPACE)
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("prometheus")
                .endMetadata()
                .addToData("prometheus.yml", ScrapeConfiguration.of(monitors()))
                .build())
        .create();
    new ClusterUser(stage.client(), NAMESPACE)
        .apply(prometheus(stage.cluster().take(CiImage.PROMETHEUS).toString()));
    // With a volunteer, which no monitor may take for a dispatcher.
    stage
        .user()
        .applyAndAwaitReady(
            "main",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec: {scaling: {minVolunteers: 1, maxVolunteers: 1}}
            """);
    eventually(
        "Prometheus ready",
        SOON,
        () -> stage.client().pods().inNamespace(NAMESPACE).withName("prometheus").require(),
        Readiness::isPodReady);
  }

  @AfterAll
  static void endPrometheus() {
    if (!Cluster.isGiven()) {
      stage.client().load(rights()).delete();
      stage.client().namespaces().withName(NAMESPACE).delete();
    }
  }

  @Test
  void theOperatorIsScraped() {
    eventually(
        "the operator's pods scraped",
        SOON,
        () -> targets("compilefarm-operator", Chart.NAMESPACE),
        urls(Chart.operatorPods(stage.client()))::equals);
  }

  @Test
  void dispatchersOfAllFarmsAreScraped() {
    eventually(
        "the dispatcher of the farm scraped",
        SOON,
        () -> targets("compilefarm-dispatchers", stage.namespace()),
        urls(stage.dispatcherOf("main").pods())::equals);
  }

  /** By the labels that the guide and the alerts name. */
  @Test
  void seriesSayOfWhichFarmTheyAre() {
    String farm = "{namespace=\"%s\",farm=\"main\"}".formatted(stage.namespace());

    eventually(
        "the dispatcher's series of the farm",
        SOON,
        () -> values("compilefarm_jobs_queued" + farm),
        List.of("0")::equals);
    eventually(
        "the operator's series of the farm",
        SOON,
        () -> values("compilefarm_farm_volunteers_ready" + farm),
        List.of("1")::equals);
  }

  private static List<GenericKubernetesResource> monitors() throws IOException {
    return ChartTest.all(
            GenericKubernetesResource.class,
            ChartTest.render(
                ChartTest.chartWithHooksAsObjects(copies, ChartTest.CLUSTER),
                "metrics.podMonitors",
                "true"))
        .stream()
        .filter(object -> object.getKind().equals("PodMonitor"))
        .toList();
  }

  private static NavigableSet<String> urls(List<Pod> pods) {
    return pods.stream()
        .map(pod -> "http://%s:8080/metrics up ".formatted(pod.getStatus().getPodIP()))
        .collect(toCollection(TreeSet::new));
  }

  /** What a monitor made Prometheus scrape in a namespace, and how that went. */
  private static NavigableSet<String> targets(String monitor, String namespace) {
    String job = ScrapeConfiguration.job(Chart.NAMESPACE, monitor);
    return StreamSupport.stream(
            ask("targets?state=active").path("activeTargets").spliterator(), false)
        .filter(target -> target.path("scrapePool").asText().equals(job))
        .filter(target -> target.path("labels").path("namespace").asText().equals(namespace))
        .map(target ->
            "%s %s %s"
                .formatted(
                    target.path("scrapeUrl").asText(),
                    target.path("health").asText(),
                    target.path("lastError").asText()))
        .collect(toCollection(TreeSet::new));
  }

  private static List<String> values(String query) {
    return StreamSupport.stream(
            ask("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .path("result")
                .spliterator(),
            false)
        .map(series -> series.path("value").path(1).asText())
        .toList();
  }

  private static JsonNode ask(String question) {
    String answer =
        stage
            .client()
            .raw(
                "/api/v1/namespaces/%s/pods/prometheus:9090/proxy/api/v1/%s"
                    .formatted(NAMESPACE, question));
    try {
      return JSON.readTree(answer).path("data");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(answer, e);
    }
  }

  /** What the Prometheus Operator's own guide gives a Prometheus. */
  private static ByteArrayInputStream rights() {
    String text =
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: e2e-prometheus}
        rules:
        - {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: e2e-prometheus}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: e2e-prometheus}
        subjects: [{kind: ServiceAccount, name: prometheus, namespace: %s}]
        """
            .formatted(NAMESPACE);
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String prometheus(String image) {
    return """
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: prometheus}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: prometheus}
    spec:
      serviceAccountName: prometheus
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: prometheus
          image: %s
          imagePullPolicy: IfNotPresent
          command: [prometheus, --config.file=/config/prometheus.yml, --storage.tsdb.path=/data]
          readinessProbe: {httpGet: {path: /-/ready, port: 9090}, periodSeconds: 1}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          volumeMounts:
            - {name: config, mountPath: /config}
            - {name: data, mountPath: /data}
      volumes:
        - {name: config, configMap: {name: prometheus}}
        - {name: data, emptyDir: {}}
    """
        .formatted(image);
  }
}
