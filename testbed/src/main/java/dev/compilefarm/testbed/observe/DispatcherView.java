package dev.compilefarm.testbed.observe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the dispatcher of one farm says of itself, asked through the API server's proxy to its pod.
 */
public final class DispatcherView {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, String> labels;

  public DispatcherView(KubernetesClient client, String namespace, String farm) {
    this.client = client;
    this.namespace = namespace;
    labels = Map.of("compilefarm.dev/farm", farm, "app.kubernetes.io/component", "dispatcher");
  }

  public Load load() {
    return read("/v1/load", Load.class);
  }

  /** All jobs that live and the last 10,000 that ended, oldest first: page by page. */
  public List<JobRecord> jobs() {
    JobRecords page = read("/v1/jobs?limit=1000", JobRecords.class);
    List<JobRecord> jobs = new ArrayList<>(page.jobs());
    while (page.next() != null) {
      page = read("/v1/jobs?limit=1000&after=" + page.next(), JobRecords.class);
      jobs.addAll(0, page.jobs());
    }
    return List.copyOf(jobs);
  }

  /** The value of one series of /metrics, as {@code name{label="value"}}. */
  public double metric(String series) {
    return text("/metrics")
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the dispatcher has no series " + series));
  }

  /** The farm's dispatcher pods that run. */
  public List<Pod> pods() {
    return client.pods().inNamespace(namespace).withLabels(labels).list().getItems().stream()
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  private <T> T read(String path, Class<T> type) {
    String json = text(path);
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(path + ": " + json, e);
    }
  }

  private String text(String path) {
    String text = client.raw(proxy(path));
    if (text == null) {
      throw new IllegalStateException("the dispatcher does not know " + path);
    }
    return text;
  }

  private String proxy(String path) {
    List<Pod> pods = pods();
    if (pods.size() != 1) {
      throw new IllegalStateException(
          "one dispatcher pod expected of " + labels + ", running are " + pods.size());
    }
    return "/api/v1/namespaces/%s/pods/%s:8080/proxy%s"
        .formatted(namespace, pods.getFirst().getMetadata().getName(), path);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record JobRecords(List<JobRecord> jobs, String next) {}
}
