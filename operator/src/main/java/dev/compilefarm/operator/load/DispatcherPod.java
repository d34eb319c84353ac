package dev.compilefarm.operator.load;

import dev.compilefarm.operator.observe.PodFact;
import java.util.Optional;

/**
 * A pod of a dispatcher that may answer.
 *
 * @param address its IP
 * @param ready it passes its readiness probe and is not on its way out
 */
public record DispatcherPod(String name, String address, boolean ready) {

  /** Empty while the pod's container does not run. One on its way out still has jobs to tell of. */
  public static Optional<DispatcherPod> of(PodFact pod) {
    return pod.address().map(address -> new DispatcherPod(pod.name(), address, pod.ready()));
  }
}
