package dev.compilefarm.dispatcher.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An API server with the pods that it is told of and the troubles that it is asked for. List and
 * watch tell the same, and a watch ends in its time. What a real one does with real pods is the
 * business of the suites in e2e.
 */
final class ScriptedApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final InetSocketAddress address;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Below: only under the lock.
  private final Map<String, JsonNode> pods = new LinkedHashMap<>();
  private final List<String> history = new ArrayList<>();
  private final List<String> oddItems = new ArrayList<>();
  private final Map<String, String> answers = new LinkedHashMap<>();
  private Optional<String> garbage = Optional.empty();
  private Optional<HttpServer> server = Optional.empty();
  private int status = 200;
  private boolean hangs;
  private boolean silent;
  private int watches;
  private int lists;

  private ScriptedApi(int port) {
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** One that is well and knows no pod. */
  static ScriptedApi start() throws IOException {
    ScriptedApi api = absent();
    api.open();
    return api;
  }

  /** One that takes no connections yet. */
  static ScriptedApi absent() {
    return new ScriptedApi(Ports.free());
  }

  String url() {
    return "http://127.0.0.1:" + address.getPort();
  }

  /** Takes connections, from now on or again. */
  void open() throws IOException {
    HttpServer opened = HttpServer.create(address, 0);
    opened.createContext("/", this::answer);
    opened.setExecutor(threads);
    opened.start();
    change(() -> server = Optional.of(opened));
  }

  /** Breaks all connections off and refuses new ones. */
  void shut() {
    change(() -> {
      server.ifPresent(opened -> opened.stop(0));
      server = Optional.empty();
    });
  }

  /** Answers with this status to all that comes, until it is 200. Ends no watch. */
  void answerWith(int wanted) {
    change(() -> status = wanted);
  }

  /** Takes requests and never answers, not even later, until it is told otherwise. */
  void hang(boolean wanted) {
    change(() -> hangs = wanted);
  }

  /** Watches say nothing and do not end, until it is told otherwise; those of then never do. */
  void silenceWatches(boolean wanted) {
    change(() -> silent = wanted);
  }

  /** A list is this text from now on; empty: what it is to be. */
  void listIs(Optional<String> text) {
    change(() -> garbage = text);
  }

  /** Answers so to each request that ends with this: it is neither the list nor a watch. */
  void answer(String end, String json) {
    change(() -> answers.put(end, json));
  }

  /** Lists have this too among their items. */
  void addOddItem(String json) {
    change(() -> oddItems.add(json));
  }

  /** Sends a line on each watch that stands, as if it were an event. */
  void say(String line) {
    change(() -> history.add(line));
  }

  /** Forgets what has happened: each watch gets to hear that its version is too old. */
  void forget() {
    say(
        """
        {"type": "ERROR", "object": {"kind": "Status", "code": 410, "message": "too old"}}\
        """
            .strip());
  }

  /** What became of a pod; both list and watch tell. */
  void tell(String type, String pod) {
    try {
      ObjectNode object = (ObjectNode) JSON.readTree(pod);
      change(() -> {
        object.withObjectProperty("metadata").put("resourceVersion", "" + (history.size() + 1));
        String name = object.at("/metadata/name").asText();
        if (type.equals("DELETED")) {
          pods.remove(name);
        } else {
          pods.put(name, object);
        }
        history.add("{\"type\": \"%s\", \"object\": %s}".formatted(type, object));
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Watches that were begun so far. */
  int watches() {
    return read(() -> watches);
  }

  /** Lists that were asked for so far. */
  int lists() {
    return read(() -> lists);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Optional<String> scripted = scripted(exchange.getRequestURI().toString());
    if (scripted.isPresent()) {
      send(exchange, 200, scripted.get());
      exchange.getResponseBody().close();
      return;
    }
    boolean watch = exchange.getRequestURI().toString().contains("watch=true");
    int wanted =
        read(() -> {
          if (watch) {
            watches++;
          } else {
            lists++;
          }
          return hangs ? 0 : status;
        });
    try {
      if (wanted == 0) {
        waitForEver();
      } else if (wanted != 200) {
        send(exchange, wanted, "{\"kind\": \"Status\", \"message\": \"scripted\"}");
      } else if (watch) {
        watch(exchange);
      } else {
        send(exchange, 200, list());
      }
      // Not the exchange's close, which ends the connection too.
      exchange.getResponseBody().close();
    } catch (InterruptedException e) {
      exchange.close();
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> scripted(String request) {
    return read(() ->
        answers.entrySet().stream()
            .filter(answer -> request.endsWith(answer.getKey()))
            .map(Map.Entry::getValue)
            .findFirst());
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private String list() {
    return read(() ->
        garbage.orElseGet(() ->
            """
            {"apiVersion": "v1", "kind": "PodList", "metadata": {"resourceVersion": "%d"},
             "items": [%s]}
            """
                .formatted(
                    history.size(),
                    Stream.concat(oddItems.stream(), pods.values().stream().map(JsonNode::toString))
                        .collect(Collectors.joining(",")))));
  }

  private void watch(HttpExchange exchange) throws IOException, InterruptedException {
    Map<String, String> query =
        Stream.of(exchange.getRequestURI().getQuery().split("&"))
            .map(parameter -> parameter.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    long length = Long.parseLong(query.getOrDefault("timeoutSeconds", "300"));
    long endNanos = System.nanoTime() + Duration.ofSeconds(length).toNanos();
    int told = Integer.parseInt(query.getOrDefault("resourceVersion", "0"));
    exchange.sendResponseHeaders(200, 0);
    OutputStream stream = exchange.getResponseBody();
    stream.flush();
    while (true) {
      List<String> news = awaitNews(told, endNanos);
      if (news.isEmpty()) {
        return;
      }
      for (String line : news) {
        stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        stream.flush();
      }
      told += news.size();
    }
  }

  /** What was said after so many lines; nothing when the time is over. */
  private List<String> awaitNews(int told, long endNanos) throws InterruptedException {
    lock.lock();
    try {
      while (!silent && history.size() <= told && endNanos - System.nanoTime() > 0) {
        // The loop asks whether the time is over.
        long _ = changed.awaitNanos(endNanos - System.nanoTime());
      }
      if (silent) {
        waitForEver();
      }
      return List.copyOf(history.subList(Math.min(told, history.size()), history.size()));
    } finally {
      lock.unlock();
    }
  }

  private void waitForEver() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable what) {
    read(() -> {
      what.run();
      changed.signalAll();
      return true;
    });
  }

  private <T> T read(Supplier<T> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    shut();
    threads.shutdownNow();
  }
}
