package dev.compilefarm.operator.uninstall;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.plan.Deletion;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The operator's finalizers on farms. A farm is read as it is stored, so that one whose spec nobody
 * can use is let go as well.
 */
final class FarmFinalizers {
  private static final Logger LOG = Logger.getLogger(FarmFinalizers.class);

  /** Told, since the client otherwise asks the cluster, and fails where there is no definition. */
  private static final ResourceDefinitionContext FARMS =
      ResourceDefinitionContext.fromResourceType(CompileFarm.class);

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final KubernetesClient client;
  private final List<String> namespaces;

  /**
   * @param namespaces whose farms are meant; none for all
   */
  FarmFinalizers(KubernetesClient client, List<String> namespaces) {
    this.client = client;
    this.namespaces = namespaces;
  }

  /**
   * Removes them. Blocks for a request for each farm.
   *
   * @return the farms that keep theirs, as {@code namespace/name}
   * @throws KubernetesClientException where farms cannot be listed
   */
  List<String> remove() {
    List<String> stuck = new ArrayList<>();
    for (GenericKubernetesResource farm : farms()) {
      if (farm.hasFinalizer(Deletion.FINALIZER) && !isRemoved(farm)) {
        stuck.add(farm.getMetadata().getNamespace() + "/" + farm.getMetadata().getName());
      }
    }
    return stuck;
  }

  private List<GenericKubernetesResource> farms() {
    return namespaces.isEmpty()
        ? list(resources().inAnyNamespace())
        : namespaces.stream().flatMap(name -> farmsOf(name).stream()).toList();
  }

  /** A namespace that is gone took the operator's rights in it along. */
  private List<GenericKubernetesResource> farmsOf(String namespace) {
    try {
      return list(resources().inNamespace(namespace));
    } catch (KubernetesClientException e) {
      if (e.getCode() == FORBIDDEN && isGone(namespace)) {
        LOG.infof("There is no namespace %s, and so no farm in it", namespace);
        return List.of();
      }
      throw e;
    }
  }

  private static List<GenericKubernetesResource> list(
      Listable<GenericKubernetesResourceList> farms) {
    try {
      return farms.list().getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == NOT_FOUND) {
        LOG.info("There is no resource definition of farms, and so no farm");
        return List.of();
      }
      throw e;
    }
  }

  private boolean isGone(String namespace) {
    return client.namespaces().withName(namespace).get() == null;
  }

  /** The version that was read goes along, so that nobody else's finalizer is lost. */
  private boolean isRemoved(GenericKubernetesResource farm) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = patch.putObject("metadata");
    metadata.put("resourceVersion", farm.getMetadata().getResourceVersion());
    farm.getMetadata().getFinalizers().stream()
        .filter(finalizer -> !finalizer.equals(Deletion.FINALIZER))
        .forEach(metadata.putArray("finalizers")::add);
    String namespace = farm.getMetadata().getNamespace();
    String name = farm.getMetadata().getName();
    try {
      resources()
          .inNamespace(namespace)
          .withName(name)
          .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
      LOG.infof("Farm %s/%s is let go: nobody holds it when it is deleted", namespace, name);
      return true;
    } catch (KubernetesClientException e) {
      LOG.warnf("Farm %s/%s keeps its finalizer: %s", namespace, name, e.getMessage());
      return e.getCode() == NOT_FOUND;
    }
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      resources() {
    return client.genericKubernetesResources(FARMS);
  }
}
