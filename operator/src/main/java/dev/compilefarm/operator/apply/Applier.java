package dev.compilefarm.operator.apply;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.observe.RejectedObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Makes the cluster hold the desired objects. An object is sent only when the fields this operator
 * owns differ from the cached one, so that a farm at rest causes no request; others' fields stay as
 * they are.
 *
 * <p>An object of the same name that is not this farm's is never touched: server-side apply would
 * take it over.
 */
public final class Applier {
  private static final Logger LOG = Logger.getLogger(Applier.class);

  /**
   * Answers that will be the same until somebody changes something. All others are weather and end
   * this reconcile.
   */
  private static final Set<Integer> REJECTED = Set.of(400, 403, 409, 422);

  private static final int INVALID = 422;

  private static final String DROPPED = "volumes of kind image";

  private final Map<Class<? extends HasMetadata>, InformerEventSource<?, CompileFarm>> sources;

  /**
   * @param sources the caches of the objects' kinds
   */
  public Applier(Map<Class<? extends HasMetadata>, InformerEventSource<?, CompileFarm>> sources) {
    this.sources = Map.copyOf(sources);
  }

  /**
   * Writes what differs, all objects even if one is rejected. Returns those that are rejected, in
   * the order of the desired ones.
   */
  public List<RejectedObject> apply(
      Collection<HasMetadata> desired, CompileFarm farm, Context<CompileFarm> context) {
    List<RejectedObject> rejected = new ArrayList<>();
    for (HasMetadata object : desired) {
      apply(object, farm, context).ifPresent(rejected::add);
    }
    return List.copyOf(rejected);
  }

  /** Deletes an object of this farm, unless that was done before. Nobody else's is touched. */
  public <R extends HasMetadata> void delete(
      Class<R> kind, String name, CompileFarm farm, Context<CompileFarm> context) {
    // The map's values are of their key's kind.
    @SuppressWarnings("unchecked")
    InformerEventSource<R, CompileFarm> source =
        (InformerEventSource<R, CompileFarm>) sources.get(kind);
    source
        .get(new ResourceID(name, farm.getMetadata().getNamespace()))
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .filter(object -> !Ownership.isForeign(object, farm))
        .ifPresent(object -> {
          context.getClient().resource(object).delete();
          LOG.infof("Deleted %s %s/%s", object.getKind(), farm.getMetadata().getNamespace(), name);
        });
  }

  private <R extends HasMetadata> Optional<RejectedObject> apply(
      R desired, CompileFarm farm, Context<CompileFarm> context) {
    // The map's values are of their key's kind.
    @SuppressWarnings("unchecked")
    InformerEventSource<R, CompileFarm> source =
        (InformerEventSource<R, CompileFarm>) sources.get(desired.getClass());
    Optional<R> cached = source.get(ResourceID.fromResource(desired));
    Optional<R> asDesired =
        cached.filter(actual -> matches(DroppedVolumes.putBack(actual, desired), desired, context));
    if (asDesired.isPresent()) {
      return dropped(asDesired.get(), desired);
    }
    try {
      // What does not carry our labels is in no cache.
      Optional<R> actual = cached.isPresent() ? cached : live(desired, context);
      if (actual.filter(found -> Ownership.isForeign(found, farm)).isPresent()) {
        return rejected(
            desired,
            "it exists and does not belong to this farm. Remove it, or give the farm another name");
      }
      write(desired, actual.isPresent(), source, context);
      LOG.infof(
          "Applied %s %s/%s",
          desired.getKind(), desired.getMetadata().getNamespace(), desired.getMetadata().getName());
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (!REJECTED.contains(e.getCode())) {
        throw e;
      }
      return Optional.of(
          new RejectedObject(
              desired.getKind(),
              desired.getMetadata().getName(),
              Optional.ofNullable(e.getStatus()).map(Status::getMessage).orElse(e.getMessage()),
              cached.filter(known -> !Ownership.isForeign(known, farm)).isPresent()));
    }
  }

  /**
   * Where somebody changed the key of a list's entry, a Service's port number say, server-side
   * apply leaves that entry, as theirs, adds ours, and the server finds the two at odds. Then the
   * lists are set as a whole first.
   */
  static <R extends HasMetadata> void write(
      R desired,
      boolean exists,
      InformerEventSource<R, CompileFarm> source,
      Context<CompileFarm> context) {
    try {
      context.resourceOperations().serverSideApply(desired, source);
    } catch (KubernetesClientException e) {
      if (!exists || e.getCode() != INVALID) {
        throw e;
      }
      context.getClient().resource(desired).patch(PatchContext.of(PatchType.JSON_MERGE));
      context.resourceOperations().serverSideApply(desired, source);
    }
  }

  /** Whether the fields that this operator owns are as desired. */
  static <R extends HasMetadata> boolean matches(
      R actual, R desired, Context<CompileFarm> context) {
    return SSABasedGenericKubernetesResourceMatcher.<R>getInstance()
        .matches(actual, desired, context);
  }

  private static Optional<RejectedObject> dropped(HasMetadata actual, HasMetadata desired) {
    Set<String> dropped = DroppedVolumes.of(actual, desired);
    return dropped.isEmpty()
        ? Optional.empty()
        : rejected(
            desired,
            "the cluster leaves out its %s %s. Use another kind of volume, or have the feature gate ImageVolume switched on"
                .formatted(DROPPED, String.join(", ", new TreeSet<>(dropped))));
  }

  private static <R extends HasMetadata> Optional<R> live(R desired, Context<CompileFarm> context) {
    return Optional.ofNullable(context.getClient().resource(desired).get());
  }

  private static Optional<RejectedObject> rejected(HasMetadata desired, String message) {
    return Optional.of(
        new RejectedObject(desired.getKind(), desired.getMetadata().getName(), message));
  }
}
