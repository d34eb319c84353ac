package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Optional;

/**
 * Watches the pods of one farm. The informer keeps the last list when the API server is away, so
 * jobs go on running on the volunteers that are known. Events come on the informer's one thread.
 */
public final class PodDiscovery implements Discovery {
  private final SharedIndexInformer<Pod> informer;

  /** Begins to watch; the first list arrives in the background. */
  public PodDiscovery(KubernetesClient client, String namespace, String farm, Dispatch dispatch) {
    informer =
        client
            .pods()
            .inNamespace(namespace)
            .withLabels(
                Map.of("compilefarm.dev/farm", farm, "app.kubernetes.io/component", "volunteer"))
            .runnableInformer(0);
    informer.addEventHandler(new Publisher(informer, dispatch));
    informer.start();
  }

  @Override
  public boolean inSync() {
    return informer.hasSynced() && informer.isRunning();
  }

  @Override
  public void close() {
    informer.close();
  }

  /** The dispatcher always gets the whole list: there is no order of events to get wrong. */
  private record Publisher(SharedIndexInformer<Pod> informer, Dispatch dispatch)
      implements ResourceEventHandler<Pod> {

    @Override
    public void onAdd(Pod pod) {
      publish();
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
      publish();
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      publish();
    }

    private void publish() {
      dispatch.update(
          informer.getStore().list().stream()
              .map(PodVolunteer::of)
              .flatMap(Optional::stream)
              .toList());
    }
  }
}
