package dev.compilefarm.operator.reconcile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.compilefarm.operator.status.NamespaceCondition;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Looks at the namespaces of farms that may be going, and says on one that goes what it waits for.
 * Thread-safe; what is known is at most two seconds old.
 *
 * <p>To say it is more than a courtesy. The cluster's namespace controller comes back to a
 * namespace with pods after half of the longest grace period among them, which for a dispatcher is
 * twenty minutes, or when its list is made anew after five. It comes within five seconds when the
 * namespace's object changes ({@code pkg/controller/namespace/namespace_controller.go} of
 * Kubernetes 1.34).
 */
final class GoingNamespaces {
  /** A net: the pods that end wake their farm. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private static final Logger LOG = Logger.getLogger(GoingNamespaces.class);
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final int WARNED_MAX = 1_000;

  private final KubernetesClient client;
  private final boolean mayWrite;
  private final Map<String, Look> looks = new ConcurrentHashMap<>();
  private final Map<String, String> warned = new ConcurrentHashMap<>();

  private record Look(Instant at, Optional<Namespace> found) {}

  /**
   * @param mayWrite whether the operator was installed with the right to write their status
   */
  GoingNamespaces(KubernetesClient client, boolean mayWrite) {
    this.client = client;
    this.mayWrite = mayWrite;
  }

  /**
   * Since when the namespace is being deleted; empty where it is not, or where that is not known.
   * Blocks for a request.
   */
  Optional<Instant> deletedAt(String namespace, Instant now) {
    looks.values().removeIf(look -> !look.at().plus(FRESH).isAfter(now));
    Look look =
        Optional.ofNullable(looks.get(namespace)).orElseGet(() -> new Look(now, read(namespace)));
    looks.put(namespace, look);
    return look.found()
        .map(found -> found.getMetadata().getDeletionTimestamp())
        .map(Instant::parse);
  }

  /**
   * Writes the condition if the namespace does not have it like this. Blocks for two requests.
   *
   * @param farms those with pods
   */
  void tell(String namespace, SortedSet<String> farms, Instant now) {
    NamespaceCondition wanted = NamespaceCondition.of(namespace, farms);
    if (mayWrite && read(namespace).filter(found -> !has(found, wanted)).isPresent()) {
      try {
        client
            .namespaces()
            .withName(namespace)
            .subresource("status")
            .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch(wanted, now));
        LOG.infof("Namespace %s is being deleted: %s", namespace, wanted.message());
      } catch (KubernetesClientException e) {
        warnOnce(namespace, "it does not say what it waits for", e);
      }
    }
  }

  private Optional<Namespace> read(String namespace) {
    try {
      return Optional.ofNullable(client.namespaces().withName(namespace).get());
    } catch (KubernetesClientException e) {
      warnOnce(namespace, "whether it goes is not known", e);
      return Optional.empty();
    }
  }

  /** The same is tried every few seconds, for as long as the namespace is there. */
  private void warnOnce(String namespace, String what, KubernetesClientException cause) {
    if (warned.size() >= WARNED_MAX) {
      warned.clear();
    }
    if (!what.equals(warned.put(namespace, what))) {
      LOG.warnf("Namespace %s: %s: %s", namespace, what, cause.getMessage());
    }
  }

  private static boolean has(Namespace namespace, NamespaceCondition wanted) {
    return namespace.getStatus().getConditions().stream()
        .filter(condition -> NamespaceCondition.TYPE.equals(condition.getType()))
        .anyMatch(condition ->
            wanted.status().equals(condition.getStatus())
                && wanted.message().equals(condition.getMessage()));
  }

  private static String patch(NamespaceCondition wanted, Instant now) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch
        .putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", NamespaceCondition.TYPE)
        .put("status", wanted.status())
        .put("reason", wanted.reason())
        .put("message", wanted.message())
        .put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    return patch.toString();
  }
}
