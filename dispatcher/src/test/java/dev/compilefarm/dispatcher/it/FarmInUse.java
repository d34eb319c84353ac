package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A farm to record: the packaged dispatcher, real volunteers and real clients, with the names and
 * addresses that they have in a cluster. Its pods are scripted. What it compiles runs until it is
 * closed, so that nothing changes while it is recorded.
 */
final class FarmInUse implements AutoCloseable {
  /** The tenant of the second port. */
  static final String NIGHTLY = "nightly";

  static final int SLOTS = 8;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FARMS = Path.of("..", "client", "src", "test", "resources", "farms");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** The port of all volunteers in a cluster. */
  private static final int VOLUNTEER_PORT = 3632;

  private static final int FIRST_ADDRESS = 97;
  private static final String NIGHTLY_ADDRESS = "10.1.0.7";

  /** As the operator gives it to a small farm. */
  private static final int CLIENT_JOBS = 64;

  private final Path scratch;
  private final ScriptedApi api;
  private final Gate gate;
  private final RealDispatcher dispatcher;
  private final List<RealDistccd> volunteers = new ArrayList<>();
  private final List<Process> compiles = new ArrayList<>();
  private int pods;
  private int clients;

  private FarmInUse(Path scratch, ScriptedApi api, Gate gate, RealDispatcher dispatcher) {
    this.scratch = scratch;
    this.api = api;
    this.gate = gate;
    this.dispatcher = dispatcher;
  }

  /** One without volunteers, with these limits of tenants. */
  static FarmInUse start(Path scratch, String tenants) throws IOException, InterruptedException {
    ScriptedApi api = ScriptedApi.start();
    Map<String, String> settings =
        Map.of(
            "KUBERNETES_MASTER",
            api.url(),
            "COMPILEFARM_FARM",
            "main",
            "COMPILEFARM_NAMESPACE",
            "ci",
            "COMPILEFARM_PORTS",
            "%d,%d=%s".formatted(Ports.free(), Ports.free(), NIGHTLY),
            "COMPILEFARM_TENANTS",
            tenants,
            "COMPILEFARM_CLIENT_JOBS",
            Integer.toString(CLIENT_JOBS));
    Gate gate = Gate.closed(scratch);
    RealDispatcher dispatcher = RealDispatcher.start(scratch, QuickStart.options(), settings);
    return new FarmInUse(scratch, api, gate, dispatcher);
  }

  /** Gets so many more volunteers that take jobs. */
  void addVolunteers(int number) throws IOException {
    int total = dispatcher.load().at("/slots/total").asInt() + number * SLOTS;
    for (int i = 0; i < number; i++) {
      volunteers.add(RealDistccd.start(List.of(), nextAddress(), SLOTS, nextFolder()));
      tellPod(running("True"));
    }
    dispatcher.awaitLoad(
        "its volunteers take jobs", load -> load.at("/slots/total").asInt() == total);
  }

  /** Gets one that takes jobs and compiles none. */
  void addBlackHole() throws IOException {
    volunteers.add(RealDistccd.startBroken(nextAddress(), SLOTS, nextFolder()));
    tellPod(running("True"));
  }

  /** Gets one whose container runs, and that is not ready. */
  void addStarting() {
    tellPod(running("False"));
  }

  /** Gets one that has no node. */
  void addPending() {
    tellPod("\"phase\": \"Pending\"");
  }

  /** Lets a client of this address, or of the tenant of a port, compile a few files to the end. */
  void finish(String tenant) throws IOException, InterruptedException {
    RealClient client = client(tenant);
    for (int i = 0; i < SLOTS; i++) {
      assertEquals(0, client.compile("f%d.c".formatted(i), "int f;\n").waitFor(), client.log());
    }
  }

  /** Lets a new client of this address, or of the tenant of a port, begin so many compiles. */
  void begin(String tenant, int jobs) throws IOException {
    JsonNode before = dispatcher.load();
    int known = before.get("queued").asInt() + before.get("running").asInt() + jobs;
    RealClient client = client(tenant);
    for (int i = 0; i < jobs; i++) {
      compiles.add(client.compile("f%d.c".formatted(i), gate.source()));
    }
    dispatcher.awaitLoad(
        "all have come", load -> load.get("queued").asInt() + load.get("running").asInt() == known);
  }

  /** Waits until the load is as described, and writes it and the jobs to the farm's folder. */
  void record(String farm, String description, Predicate<JsonNode> expected) throws IOException {
    JsonNode load = await(description).atMost(PATIENCE).until(dispatcher::load, expected);
    JsonNode jobs = JSON.readTree(dispatcher.get("/v1/jobs?limit=1000").body());
    Files.writeString(FARMS.resolve(farm).resolve("load.json"), lines(load));
    Files.writeString(FARMS.resolve(farm).resolve("jobs.json"), lines(jobs));
  }

  @Override
  public void close() throws IOException {
    compiles.forEach(Process::destroyForcibly);
    gate.close();
    dispatcher.close();
    volunteers.forEach(RealDistccd::close);
    api.close();
  }

  private RealClient client(String tenant) throws IOException {
    clients++;
    boolean isNightly = tenant.equals(NIGHTLY);
    // On one machine, who connects to an address of it has that address, too.
    String host =
        "%s:%d/%d,lzo"
            .formatted(
                isNightly ? NIGHTLY_ADDRESS : tenant,
                dispatcher.ports().get(isNightly ? 1 : 0),
                CLIENT_JOBS);
    return new RealClient(
        scratch, "client-" + clients, host, Map.of("DISTCC_NO_REWRITE_CROSS", "1"));
  }

  private InetSocketAddress nextAddress() {
    return new InetSocketAddress(InetAddress.ofLiteral(nextIp()), VOLUNTEER_PORT);
  }

  private String nextIp() {
    return "10.2.0." + (FIRST_ADDRESS + pods);
  }

  private Path nextFolder() throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("volunteer-" + pods));
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String running(String ready) {
    return """
    "phase": "Running", "podIP": "%s", "podIPs": [{"ip": "%s"}],
    "conditions": [{"type": "Ready", "status": "%s"}]
    """
        .formatted(nextIp(), nextIp(), ready);
  }

  private void tellPod(String status) {
    String name = "main-volunteers-" + (char) ('a' + pods);
    api.tell(
        "ADDED",
        """
        {"apiVersion": "v1", "kind": "Pod", "status": {%s}, "metadata": {
          "name": "%s", "namespace": "ci", "uid": "uid-of-%s",
          "labels": {"compilefarm.dev/farm": "main", "pod-template-hash": "6c8f"},
          "ownerReferences": [{"kind": "ReplicaSet", "name": "main-volunteers-6c8f", "controller": true}],
          "annotations": {"compilefarm.dev/slots": "%d"}}}
        """
            .formatted(status, name, name, SLOTS));
    pods++;
  }

  /** A line for each field, and for each element of a list. */
  private static String lines(JsonNode object) {
    return object.properties().stream()
        .map(field -> "  \"%s\": %s".formatted(field.getKey(), value(field.getValue())))
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static String value(JsonNode value) {
    return value.isArray() && !value.isEmpty()
        ? value
            .valueStream()
            .map(JsonNode::toString)
            .collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"))
        : value.toString();
  }
}
