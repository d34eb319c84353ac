package dev.compilefarm.bench.scale;

import static dev.compilefarm.testbed.Eventually.eventually;

import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.ContainerCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * 500 farms with ten pods each, and the operator as the chart installs it: its image, its limits,
 * its rights, on the cluster's one real node. All pods of farms are on simulated nodes. Requests to
 * a dispatcher's address are led to one {@link StandIn} in this process, by a rule in the node's
 * own network; another rule makes all dispatchers silent. Takes about ten minutes.
 */
public final class ScaleBench {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final int FARMS = 500;
  private static final int VOLUNTEERS = 9;
  private static final int PODS = FARMS * (VOLUNTEERS + 1);
  private static final int FARMS_PER_NAMESPACE = 10;
  private static final int NODES = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration CALM = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration SILENT = Duration.ofSeconds(30);

  private final PrintStream out;
  private final ContainerCluster cluster;
  private final KubernetesClient client;
  private final OperatorMeter meter;
  private final String realNode;

  private ScaleBench(PrintStream out, ContainerCluster cluster, KubernetesClient client) {
    this.out = out;
    this.cluster = cluster;
    this.client = client;
    meter = new OperatorMeter(cluster, client);
    realNode = client.nodes().list().getItems().getFirst().getMetadata().getName();
  }

  public static void main(String[] arguments) throws IOException {
    try (ContainerCluster cluster = ContainerCluster.forTests();
        KubernetesClient client = cluster.client()) {
      new Chart(cluster).install(client);
      new ScaleBench(System.out, cluster, client).run();
    }
  }

  private void run() throws IOException {
    String host = cluster.run("sh", "-c", "ip -4 route show default | cut -d ' ' -f 3");
    pinOperator();
    reserveRealNode();
    try (SimulatedNodes nodes = SimulatedNodes.start(cluster.kubeconfig(), client, NODES);
        StandIn dispatchers = new StandIn(host, VOLUNTEERS);
        FarmsWatch farms = new FarmsWatch(client, VOLUNTEERS)) {
      cluster.run(
          "iptables",
          "-t",
          "nat",
          "-I",
          "PREROUTING",
          "-p",
          "tcp",
          "-d",
          SimulatedNodes.POD_NETWORK,
          "--dport",
          "8080",
          "-j",
          "DNAT",
          "--to-destination",
          host + ":" + dispatchers.port());
      eventually("nodes", PATIENCE, () -> nodes.ready(), ready -> ready == NODES);
      settle(farms);
      atRest("idle, dispatchers answer", IDLE);
      out.printf("  streams that are read: %d%n", dispatchers.streams());
      silence(true, host, dispatchers.port());
      until("all farms say that their dispatcher is silent", () -> farms.silent() == FARMS);
      atRest("idle, all dispatchers silent", SILENT);
      silence(false, host, dispatchers.port());
      until("all farms settled again", () -> farms.settled() == FARMS);
      restart(farms);
    }
  }

  private void settle(FarmsWatch farms) {
    OperatorMeter.Reading before = meter.read();
    long start = System.nanoTime();
    for (int i = 0; i < FARMS; i++) {
      String namespace = "team-" + i / FARMS_PER_NAMESPACE;
      if (i % FARMS_PER_NAMESPACE == 0) {
        client
            .namespaces()
            .resource(
                new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
            .create();
      }
      new ClusterUser(client, namespace).apply(farm("farm-" + i));
    }
    since(start, FARMS + " farms applied");
    reach(start, 2 * FARMS + " Deployments made", () -> farms.deployments() == 2 * FARMS);
    reach(start, PODS + " pods Ready", () -> farms.readyPods() == PODS);
    reach(start, FARMS + " farms Ready with all volunteers", () -> farms.settled() == FARMS);
    print("until then", before, meter.read());
  }

  private void atRest(String what, Duration span) {
    pause(CALM);
    OperatorMeter.Reading before = meter.read();
    pause(span);
    print(what, before, meter.read());
  }

  /** The operator's pod is deleted; everything is as it should be. */
  private void restart(FarmsWatch farms) {
    long start = System.nanoTime();
    OperatorMeter.Reading before = meter.read();
    String old = before.process();
    Chart.operatorPods(client).forEach(pod -> client.resource(pod).delete());
    awaitOperator();
    since(start, "the operator's next pod Ready");
    pause(CALM);
    OperatorMeter.Reading after = meter.read();
    if (after.process().equals(old)) {
      throw new IllegalStateException("the operator's process " + old + " still runs");
    }
    out.printf(
        Locale.ROOT,
        "restart, %.0f s later: %.1f s of processor time, %.0f MiB resident at the most, %d writes, %d farms settled%n",
        after.at() - before.at(),
        after.cpuSeconds(),
        after.peakMebibytes(),
        after.writes() - before.writes(),
        farms.settled());
    atRest("idle, after the restart", SILENT);
  }

  private void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    OperatorMeter.Reading before = meter.read();
    reach(start, what, condition);
    print("until then", before, meter.read());
  }

  private void reach(long start, String what, BooleanSupplier condition) {
    await(what, condition);
    since(start, what);
  }

  private void since(long start, String what) {
    out.printf(Locale.ROOT, "%7.1f s: %s%n", (System.nanoTime() - start) / 1e9, what);
  }

  private void print(String what, OperatorMeter.Reading from, OperatorMeter.Reading to) {
    if (!from.process().equals(to.process())) {
      out.printf("  the operator's process changed, restarts: %d%n", meter.restarts());
      return;
    }
    double seconds = to.at() - from.at();
    double cpu = to.cpuSeconds() - from.cpuSeconds();
    out.printf(
        Locale.ROOT,
        "%s, %.0f s: processor %.2f s (%.1f %% of a core); resident %.0f MiB, %.0f at the most; %d threads; requests"
            + " %d reads, %d writes (%.2f reads a second, %.1f writes a minute)%n",
        what,
        seconds,
        cpu,
        100 * cpu / seconds,
        to.residentMebibytes(),
        to.peakMebibytes(),
        to.threads(),
        to.reads() - from.reads(),
        to.writes() - from.writes(),
        (to.reads() - from.reads()) / seconds,
        60 * (to.writes() - from.writes()) / seconds);
  }

  /** Packets to and from dispatchers are lost, or no more. */
  private void silence(boolean on, String host, int port) {
    String action = on ? "-I" : "-D";
    cluster.run(
        "iptables",
        "-t",
        "raw",
        action,
        "PREROUTING",
        "-d",
        SimulatedNodes.POD_NETWORK,
        "-j",
        "DROP");
    cluster.run(
        "iptables",
        "-t",
        "raw",
        action,
        "PREROUTING",
        "-p",
        "tcp",
        "-s",
        host,
        "--sport",
        Integer.toString(port),
        "-j",
        "DROP");
  }

  /** To the real node, whatever else is there: simulated nodes lack the label. */
  private void pinOperator() {
    client
        .apps()
        .deployments()
        .inNamespace(Chart.NAMESPACE)
        .withName("compilefarm-operator")
        .patch(
            MERGE,
            """
            {"spec": {"template": {"spec": {
              "nodeSelector": {"kubernetes.io/os": "linux"},
              "tolerations": [{"key": "node.kubernetes.io/unschedulable", "operator": "Exists"}]}}}}\
            """);
    await(
        "the operator's pod on the real node",
        () ->
            Chart.operatorPods(client).stream()
                .allMatch(pod -> pod.getSpec().getNodeSelector().containsKey("kubernetes.io/os")));
    awaitOperator();
  }

  /** No farm's pod goes there. */
  private void reserveRealNode() {
    client.nodes().withName(realNode).patch(MERGE, "{\"spec\": {\"unschedulable\": true}}");
  }

  private void awaitOperator() {
    await(
        "the operator ready",
        () -> {
          List<Pod> pods = Chart.operatorPods(client);
          return pods.size() == 1
              && pods.getFirst().getMetadata().getDeletionTimestamp() == null
              && pods.getFirst().getStatus().getConditions().stream()
                  .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
        });
  }

  private static void await(String what, BooleanSupplier condition) {
    eventually(what, PATIENCE, condition::getAsBoolean, Boolean::booleanValue);
  }

  /** Lets time pass, which is what is measured here. */
  private static void pause(Duration span) {
    try {
      TimeUnit.NANOSECONDS.sleep(span.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String farm(String name) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec: {replicas: %d}
    """
        .formatted(name, VOLUNTEERS);
  }
}
