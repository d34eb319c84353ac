package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.observe.Namespaces;
import dev.compilefarm.operator.observe.Namespaces.NamespaceFact;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Wakes the farms that serve clients in other namespaces when a namespace comes, goes or changes
 * its labels. Also the cache of namespaces. Not an informer of the framework: the start would wait
 * for it, and where the right to list namespaces is missing, no farm at all would be served.
 */
final class ClientNamespacesSource extends AbstractEventSource<Namespace, CompileFarm> {
  private static final String TERMINATING = "Terminating";

  private final IndexerResourceCache<CompileFarm> farms;
  private final Optional<SharedIndexInformer<Namespace>> informer;
  private volatile String trouble = "";
  // Below: only with the monitor. The list is made anew after each event; there may be thousands of
  // namespaces, and rounds are frequent.
  private Optional<Namespaces> listed = Optional.empty();

  /**
   * @param farms those that exist
   * @param enabled whether the operator was installed with the rights; without them nothing is
   *     asked
   */
  ClientNamespacesSource(
      IndexerResourceCache<CompileFarm> farms, KubernetesClient client, boolean enabled) {
    super(Namespace.class, "client-namespaces");
    this.farms = farms;
    this.informer =
        enabled ? Optional.of(client.namespaces().runnableInformer(0)) : Optional.empty();
  }

  @Override
  public void start() {
    super.start();
    informer.ifPresent(namespaces ->
        namespaces
            .addEventHandler(new Waker())
            .exceptionHandler((isStarted, cause) -> isTriedAgain(cause))
            .start()
            .whenComplete((nothing, failure) -> wake()));
  }

  @Override
  public void stop() {
    super.stop();
    informer.ifPresent(SharedIndexInformer::stop);
  }

  /** As far as they are known now. */
  Namespaces namespaces() {
    if (informer.isEmpty()) {
      return new Namespaces.NotEnabled();
    }
    if (!informer.get().hasSynced()) {
      return new Namespaces.NotListed(trouble);
    }
    return list(informer.get());
  }

  private synchronized Namespaces list(SharedIndexInformer<Namespace> namespaces) {
    if (listed.isPresent()) {
      return listed.get();
    }
    TreeMap<String, NamespaceFact> byName = new TreeMap<>();
    namespaces
        .getStore()
        .list()
        .forEach(namespace -> byName.put(namespace.getMetadata().getName(), fact(namespace)));
    Namespaces list = new Namespaces.Listed(byName);
    listed = Optional.of(list);
    return list;
  }

  @Override
  public Set<Namespace> getSecondaryResources(CompileFarm farm) {
    return Set.of();
  }

  /** For ever: rights may be given later. */
  private boolean isTriedAgain(Throwable cause) {
    String words = String.valueOf(cause.getMessage());
    if (!trouble.equals(words)) {
      trouble = words;
      wake();
    }
    return true;
  }

  /** The store has the change already, so a list that is made from now on has it too. */
  private void changed() {
    synchronized (this) {
      listed = Optional.empty();
    }
    wake();
  }

  private void wake() {
    if (isRunning()) {
      farms
          .list(farm -> !farm.specOrDefaults().clients().namespaces().saysNothing())
          .forEach(farm -> getEventHandler().handleEvent(new Event(ResourceID.fromResource(farm))));
    }
  }

  private static NamespaceFact fact(Namespace namespace) {
    return new NamespaceFact(
        Optional.ofNullable(namespace.getMetadata().getLabels()).orElse(Map.of()),
        namespace.getMetadata().getDeletionTimestamp() != null
            || (namespace.getStatus() != null
                && TERMINATING.equals(namespace.getStatus().getPhase())));
  }

  private final class Waker implements ResourceEventHandler<Namespace> {
    @Override
    public void onAdd(Namespace namespace) {
      changed();
    }

    @Override
    public void onUpdate(Namespace before, Namespace namespace) {
      if (!fact(before).equals(fact(namespace))) {
        changed();
      }
    }

    @Override
    public void onDelete(Namespace namespace, boolean finalStateUnknown) {
      changed();
    }
  }
}
