package dev.compilefarm.bench.scale;

import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.ContainerCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operator's process has used so far. Processor time and memory are of its {@code /proc};
 * its requests are those that the API server counted, apart from everybody else's: a FlowSchema of
 * their own for its writes and one for the rest, with the priority that they have anyway.
 */
final class OperatorMeter {
  private static final String FLOW_SCHEMAS =
      """
      apiVersion: flowcontrol.apiserver.k8s.io/v1
      kind: FlowSchema
      metadata: {name: operator-writes}
      spec:
        priorityLevelConfiguration: {name: workload-low}
        matchingPrecedence: 800
        distinguisherMethod: {type: ByUser}
        rules:
          - subjects:
              - {kind: ServiceAccount, serviceAccount: {namespace: compilefarm-system, name: compilefarm-operator}}
            resourceRules:
              - {verbs: [create, update, patch, delete, deletecollection], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true}
      ---
      apiVersion: flowcontrol.apiserver.k8s.io/v1
      kind: FlowSchema
      metadata: {name: operator-reads}
      spec:
        priorityLevelConfiguration: {name: workload-low}
        matchingPrecedence: 801
        distinguisherMethod: {type: ByUser}
        rules:
          - subjects:
              - {kind: ServiceAccount, serviceAccount: {namespace: compilefarm-system, name: compilefarm-operator}}
            resourceRules:
              - {verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true}
            nonResourceRules:
              - {verbs: ['*'], nonResourceURLs: ['*']}
      """;

  // USER_HZ, the same on all of Linux.
  private static final double TICKS_PER_SECOND = 100;

  /**
   * Since the start of the operator's process, or for requests the API server's.
   *
   * @param at seconds of a clock that has no begin
   */
  record Reading(
      String process,
      double at,
      double cpuSeconds,
      double residentMebibytes,
      double peakMebibytes,
      int threads,
      long reads,
      long writes) {}

  private final ContainerCluster cluster;
  private final KubernetesClient client;

  OperatorMeter(ContainerCluster cluster, KubernetesClient client) {
    this.cluster = cluster;
    this.client = client;
    client
        .load(new ByteArrayInputStream(FLOW_SCHEMAS.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(schema -> client.resource(schema).serverSideApply());
  }

  Reading read() {
    String process = process();
    String[] stat =
        cluster.run("cat", "/proc/" + process + "/stat").replaceAll(".*\\) ", "").split(" ", -1);
    String status = cluster.run("cat", "/proc/" + process + "/status");
    String metrics = client.raw("/metrics");
    return new Reading(
        process,
        System.nanoTime() / 1e9,
        (Long.parseLong(stat[11]) + Long.parseLong(stat[12])) / TICKS_PER_SECOND,
        number(status, "VmRSS:\\s+(\\d+) kB") / 1024.0,
        number(status, "VmHWM:\\s+(\\d+) kB") / 1024.0,
        (int) number(status, "Threads:\\s+(\\d+)"),
        requests(metrics, "operator-reads"),
        requests(metrics, "operator-writes"));
  }

  /** How often the operator's container was started anew. */
  int restarts() {
    return Chart.operatorPods(client).stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .mapToInt(status -> status.getRestartCount())
        .sum();
  }

  private String process() {
    return cluster.run("pgrep", "--full", "--oldest", "^/opt/java/bin/java .*quarkus-run.jar");
  }

  private static long requests(String metrics, String flowSchema) {
    return number(
        metrics,
        "(?m)^apiserver_flowcontrol_dispatched_requests_total\\{flow_schema=\"%s\"[^}]*\\} (\\S+)$"
            .formatted(flowSchema));
  }

  /** The first number that the pattern finds; 0 if there is none. */
  private static long number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    return found.find() ? (long) Double.parseDouble(found.group(1)) : 0;
  }
}
