package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Watches the pods of one farm, and takes what new ones report of themselves. The informer keeps
 * the last list when the API server is away, so jobs go on running on the volunteers that are
 * known. Events come on the informer's one thread.
 */
public final class PodDiscovery implements Discovery {
  private final String namespace;
  private final SharedIndexInformer<Pod> informer;
  private final Publisher publisher;

  /** Begins to watch; the first list arrives in the background. */
  public PodDiscovery(KubernetesClient client, String namespace, String farm, Dispatch dispatch) {
    this.namespace = namespace;
    informer =
        client
            .pods()
            .inNamespace(namespace)
            .withLabels(
                Map.of("compilefarm.dev/farm", farm, "app.kubernetes.io/component", "volunteer"))
            .runnableInformer(0);
    publisher = new Publisher(informer, dispatch);
    informer.addEventHandler(publisher);
    informer.start();
  }

  @Override
  public boolean inSync() {
    return informer.hasSynced() && informer.isRunning();
  }

  @Override
  public ReportVerdict listens(String pod, String uid, String address) {
    return publisher.take(Cache.namespaceKeyFunc(namespace, pod), uid, address);
  }

  @Override
  public void tick() {
    publisher.tick();
  }

  @Override
  public void close() {
    informer.close();
  }

  /**
   * The dispatcher always gets the whole list: there is no order of events to get wrong. The lock
   * keeps a list from overtaking a later one.
   */
  private static final class Publisher implements ResourceEventHandler<Pod> {
    private final SharedIndexInformer<Pod> informer;
    private final Dispatch dispatch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Reports reports = new Reports();

    Publisher(SharedIndexInformer<Pod> informer, Dispatch dispatch) {
      this.informer = informer;
      this.dispatch = dispatch;
    }

    @Override
    public void onAdd(Pod pod) {
      locked(this::publish);
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
      locked(this::publish);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      locked(this::publish);
    }

    ReportVerdict take(String key, String uid, String address) {
      lock.lock();
      try {
        Optional<Pod> pod = Optional.ofNullable(informer.getStore().getByKey(key));
        ReportVerdict verdict = reports.take(pod, uid, address, dispatch.now());
        if (verdict == ReportVerdict.TAKEN) {
          publish();
        }
        return verdict;
      } finally {
        lock.unlock();
      }
    }

    void tick() {
      locked(() -> {
        if (reports.areWaiting()) {
          publish();
        }
      });
    }

    private void publish() {
      dispatch.update(reports.volunteers(informer.getStore().list(), dispatch.now()));
    }

    private void locked(Runnable work) {
      lock.lock();
      try {
        work.run();
      } finally {
        lock.unlock();
      }
    }
  }
}
