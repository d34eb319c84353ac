package dev.compilefarm.operator.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An API server of which a test says how it is: it keeps what is written, lists and watches, and
 * can refuse, send what makes no sense, or fall silent. What a real one does is the business of the
 * suites in e2e.
 */
final class ScriptedCluster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One line of a watch. */
  private record Line(String kind, long version, String text) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  // Below: only with the monitor.
  private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, Integer> lists = new LinkedHashMap<>();
  private long version = 1;
  private long deafBefore;
  private boolean refusing;
  private boolean openshift;
  private String failing = "";
  private String unlistable = "";
  private final Map<String, String> specsBeforeStatus = new LinkedHashMap<>();

  /**
   * @param port 0 for any
   */
  ScriptedCluster(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Answers everything with 403, or no more. */
  synchronized void refuse(boolean refuses) {
    refusing = refuses;
  }

  /** Has the API group of OpenShift's rules for pods from now on. */
  synchronized void becomeOpenshift() {
    openshift = true;
  }

  /**
   * The user that a farm's Deployment has for its pods; empty where it leaves that to the cluster.
   */
  synchronized String user(String deployment) {
    return objects
        .get("/apis/apps/v1/namespaces/ci/deployments/" + deployment)
        .at("/spec/template/spec/securityContext/runAsUser")
        .asText();
  }

  /** Answers every write of an object whose path ends so with 500. */
  synchronized void failAt(String pathEnd) {
    failing = pathEnd;
  }

  /** Somebody changes a farm's spec just before the next write of its status. */
  synchronized void applyBeforeStatus(String farm, String spec) {
    specsBeforeStatus.put(farm, spec);
  }

  /** Answers every list of a kind with 403; of none where it is empty. */
  synchronized void forbidListsOf(String kind) {
    unlistable = kind;
  }

  /** Somebody makes a namespace, or gives it other labels. */
  synchronized void applyNamespace(String name, String labels) throws IOException {
    applyObject("/api/v1/namespaces/" + name, "{\"labels\": %s}".formatted(labels));
  }

  /** Somebody deletes a namespace, which then waits for what is in it. */
  synchronized void deleteNamespace(String name) {
    ObjectNode namespace = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
    namespace
        .putObject("metadata")
        .put("name", name)
        .put("deletionTimestamp", "2026-01-01T00:00:00Z");
    namespace.putObject("status").put("phase", "Terminating");
    store("/api/v1/namespaces/" + name, namespace);
  }

  /** What is stored of a namespace that was made or deleted here. */
  synchronized JsonNode namespace(String name) {
    return objects.get("/api/v1/namespaces/" + name).deepCopy();
  }

  /** Somebody makes a ConfigMap, with this metadata. */
  synchronized void applyConfigMap(String namespace, String name, String metadata)
      throws IOException {
    applyObject(configMapPath(namespace, name), metadata);
  }

  /** Somebody removes a ConfigMap, whoever has made it. */
  synchronized void removeConfigMap(String namespace, String name) {
    remove(configMapPath(namespace, name));
  }

  /** What is stored of a ConfigMap; nothing where there is none. */
  synchronized JsonNode configMap(String namespace, String name) {
    return Optional.<JsonNode>ofNullable(objects.get(configMapPath(namespace, name)))
        .orElse(MissingNode.getInstance());
  }

  /** Somebody deletes a farm of namespace ci, which then waits for its finalizer. */
  synchronized void deleteFarm(String name) {
    ObjectNode farm = objects.get(farmPath(name)).deepCopy();
    ((ObjectNode) farm.get("metadata")).put("deletionTimestamp", "2026-01-01T00:00:00Z");
    store(farmPath(name), farm);
  }

  /** Watches that are open now hear nothing any more, and are not closed. */
  synchronized void fallSilent() {
    deafBefore = ++version;
  }

  /** Sends something to all who watch farms. */
  synchronized void tellAboutFarms(String text) {
    lines.add(new Line("compilefarms", ++version, text));
    notifyAll();
  }

  /** Somebody applies a farm of namespace ci. */
  synchronized void applyFarm(String name, String spec) throws IOException {
    String path = farmPath(name);
    ObjectNode farm =
        JSON.createObjectNode()
            .put("apiVersion", "compilefarm.dev/v1alpha1")
            .put("kind", "CompileFarm");
    Optional<ObjectNode> known = Optional.ofNullable(objects.get(path));
    farm.set("metadata", known.map(f -> f.get("metadata")).orElseGet(JSON::createObjectNode));
    ((ObjectNode) farm.get("metadata"))
        .put("name", name)
        .put("namespace", "ci")
        .put("uid", "uid-of-" + name)
        .put("generation", farm.at("/metadata/generation").asLong() + 1);
    farm.set("spec", JSON.readTree(spec));
    known.map(f -> f.get("status")).ifPresent(status -> farm.set("status", status));
    store(path, farm);
  }

  /** The farm's condition Ready as {@code status reason: message}; empty while there is none. */
  String ready(String farm) {
    return condition(farm, "Ready");
  }

  /** A condition of the farm as {@code status reason: message}; empty while there is none. */
  synchronized String condition(String farm, String type) {
    for (JsonNode condition : objects.get(farmPath(farm)).at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return "%s %s: %s"
            .formatted(
                condition.path("status").asText(),
                condition.path("reason").asText(),
                condition.path("message").asText());
      }
    }
    return "";
  }

  /** Whether the farm has the Deployment of its dispatcher. */
  synchronized boolean hasDispatcher(String farm) {
    return objects.containsKey(
        "/apis/apps/v1/namespaces/ci/deployments/%s-dispatcher".formatted(farm));
  }

  /** What is stored of a farm. */
  synchronized JsonNode farm(String name) {
    return objects.get(farmPath(name)).deepCopy();
  }

  /** How often farms were listed, also in vain. */
  synchronized int lists() {
    return lists.getOrDefault("compilefarms", 0);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static String configMapPath(String namespace, String name) {
    return "/api/v1/namespaces/%s/configmaps/%s".formatted(namespace, name);
  }

  private void applyObject(String path, String metadata) throws IOException {
    boolean isNamespace = !path.contains("/configmaps/");
    ObjectNode object =
        JSON.createObjectNode()
            .put("apiVersion", "v1")
            .put("kind", isNamespace ? "Namespace" : "ConfigMap");
    ObjectNode given = (ObjectNode) JSON.readTree(metadata);
    given.put("name", path.substring(path.lastIndexOf('/') + 1)).put("uid", "uid-" + version);
    if (!isNamespace) {
      given.put("namespace", Path.of(path).getName(3).toString());
    }
    object.set("metadata", given);
    store(path, object);
  }

  private static String farmPath(String name) {
    return "/apis/compilefarm.dev/v1alpha1/namespaces/ci/compilefarms/" + name;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("GET")) {
        get(exchange, path, query);
      } else if (exchange.getRequestMethod().equals("DELETE")) {
        reply(exchange, 200, delete(path));
      } else {
        write(exchange, path, JSON.readTree(exchange.getRequestBody()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void get(HttpExchange exchange, String path, String query)
      throws IOException, InterruptedException {
    String kind = path.substring(path.lastIndexOf('/') + 1);
    if (query.contains("watch=true")) {
      watch(exchange, kind, query);
      return;
    }
    String body;
    synchronized (this) {
      boolean isList = !path.contains("/namespaces/");
      if (isList) {
        lists.merge(kind, 1, Integer::sum);
      }
      if (refusing || (isList && kind.equals(unlistable))) {
        reply(exchange, 403, status(403));
        return;
      }
      body = body(path, kind);
    }
    reply(exchange, body.isEmpty() ? 404 : 200, body.isEmpty() ? status(404) : body);
  }

  private String body(String path, String kind) {
    if (path.equals("/apis/security.openshift.io")) {
      return openshift
          ? "{\"kind\": \"APIGroup\", \"apiVersion\": \"v1\", \"name\": \"security.openshift.io\"}"
          : "";
    }
    return path.contains("/namespaces/") ? one(path) : list(kind);
  }

  private String one(String path) {
    return Optional.ofNullable(objects.get(path)).map(JsonNode::toString).orElse("");
  }

  private String list(String kind) {
    ObjectNode list = JSON.createObjectNode().put("kind", "List");
    list.putObject("metadata").put("resourceVersion", Long.toString(version));
    ArrayNode items = list.putArray("items");
    objects.forEach((path, object) -> {
      if (kindOf(path).equals(kind)) {
        items.add(object);
      }
    });
    return list.toString();
  }

  private void watch(HttpExchange exchange, String kind, String query)
      throws IOException, InterruptedException {
    if (exchange.getRequestHeaders().containsKey("Upgrade")) {
      // No WebSocket here; the client asks for a plain stream then.
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    long begun;
    synchronized (this) {
      begun = version;
    }
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    long told = Long.parseLong(query.replaceAll(".*resourceVersion=(\\d+).*", "$1"));
    while (true) {
      Line next = next(kind, told, begun);
      told = next.version();
      exchange.getResponseBody().write((next.text() + "\n").getBytes(UTF_8));
      exchange.getResponseBody().flush();
    }
  }

  private synchronized Line next(String kind, long told, long begun) throws InterruptedException {
    while (true) {
      Optional<Line> next =
          lines.stream()
              .filter(line -> begun >= deafBefore)
              .filter(line -> line.kind().equals(kind) && line.version() > told)
              .findFirst();
      if (next.isPresent()) {
        return next.get();
      }
      wait();
    }
  }

  private void write(HttpExchange exchange, String path, JsonNode patch) throws IOException {
    String body;
    synchronized (this) {
      boolean isStatus = path.endsWith("/status");
      String of = isStatus ? path.substring(0, path.length() - "/status".length()) : path;
      if (refusing || (!failing.isEmpty() && of.endsWith(failing))) {
        reply(exchange, refusing ? 403 : 500, status(refusing ? 403 : 500));
        return;
      }
      String name = of.substring(of.lastIndexOf('/') + 1);
      if (isStatus && specsBeforeStatus.containsKey(name)) {
        applyFarm(name, specsBeforeStatus.remove(name));
      }
      if (exchange.getRequestMethod().equals("POST")) {
        body = patch.toString();
      } else {
        ObjectNode object =
            Optional.ofNullable(objects.get(of))
                .map(ObjectNode::deepCopy)
                .orElseGet(JSON::createObjectNode);
        merge(object, patch);
        if (!object.at("/metadata").has("uid")) {
          ((ObjectNode) object.get("metadata")).put("uid", "uid-" + version);
        }
        body = store(of, object).toString();
      }
    }
    reply(exchange, 200, body);
  }

  private static void merge(ObjectNode object, JsonNode patch) {
    patch
        .properties()
        .forEach(field -> {
          if (field.getValue() instanceof ObjectNode inner
              && object.get(field.getKey()) instanceof ObjectNode known) {
            merge(known, inner);
          } else {
            object.set(field.getKey(), field.getValue());
          }
        });
  }

  private ObjectNode store(String path, ObjectNode object) {
    version++;
    ((ObjectNode) object.get("metadata")).put("resourceVersion", Long.toString(version));
    String type = objects.put(path, object) == null ? "ADDED" : "MODIFIED";
    tell(type, path, object);
    return object;
  }

  private synchronized String delete(String path) {
    remove(path);
    return "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Success\"}";
  }

  private void remove(String path) {
    version++;
    Optional.ofNullable(objects.remove(path)).ifPresent(object -> tell("DELETED", path, object));
  }

  private void tell(String type, String path, ObjectNode object) {
    JsonNode event = JSON.createObjectNode().put("type", type).set("object", object);
    lines.add(new Line(kindOf(path), version, event.toString()));
    notifyAll();
  }

  /** The part of an object's path before its name. */
  private static String kindOf(String path) {
    String kindPath = path.substring(0, path.lastIndexOf('/'));
    return kindPath.substring(kindPath.lastIndexOf('/') + 1);
  }

  private static String status(int code) {
    return "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": %d, \"message\": \"of this test\"}"
        .formatted(code);
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
