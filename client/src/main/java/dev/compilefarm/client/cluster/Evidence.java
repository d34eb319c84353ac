package dev.compilefarm.client.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.compilefarm.client.report.Redaction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a bug report needs of a farm, by file name. What cannot be had is a file that says why. */
public final class Evidence {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Evidence() {}

  /**
   * Asks the cluster and the dispatcher, some ten requests.
   *
   * @throws ClusterException if there is no such farm
   */
  public static Map<String, String> of(Cluster cluster, String farm, String version) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("version.txt", "command: %s%ncluster: %s%n".formatted(version, cluster.version()));
    parts.put("farm.yaml", yaml(cluster.farm(farm)));
    parts.put("objects.yaml", had(() -> yaml(cluster.objects(farm))));
    parts.put("events.yaml", had(() -> yaml(cluster.events(farm))));
    parts.put("dispatcher.log", had(() -> cluster.dispatcherLogs(farm)));
    parts.put("load.json", had(() -> page(cluster, farm, "/v1/load")));
    parts.put("jobs.json", had(() -> page(cluster, farm, "/v1/jobs?limit=1000")));
    parts.put("metrics.txt", had(() -> page(cluster, farm, "/metrics")));
    return parts;
  }

  private static String page(Cluster cluster, String farm, String path) {
    try (Dispatcher dispatcher = cluster.dispatcher(farm)) {
      return dispatcher.page(path);
    }
  }

  private static String had(Supplier<String> part) {
    try {
      return part.get();
    } catch (ClusterException e) {
      return "(not had: %s)%n".formatted(e.getMessage());
    }
  }

  private static String yaml(HasMetadata object) {
    return yaml(List.of(object));
  }

  private static String yaml(List<? extends HasMetadata> objects) {
    StringBuilder text = new StringBuilder();
    for (HasMetadata object : objects) {
      JsonNode node = JSON.valueToTree(object);
      text.append("---\n")
          .append(Serialization.asYaml(Redaction.of(node)).replaceFirst("^---\n", ""));
    }
    return text.toString();
  }
}
