package dev.compilefarm.e2e.chart;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PodMonitors as a configuration of Prometheus, which is what the Prometheus Operator makes of
 * them. A field that it does not know here is an error: nothing of a monitor is left out.
 */
final class ScrapeConfiguration {
  private static final ObjectMapper MONITORS = new ObjectMapper();
  private static final ObjectMapper PROMETHEUS =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
  private static final String POD = "__meta_kubernetes_pod_";

  private ScrapeConfiguration() {}

  /** A whole configuration file; Prometheus reads JSON too. */
  static String of(List<GenericKubernetesResource> monitors) {
    List<Job> jobs =
        monitors.stream()
            .flatMap(monitor -> {
              Spec spec = MONITORS.convertValue(monitor.get("spec"), Spec.class);
              return spec.podMetricsEndpoints().stream()
                  .map(endpoint -> job(monitor, spec, endpoint));
            })
            .toList();
    try {
      return PROMETHEUS.writeValueAsString(
          Map.of("global", Map.of("scrape_interval", "1s"), "scrape_configs", jobs));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The name of the job that is made of a monitor of one endpoint. */
  static String job(String namespace, String monitor) {
    return "podMonitor/" + namespace + "/" + monitor;
  }

  private static Job job(GenericKubernetesResource monitor, Spec spec, Endpoint endpoint) {
    String namespace = monitor.getMetadata().getNamespace();
    List<Rule> rules = new ArrayList<>();
    spec.selector()
        .matchLabels()
        .forEach((label, value) -> rules.add(Rule.keep(POD + "label_" + sanitized(label), value)));
    rules.add(Rule.keep(POD + "container_port_name", endpoint.port()));
    rules.add(Rule.copy(List.of("__meta_kubernetes_namespace"), "namespace"));
    rules.add(Rule.copy(List.of(POD + "name"), "pod"));
    if (endpoint.relabelings() != null) {
      endpoint
          .relabelings()
          .forEach(rule -> rules.add(Rule.copy(rule.sourceLabels(), rule.targetLabel())));
    }
    return new Job(
        job(namespace, monitor.getMetadata().getName()),
        endpoint.path(),
        endpoint.honorLabels(),
        List.of(new Discovery("pod", namespaces(spec.namespaceSelector(), namespace))),
        rules);
  }

  /** Without a selector a monitor is of its own namespace. */
  private static Map<String, List<String>> namespaces(NamespaceSelector selector, String own) {
    if (selector == null) {
      return Map.of("names", List.of(own));
    }
    return selector.any() ? Map.of() : Map.of("names", selector.matchNames());
  }

  private static String sanitized(String label) {
    return label.replaceAll("[^a-zA-Z0-9_]", "_");
  }

  private record Spec(
      NamespaceSelector namespaceSelector, Selector selector, List<Endpoint> podMetricsEndpoints) {}

  private record NamespaceSelector(boolean any, List<String> matchNames) {}

  private record Selector(Map<String, String> matchLabels) {}

  private record Endpoint(
      String port, String path, boolean honorLabels, List<Relabeling> relabelings) {}

  private record Relabeling(List<String> sourceLabels, String targetLabel) {}

  private record Job(
      String jobName,
      String metricsPath,
      boolean honorLabels,
      List<Discovery> kubernetesSdConfigs,
      List<Rule> relabelConfigs) {}

  private record Discovery(String role, Map<String, List<String>> namespaces) {}

  private record Rule(String action, List<String> sourceLabels, String regex, String targetLabel) {
    static Rule keep(String label, String value) {
      return new Rule("keep", List.of(label), value.replace(".", "\\."), null);
    }

    static Rule copy(List<String> from, String to) {
      return new Rule("replace", from, "(.*)", to);
    }
  }
}
