package dev.compilefarm.dispatcher.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged dispatcher as a process of its own, without Kubernetes. */
public final class RealDispatcher implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final List<Integer> ports;
  private final int adminPort;
  private final int reportPort;
  private final HttpClient http = HttpClient.newHttpClient();

  private RealDispatcher(
      Process process, Path log, List<Integer> ports, int adminPort, int reportPort) {
    this.process = process;
    this.log = log;
    this.ports = ports;
    this.adminPort = adminPort;
    this.reportPort = reportPort;
  }

  /** Starts one in front of these {@code host:port/slots} and returns when it is ready. */
  public static RealDispatcher start(Path scratch, String volunteers) throws IOException {
    return start(scratch, volunteers, QuickStart.options());
  }

  /** Starts one whose JVM has these options. */
  public static RealDispatcher start(Path scratch, String volunteers, List<String> jvmOptions)
      throws IOException {
    return start(scratch, jvmOptions, Map.of("COMPILEFARM_VOLUNTEERS", volunteers));
  }

  /** Starts one with more settings than it needs. */
  static RealDispatcher start(Path scratch, String volunteers, Map<String, String> settings)
      throws IOException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("COMPILEFARM_VOLUNTEERS", volunteers);
    return start(scratch, QuickStart.options(), all);
  }

  /** Starts one with these settings, two ports if they name none, and JVM options. */
  public static RealDispatcher start(
      Path scratch, List<String> jvmOptions, Map<String, String> settings) throws IOException {
    RealDispatcher dispatcher = begin(scratch, jvmOptions, settings);
    dispatcher.awaitProbe("ready");
    return dispatcher;
  }

  /** Starts one and returns when it is alive, whether it is ready or not. */
  static RealDispatcher startUnready(Path scratch, Map<String, String> settings)
      throws IOException {
    RealDispatcher dispatcher = begin(scratch, QuickStart.options(), settings);
    dispatcher.awaitProbe("live");
    return dispatcher;
  }

  private static RealDispatcher begin(
      Path scratch, List<String> jvmOptions, Map<String, String> settings) throws IOException {
    List<Integer> free = Ports.free(4);
    int adminPort = free.get(2);
    int reportPort = free.get(3);
    Path log = scratch.resolve("dispatcher.log");
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("COMPILEFARM_PORTS", free.get(0) + "," + free.get(1));
    all.put("QUARKUS_HTTP_PORT", Integer.toString(adminPort));
    all.put("COMPILEFARM_REPORT_PORT", Integer.toString(reportPort));
    List<Integer> ports =
        Stream.of(all.get("COMPILEFARM_PORTS").split(","))
            .map(port -> Integer.valueOf(port.replaceFirst("=.*", "")))
            .toList();
    Process process = launch(log, jvmOptions, all);
    return new RealDispatcher(process, log, ports, adminPort, reportPort);
  }

  private void awaitProbe(String probe) {
    await("the dispatcher's probe: " + probe)
        .atMost(PATIENCE)
        .failFast(() -> {
          if (!process.isAlive()) {
            throw new AssertionError("the dispatcher ended:\n" + log());
          }
        })
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> get("/q/health/" + probe).statusCode() == 200);
  }

  /** Starts the packaged process with these settings, which it may refuse. */
  static Process launch(Path log, Map<String, String> settings) throws IOException {
    return launch(log, QuickStart.options(), settings);
  }

  private static Process launch(Path log, List<String> jvmOptions, Map<String, String> settings)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", Path.of("target", "quarkus-app", "quarkus-run.jar").toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return builder.start();
  }

  /** The first of its ports. */
  public int port() {
    return ports.getFirst();
  }

  /** Its ports in the order of its settings. */
  public List<Integer> ports() {
    return ports;
  }

  /** The process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** A connection to the first of its ports. */
  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), ports.getFirst());
  }

  /** What a client's DISTCC_HOSTS is to be; {@code options} as {@code ,lzo} or empty. */
  String hosts(String options) {
    return ports.stream().map(port -> host(port, options)).collect(Collectors.joining(" "));
  }

  /** The same for one of its ports only. */
  static String host(int port, String options) {
    return "127.0.0.1:%d/16%s".formatted(port, options);
  }

  /** What it answers to {@code /v1/load}. */
  public JsonNode load() {
    try {
      return JSON.readTree(get("/v1/load").body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode jobs() {
    return jobs("");
  }

  /** The jobs that a query, {@code ?limit=1} for instance, asks for. */
  JsonNode jobs(String query) {
    try {
      return JSON.readTree(get("/v1/jobs" + query).body()).get("jobs");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of one series of /metrics, as {@code name{label="value"}}. */
  double metric(String series) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no series " + series));
  }

  /** Waits until a series of /metrics has this value. */
  void awaitMetric(String series, double expected) {
    await(series + " is " + expected).atMost(PATIENCE).until(() -> metric(series) == expected);
  }

  /** Waits until its load is as described. */
  public void awaitLoad(String description, Predicate<JsonNode> expected) {
    await(description).atMost(PATIENCE).until(this::load, expected);
  }

  /** Waits until its jobs, in the order of their arrival, are as described. */
  void awaitJobs(String description, Predicate<JsonNode> expected) {
    await(description).atMost(PATIENCE).until(this::jobs, expected);
  }

  /** Orders it to stop, as Kubernetes does. */
  void terminate() {
    process.destroy();
  }

  /** Its exit code once it has ended. */
  int awaitEnd() throws InterruptedException {
    await("the dispatcher ends").atMost(PATIENCE).until(() -> !process.isAlive());
    return process.waitFor();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** The port of its admin endpoints. */
  public int adminPort() {
    return adminPort;
  }

  /** The port of volunteers' reports. */
  int reportPort() {
    return reportPort;
  }

  HttpResponse<String> get(String path) {
    return get(path, HttpResponse.BodyHandlers.ofString());
  }

  /** Its answer, with the body as the handler makes it. */
  <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> body) {
    return get(path, Map.of(), body);
  }

  /** Its answer to a request with these headers. */
  HttpResponse<String> get(String path, Map<String, String> headers) {
    return get(path, headers, HttpResponse.BodyHandlers.ofString());
  }

  /** Its answer to a request with these headers, with the body as the handler makes it. */
  <T> HttpResponse<T> get(
      String path, Map<String, String> headers, HttpResponse.BodyHandler<T> body) {
    HttpRequest.Builder request = request(adminPort, path);
    headers.forEach(request::header);
    return send(request.build(), body);
  }

  /** Its answer to a POST with these headers. */
  HttpResponse<String> post(String path, Map<String, String> headers, String body) {
    return post(adminPort, path, headers, body);
  }

  /** Its answer to a volunteer's report. */
  HttpResponse<String> report(String pod, String uid) {
    return post(
        reportPort, "/v1/volunteers/" + pod + "/listening", Map.of("Compilefarm-Pod-Uid", uid), "");
  }

  private HttpResponse<String> post(
      int port, String path, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        request(port, path)
            // HTTP/2 is not what volunteers speak.
            .version(HttpClient.Version.HTTP_1_1)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    await("the dispatcher is gone").atMost(PATIENCE).until(() -> !process.isAlive());
  }
}
