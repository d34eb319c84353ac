package dev.compilefarm.client.cluster;

import dev.compilefarm.client.diagnosis.FarmState;

/** Who tells of a farm: the cluster and the dispatcher, or the dispatcher alone. */
public interface FarmSource {
  /**
   * The farm at this moment. Blocks for some requests.
   *
   * @throws ClusterException if nobody tells
   */
  FarmState state();

  /**
   * The dispatcher's admin port. The caller closes it.
   *
   * @throws ClusterException if it cannot be reached
   */
  Dispatcher dispatcher();
}
