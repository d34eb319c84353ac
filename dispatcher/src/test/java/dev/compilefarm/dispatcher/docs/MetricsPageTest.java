package dev.compilefarm.dispatcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.discovery.FixedDiscovery;
import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.http.HttpLimits;
import dev.compilefarm.dispatcher.http.HttpListener;
import dev.compilefarm.dispatcher.load.LoadJson;
import dev.compilefarm.dispatcher.load.LoadStream;
import dev.compilefarm.dispatcher.load.LoadView;
import dev.compilefarm.dispatcher.metrics.DiscoveryMeters;
import dev.compilefarm.dispatcher.metrics.HttpCounters;
import dev.compilefarm.dispatcher.metrics.JobMeters;
import dev.compilefarm.dispatcher.metrics.LoadGauges;
import dev.compilefarm.dispatcher.metrics.ProtocolCounters;
import dev.compilefarm.dispatcher.metrics.RefusalCounters;
import dev.compilefarm.dispatcher.metrics.ReportCounters;
import dev.compilefarm.dispatcher.metrics.SessionCounters;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.server.OpenConnections;
import dev.compilefarm.dispatcher.spool.FakeStores;
import dev.compilefarm.dispatcher.spool.SpoolDisk;
import dev.compilefarm.dispatcher.spool.SpoolStores;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference of the dispatcher's metrics: what a scrape of the real registry shows. */
class MetricsPageTest {
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
  private static final Pattern NAME_IN_CODE = Pattern.compile("\"(compilefarm\\.[a-z.]+)\"");
  private static final Path METRICS = Path.of("src/main/java/dev/compilefarm/dispatcher/metrics");

  @TempDir private Path scratch;

  @Test
  void thePageIsWhatAScrapeShows() throws Exception {
    GeneratedFile.check("docs/reference/metrics.md", page(Metric.all(scrape())));
  }

  @Test
  void everyMetricInTheCodeIsOnThePage() throws Exception {
    String scraped = scrape();
    List<String> missing =
        namesInCode().stream()
            .filter(name -> !scraped.contains("# TYPE " + name.replace('.', '_')))
            .toList();
    assertEquals(List.of(), missing);
  }

  private static SortedSet<String> namesInCode() throws IOException {
    try (Stream<Path> files = Files.list(METRICS)) {
      return files
          .map(MetricsPageTest::read)
          .flatMap(code -> NAME_IN_CODE.matcher(code).results())
          .map(result -> result.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Quarkus publishes by the same registry. */
  @SuppressWarnings("deprecation")
  private String scrape() throws InterruptedException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Dispatch dispatch =
        new Dispatch(
            QueueLimits.of(9, Duration.ofHours(1), Duration.ofMinutes(5)),
            TenantShares.equal(9),
            System::nanoTime,
            new JobMeters(registry));
    SpoolStores memory = FakeStores.ofMemory(9);
    SpoolStores disk =
        new SpoolStores(
            memory.budget(),
            memory.blocks(),
            Optional.of(new SpoolDisk(scratch, System::nanoTime)));
    LoadGauges.register(registry, dispatch, new OpenConnections(9, 9, tenant -> 1), disk, memory);
    LoadStream stream =
        new LoadStream(() -> LoadView.of(dispatch.snapshot()), LoadJson::of, System::nanoTime);
    LoadGauges.register(registry, stream);
    LoadGauges.register(
        registry,
        new HttpListener(
            HttpLimits.of(9, Duration.ofSeconds(9)), System::nanoTime, new HttpCounters(registry)));
    DiscoveryMeters.register(registry, new FixedDiscovery(List.of(), dispatch));
    new DiscoveryMeters(registry).restarted();
    new ReportCounters(registry);
    new RefusalCounters(registry);
    new ProtocolCounters(registry);
    new SessionCounters(registry).received(1);
    stream.end();
    return registry.scrape();
  }

  private static String page(List<Metric> metrics) {
    return Markdown.begin("Metrics of the dispatcher", "a scrape of all meters")
        + """

        Each dispatcher publishes these metrics for Prometheus at `/metrics` on its admin port, 8080.
        Labels have values of closed sets only. No label names a client, a pod, a file or a compiler.
        The label `option` has the spellings of the table of options, and a series begins with its first job.
        A histogram has the series `_bucket`, `_count` and `_sum`.
        Counters start at zero with the dispatcher.

        """
        + Markdown.table(
            Stream.concat(
                    Stream.of(List.of("Metric", "Type", "Unit", "Labels", "Meaning")),
                    metrics.stream().map(Metric::row))
                .toList())
        + """

        The metrics of the Java process, such as `jvm_memory_used_bytes`, are those of Micrometer.
        """;
  }

  private record Metric(
      String name, String type, String description, SortedMap<String, SortedSet<String>> labels) {
    private static final String MAX = "_max";

    /** Those of the project in the text of a scrape, by name. */
    static List<Metric> all(String scrape) {
      SortedMap<String, String> descriptions = comments(scrape, "HELP");
      return comments(scrape, "TYPE").entrySet().stream()
          .map(type ->
              new Metric(
                  type.getKey(),
                  type.getValue(),
                  descriptions.get(type.getKey()),
                  labels(scrape, type.getKey())))
          .toList();
    }

    private static SortedMap<String, String> comments(String scrape, String kind) {
      return scrape
          .lines()
          .map(line -> line.split(" ", 4))
          .filter(words -> words[0].equals("#") && words[1].equals(kind))
          .collect(
              Collectors.toMap(
                  words -> words[2], words -> words[3].strip(), (a, b) -> b, TreeMap::new));
    }

    private static SortedMap<String, SortedSet<String>> labels(String scrape, String name) {
      SortedMap<String, SortedSet<String>> labels = new TreeMap<>();
      scrape
          .lines()
          .filter(line -> line.startsWith(name + "{"))
          .flatMap(line -> LABEL.matcher(line).results())
          .forEach((MatchResult label) ->
              labels.computeIfAbsent(label.group(1), key -> new TreeSet<>()).add(label.group(2)));
      return labels;
    }

    List<String> row() {
      String shown =
          labels.entrySet().stream()
              .map(label ->
                  "`%s`: %s".formatted(label.getKey(), String.join(", ", label.getValue())))
              .collect(Collectors.joining("; "));
      return List.of("`" + name + "`", type, unit(), shown, sentence());
    }

    private String unit() {
      return Stream.of("seconds", "bytes").filter(name::contains).findFirst().orElse("");
    }

    private String sentence() {
      return name.endsWith(MAX)
          ? "Highest recent value of `%s`."
              .formatted(name.substring(0, name.length() - MAX.length()))
          : description + ".";
    }
  }
}
