package dev.compilefarm.testbed.observe;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All objects of a namespace that carry a label, of whatever kind: the kinds are asked of the API
 * server, so that none can be forgotten here. Also answers which of them were written to in
 * between.
 */
public final class Inventory {
  private final KubernetesClient client;
  private final String namespace;
  private final List<ResourceDefinitionContext> kinds;

  public Inventory(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    kinds = kinds(client);
  }

  /** The resourceVersion of each object that carries the label, by "kind name". */
  public Map<String, String> labelled(String label, String value) {
    Map<String, String> versions = new TreeMap<>();
    ListOptions options = new ListOptions();
    options.setLabelSelector(label + "=" + value);
    for (ResourceDefinitionContext kind : kinds) {
      for (GenericKubernetesResource object :
          client.genericKubernetesResources(kind).inNamespace(namespace).list(options).getItems()) {
        versions.put(
            kind.getKind() + " " + object.getMetadata().getName(),
            object.getMetadata().getResourceVersion());
      }
    }
    return versions;
  }

  /** What can be listed in a namespace, each kind in the version that the API server prefers. */
  private static List<ResourceDefinitionContext> kinds(KubernetesClient client) {
    Stream<String> groups =
        client.getApiGroups().getGroups().stream()
            .map(group -> group.getPreferredVersion().getGroupVersion());
    List<ResourceDefinitionContext> kinds = new ArrayList<>();
    Stream.concat(Stream.of("v1"), groups)
        .forEach(groupVersion -> {
          APIResourceList resources = client.getApiResources(groupVersion);
          resources.getResources().stream()
              .filter(APIResource::getNamespaced)
              .filter(resource -> !resource.getName().contains("/"))
              .filter(resource -> resource.getVerbs().contains("list"))
              .map(resource -> kind(groupVersion, resource))
              .forEach(kinds::add);
        });
    return List.copyOf(kinds);
  }

  private static ResourceDefinitionContext kind(String groupVersion, APIResource resource) {
    int slash = groupVersion.indexOf('/');
    return new ResourceDefinitionContext.Builder()
        .withGroup(slash < 0 ? "" : groupVersion.substring(0, slash))
        .withVersion(groupVersion.substring(slash + 1))
        .withKind(resource.getKind())
        .withPlural(resource.getName())
        .withNamespaced(true)
        .build();
  }
}
