package dev.compilefarm.operator.apply;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.names.FarmNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Keeps the clients' ConfigMaps of farms in namespaces that are not the farms' own. No owner
 * reference can lead from there to the farm; labels name it. Thread-safe, for one round of a farm
 * at a time.
 *
 * <p>What cannot be written or removed is returned in words and ends no round: nothing else of a
 * farm needs a copy.
 */
public final class ClientCopies {
  private static final Logger LOG = Logger.getLogger(ClientCopies.class);
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;

  /**
   * Copies that are written in one round, each with two requests: a farm with hundreds of
   * namespaces must not wait for them before it looks at its queue again.
   */
  private static final int WRITES_MAX = 32;

  private static final int SERVER_ERROR = 500;

  private final InformerEventSource<ConfigMap, CompileFarm> source;

  /** By the farm's uid, then by the copy. Comparing fields is dear, and rounds are frequent. */
  private final Map<String, Map<ResourceID, Settled>> settled = new ConcurrentHashMap<>();

  /**
   * Copies that are being made, with the farm that makes them: server-side apply would take the
   * copy over that another farm of the same name makes at this moment.
   */
  private final Map<ResourceID, FarmNames> beingMade = new ConcurrentHashMap<>();

  /**
   * @param source the cache of ConfigMaps, of all namespaces that the operator watches
   */
  public ClientCopies(InformerEventSource<ConfigMap, CompileFarm> source) {
    this.source = source;
  }

  /**
   * What came of an attempt.
   *
   * @param refused why the copies of a namespace are not as desired, by its name
   * @param finished false if copies are left that were not tried, for the next round
   */
  public record Result(SortedMap<String, String> refused, boolean finished) {}

  /** A copy that was as desired in this version of it. */
  private record Settled(ConfigMap desired, String resourceVersion) {}

  /**
   * Writes the copies that differ, a bounded number of them. Those come first that are not there:
   * copies that somebody else changes again and again must not keep others from being made.
   */
  public Result keep(List<ConfigMap> desired, CompileFarm farm, Context<CompileFarm> context) {
    TreeMap<String, String> refused = new TreeMap<>();
    int writes = 0;
    for (ConfigMap copy : missingFirst(desired)) {
      String namespace = copy.getMetadata().getNamespace();
      if (refused.containsKey(namespace) || isSettled(copy, farm, context)) {
        continue;
      }
      if (writes == WRITES_MAX) {
        return new Result(refused, false);
      }
      writes++;
      try {
        write(copy, farm, context).ifPresent(why -> refused.put(namespace, why));
      } catch (KubernetesClientException e) {
        refused.put(namespace, refusal(e));
        if (isServerTrouble(e)) {
          return new Result(refused, false);
        }
      }
    }
    return new Result(refused, true);
  }

  /**
   * Removes the farm's copies from these namespaces. Blocks for a request for each.
   *
   * @return why a namespace still has them, by its name
   */
  public SortedMap<String, String> remove(
      Set<String> namespaces, CompileFarm farm, Context<CompileFarm> context) {
    TreeMap<String, String> refused = new TreeMap<>();
    for (ConfigMap copy : of(farm)) {
      String namespace = copy.getMetadata().getNamespace();
      if (namespaces.contains(namespace) && copy.getMetadata().getDeletionTimestamp() == null) {
        try {
          remove(copy, context);
        } catch (KubernetesClientException e) {
          refused.put(namespace, refusal(e));
        }
      }
    }
    return refused;
  }

  /** Removes the farm's copies from all namespaces, as {@link #remove} does. */
  public SortedMap<String, String> removeAll(CompileFarm farm, Context<CompileFarm> context) {
    return remove(
        of(farm).stream()
            .map(copy -> copy.getMetadata().getNamespace())
            .collect(Collectors.toSet()),
        farm,
        context);
  }

  /** The farm's copies that there are. */
  public List<ConfigMap> of(CompileFarm farm) {
    FarmNames names = FarmNames.of(farm);
    Set<String> ours = Set.of(names.client(), names.tenants());
    return source.getSecondaryResources(farm).stream()
        .filter(object -> !names.namespace().equals(object.getMetadata().getNamespace()))
        .filter(object -> ours.contains(object.getMetadata().getName()))
        .filter(object -> !Ownership.isForeign(object, farm))
        .toList();
  }

  private List<ConfigMap> missingFirst(List<ConfigMap> desired) {
    return desired.stream()
        .sorted(Comparator.comparing(copy -> source.get(ResourceID.fromResource(copy)).isPresent()))
        .toList();
  }

  /** The farm is gone. */
  public void forget(String uid) {
    settled.remove(uid);
  }

  private boolean isSettled(ConfigMap desired, CompileFarm farm, Context<CompileFarm> context) {
    ResourceID id = ResourceID.fromResource(desired);
    Map<ResourceID, Settled> ofFarm =
        settled.computeIfAbsent(farm.getMetadata().getUid(), uid -> new ConcurrentHashMap<>());
    Optional<ConfigMap> cached = source.get(id);
    if (cached.isEmpty()) {
      ofFarm.remove(id);
      return false;
    }
    Settled now = new Settled(desired, cached.get().getMetadata().getResourceVersion());
    if (now.equals(ofFarm.get(id))) {
      return true;
    }
    if (Applier.matches(cached.get(), desired, context)) {
      ofFarm.put(id, now);
      return true;
    }
    return false;
  }

  private Optional<String> write(
      ConfigMap desired, CompileFarm farm, Context<CompileFarm> context) {
    ResourceID id = ResourceID.fromResource(desired);
    FarmNames maker = beingMade.putIfAbsent(id, FarmNames.of(farm));
    if (maker != null) {
      return Optional.of(taken(desired, Optional.of(maker)));
    }
    try {
      // What does not carry our labels is in no cache.
      Optional<ConfigMap> actual =
          source.get(id).or(() -> Optional.ofNullable(context.getClient().resource(desired).get()));
      Optional<ConfigMap> foreign = actual.filter(found -> Ownership.isForeign(found, farm));
      if (foreign.isPresent()) {
        return Optional.of(taken(desired, FarmNames.ofLabels(foreign.get())));
      }
      Applier.write(desired, actual.isPresent(), source, context);
      LOG.infof("Applied ConfigMap %s/%s", id.getNamespace().orElse(""), id.getName());
      return Optional.empty();
    } finally {
      beingMade.remove(id);
    }
  }

  private static void remove(ConfigMap copy, Context<CompileFarm> context) {
    // Not the one that somebody else may have put there since.
    context
        .getClient()
        .resource(copy)
        .lockResourceVersion(copy.getMetadata().getResourceVersion())
        .delete();
    LOG.infof(
        "Deleted ConfigMap %s/%s", copy.getMetadata().getNamespace(), copy.getMetadata().getName());
  }

  private static String taken(ConfigMap desired, Optional<FarmNames> holder) {
    String name = desired.getMetadata().getName();
    return holder
        .map(farm ->
            "ConfigMap %s there belongs to farm %s/%s. Give one of the two farms another name"
                .formatted(name, farm.namespace(), farm.farm()))
        .orElseGet(() ->
            "ConfigMap %s there belongs to no farm. Remove it, or give the farm another name"
                .formatted(name));
  }

  /** No answer at all has the code 0. */
  private static boolean isServerTrouble(KubernetesClientException e) {
    return e.getCode() == 0 || e.getCode() >= SERVER_ERROR;
  }

  private static String refusal(KubernetesClientException e) {
    String words =
        Optional.ofNullable(e.getStatus()).map(Status::getMessage).orElse(e.getMessage());
    return switch (e.getCode()) {
      case NOT_FOUND -> "it does not exist. Make it, or take it out of clients.namespaces.names";
      case FORBIDDEN -> words + ". The chart's value clients.enabled gives the operator its rights";
      default -> words;
    };
  }
}
